package link

import "github.com/pktscope/pktscope/dissect/field"

// PPPProto declares the fields of PPP.
var PPPProto = field.NewProto("ppp", "PPP", "Point-to-Point Protocol")

var (
	pppAddress   = PPPProto.Uint8("ppp.address", "Address", field.Hex)
	pppControl   = PPPProto.Uint8("ppp.control", "Control", field.Hex)
	pppProtocol  = PPPProto.Uint16("ppp.protocol", "Protocol", field.Hex, field.Named(pppNumbers.name))
	pppProtocol8 = PPPProto.Generated("ppp.protocol", "Protocol", field.Uint, field.Hex, 2, field.Named(pppNumbers.name))
)

// A PPP is the header of a PPP frame: RFC 1661, section 2.
type PPP struct {
	Protocol uint16

	read bool
}

// Proto implements dissect.Message.
func (*PPP) Proto() *field.Proto { return PPPProto }

// Decode reads the protocol number, of one byte where compression made it so,
// and before it the address and control of HDLC framing if they are there.
func (m *PPP) Decode(d *field.Decoder) error {
	*m = PPP{}
	mark := d.Begin(&PPPProto.Def)
	if cutShort(d, 2) {
		d.Skip(pppProtocol, 2)
	}
	if peek16(d) == hdlcAddressControl { // RFC 1662, section 3.1
		d.Uint8(pppAddress)
		d.Uint8(pppControl)
	}
	if b := d.Peek(1); b != nil && b[0]&1 != 0 { // RFC 1661, section 6.5
		m.Protocol = uint16(b[0])
		d.Skip(pppProtocol, 1)
		d.Put(pppProtocol8, d.Off()-1, 1, uint64(b[0]))
	} else {
		m.Protocol = d.Uint16(pppProtocol)
	}
	m.read = !d.Bad()
	d.Payload()
	d.End(mark)
	return d.Err()
}

// Next is the protocol number.
func (m *PPP) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return field.PPP.Key(uint64(m.Protocol))
}

// AppendProtocol names a protocol that nothing is bound to by its number.
func (m *PPP) AppendProtocol(b []byte) []byte {
	if !m.read {
		return append(b, PPPProto.Short...)
	}
	return appendHex16(b, m.Protocol)
}

// AppendSummary appends the Info column of a frame with an unknown payload.
func (m *PPP) AppendSummary(b []byte, _ *field.Names) []byte {
	if !m.read {
		return b
	}
	name := pppNumbers.name(uint64(m.Protocol))
	if name == "" {
		name = "Unknown"
	}
	b = append(append(b, "PPP "...), name...)
	return append(appendHex16(append(b, " ("...), m.Protocol), ')')
}
