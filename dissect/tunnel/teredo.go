package tunnel

import "github.com/pktscope/pktscope/dissect/field"

// TeredoProto declares the fields of Teredo.
var TeredoProto = field.NewProto("teredo", "Teredo", "Teredo IPv6 over UDP tunneling")

var (
	teredoAuth    = TeredoProto.None("teredo.auth", "Teredo Authentication header")
	teredoIDLen   = TeredoProto.Uint8("teredo.auth.idlen", "Client identifier length", field.Dec)
	teredoAuthLen = TeredoProto.Uint8("teredo.auth.aulen", "Authentication value length", field.Dec)
	teredoID      = TeredoProto.Bytes("teredo.auth.id", "Client identifier")
	teredoValue   = TeredoProto.Bytes("teredo.auth.value", "Authentication value")
	teredoNonce   = TeredoProto.Bytes("teredo.auth.nonce", "Nonce value")
	teredoConfirm = TeredoProto.Bytes("teredo.auth.conf", "Confirmation byte")

	teredoOrigin = TeredoProto.None("teredo.orig", "Teredo Origin Indication header")
	teredoPort   = TeredoProto.Uint16("teredo.orig.port", "Origin UDP port", field.Dec)
	teredoAddr   = TeredoProto.String("teredo.orig.addr", "Origin IPv4 address")
)

// Indications that a packet may begin with: RFC 4380, section 5.1.1.
const (
	teredoIsOrigin = 0
	teredoIsAuth   = 1
)

// A Teredo is what UDP carries between hosts behind NATs, RFC 4380: an IPv6 packet,
// with indications before it. Other uses of the port are left to UDP.
type Teredo struct {
	Port uint16  // the origin's, if it is indicated
	Addr [4]byte // and its address
	is   bool
	fits bool // an IPv6 packet fills the rest
}

// Proto implements dissect.Message.
func (*Teredo) Proto() *field.Proto { return TeredoProto }

// Decode reads the indications.
func (m *Teredo) Decode(d *field.Decoder) error {
	*m = Teredo{is: isTeredo(d.Peek(2))}
	if !m.is {
		if d.Captured() < 2 && d.Len() > d.Captured() {
			d.Skip(&TeredoProto.Def, 2) // too little is there to tell
		}
		d.Payload()
		return d.Err()
	}
	mark := d.Begin(&TeredoProto.Def)
	if b := d.Peek(2); b[0] == 0 && b[1] == teredoIsAuth {
		m.authentication(d)
	}
	if d.Captured() < 2 && d.Len() > d.Captured() {
		d.Skip(teredoOrigin, 2) // which may begin here
	}
	if b := d.Peek(2); b != nil && b[0] == 0 && b[1] == teredoIsOrigin {
		m.origin(d)
	}
	m.fits = !d.Bad() && fillsIP(d.Peek(6), d.Len())
	if d.More() && !d.Bad() {
		d.Payload()
	}
	d.End(mark)
	return d.Err()
}

// Yields implements dissect.Yielding: behind its indications stands an IPv6 packet that is
// as long as its datagram.
func (m *Teredo) Yields() bool { return !m.fits }

// isTeredo reports whether b begins an IPv6 packet or one of the indications.
func isTeredo(b []byte) bool {
	return len(b) == 2 && (b[0]>>4 == 6 || b[0] == 0 && b[1] <= teredoIsAuth)
}

func (m *Teredo) authentication(d *field.Decoder) {
	mark := d.Begin(teredoAuth)
	d.Skip(teredoAuth, 2)
	id, value := int(d.Uint8(teredoIDLen)), int(d.Uint8(teredoAuthLen))
	if id > 0 {
		d.Bytes(teredoID, id)
	}
	if value > 0 {
		d.Bytes(teredoValue, value)
	}
	d.Bytes(teredoNonce, 8)
	d.Bytes(teredoConfirm, 1)
	d.End(mark)
}

// origin reads a port and an address whose bits are inverted: RFC 4380, section 5.1.1.
func (m *Teredo) origin(d *field.Decoder) {
	mark := d.Begin(teredoOrigin)
	d.Skip(teredoOrigin, 2)
	if b := d.Peek(6); b != nil {
		m.Port = ^(uint16(b[0])<<8 | uint16(b[1]))
		m.Addr = [4]byte{^b[2], ^b[3], ^b[4], ^b[5]}
		d.Put(teredoPort, d.Off(), 2, uint64(m.Port))
		if d.Tree() != nil {
			d.PutText(teredoAddr, d.Off()+2, 4, string(field.AppendIPv4(nil, m.Addr)))
		}
	}
	d.Skip(teredoOrigin, 6)
	d.End(mark)
}

// Next is IPv6.
func (m *Teredo) Next(i int) field.Key {
	if i > 0 || !m.is {
		return field.Key{}
	}
	return etherTypeKey(typeIPv6)
}

// Silent leaves the row of what is none of this to UDP.
func (m *Teredo) Silent() bool { return !m.is }

// AppendSummary appends nothing: the header has no words for the Info column.
func (*Teredo) AppendSummary(b []byte, _ *field.Names) []byte { return b }
