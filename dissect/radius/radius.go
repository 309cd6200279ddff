// Package radius dissects the header of RADIUS: RFC 2865 and 2866; RFC 5176 for changes of
// authorization. Attributes are not read.
package radius

import "github.com/pktscope/pktscope/dissect/field"

// Proto declares the fields of RADIUS.
var Proto = field.NewProto("radius", "RADIUS", "RADIUS Protocol")

// RFC 2865, section 3.
var (
	fCode          = Proto.Uint8("radius.code", "Code", field.Dec, field.Named(codeName))
	fID            = Proto.Uint8("radius.id", "Packet identifier", field.Dec, field.Format(appendID))
	fLength        = Proto.Uint16("radius.length", "Length", field.Dec)
	fAuthenticator = Proto.Bytes("radius.authenticator", "Authenticator")
)

const headerSize = 20

// A Packet is the header of a message.
type Packet struct {
	Code, ID uint8
	Length   int

	other bool // no code, or a length that cannot be
	known bool // code and ID were read
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the message at d.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{}
	if b := d.Peek(4); b != nil {
		n := int(b[2])<<8 | int(b[3])
		p.other = codeName(uint64(b[0])) == "" || n < headerSize || n > d.Len()
	} else {
		p.other = d.Len() < 4
	}
	if p.other {
		d.Payload()
		return d.Err()
	}
	m := d.Begin(&Proto.Def)
	p.Code = d.Uint8(fCode)
	p.ID = d.Uint8(fID)
	p.known = !d.Bad()
	p.Length = int(d.Uint16(fLength))
	d.Bytes(fAuthenticator, headerSize-4)
	if !d.Bad() {
		d.Skip(fLength, p.Length-headerSize)
	}
	d.End(m)
	return d.Err()
}

// Next implements dissect.Carrier: nothing is known of what is not RADIUS.
func (*Packet) Next(int) field.Key { return field.Key{} }

// Silent leaves what is not RADIUS to the layer below.
func (p *Packet) Silent() bool { return p.other }

// Printable implements dissect.Printable: the summary is names and numbers.
func (*Packet) Printable() bool { return true }

// AppendSummary appends the Info column: "Access-Request id=5".
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	if !p.known {
		return b // the capture cut it
	}
	return field.AppendUint(append(append(b, codeName(uint64(p.Code))...), " id="...), uint64(p.ID))
}

// appendID appends "Packet identifier: 0x5 (5)".
func appendID(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	digits := 1
	if v > 15 {
		digits = 2
	}
	b = field.AppendNibbles(append(b, "Packet identifier: 0x"...), v, digits)
	return append(field.AppendUint(append(b, " ("...), v), ')')
}

// codeName names a code: IANA, "RADIUS Packet Type Codes".
func codeName(v uint64) string {
	switch v {
	case 40:
		return "Disconnect-Request"
	case 41:
		return "Disconnect-ACK"
	case 42:
		return "Disconnect-NAK"
	case 43:
		return "CoA-Request"
	case 44:
		return "CoA-ACK"
	case 45:
		return "CoA-NAK"
	}
	names := [...]string{"", "Access-Request", "Access-Accept", "Access-Reject", "Accounting-Request", "Accounting-Response",
		"Accounting-Status", "Access-Password-Request", "Access-Password-Ack", "Access-Password-Reject", "Accounting-Message",
		"Access-Challenge", "Status-Server", "Status-Client"}
	if v < uint64(len(names)) {
		return names[v]
	}
	return ""
}
