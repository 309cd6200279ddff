// Package eap dissects the Extensible Authentication Protocol (RFC 3748): IKEv2 carries
// it, encrypted. Of its methods EAP-MSCHAPv2 is read whole, and those that are TLS up to
// the names of the messages.
package eap

import "github.com/pktscope/pktscope/dissect/field"

// Proto declares the fields of EAP.
var Proto = field.NewProto("eap", "EAP", "Extensible Authentication Protocol")

// RFC 3748, section 4.
var (
	fCode = Proto.Uint8("eap.code", "Code", field.Dec, field.Named(codeName))
	fID   = Proto.Uint8("eap.id", "Id", field.Dec)
	fLen  = Proto.Uint16("eap.len", "Length", field.Dec)
	fType = Proto.Uint8("eap.type", "Type", field.Dec, field.Named(typeName))
)

// Codes of a message.
const (
	CodeRequest  = 1
	CodeResponse = 2
	CodeSuccess  = 3
	CodeFailure  = 4
)

// A Packet is one message of EAP. What it keeps aliases the packet.
type Packet struct {
	Code, ID uint8
	Type     uint8  // of a request or response
	Data     []byte // behind the type
	MSCHAPv2 MSCHAPv2
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the message that d stands at.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{}
	m := d.Begin(&Proto.Def)
	p.Code = d.Uint8(fCode)
	p.ID = d.Uint8(fID)
	d.Limit(m, fLen, int(d.Uint16(fLen)))
	if p.Code == CodeRequest || p.Code == CodeResponse {
		p.Type = d.Uint8(fType)
		p.Data = d.Peek(d.Captured())
		p.method(d)
	}
	d.Skip(fLen, d.Len())
	d.End(m)
	return d.Err()
}

// AppendSummary appends the Info column: "Response, Identity".
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	b = appendName(b, codeName(uint64(p.Code)))
	if p.Type == 0 {
		return b
	}
	return appendName(append(b, ", "...), typeName(uint64(p.Type)))
}

func appendName(b []byte, name string) []byte {
	if name == "" {
		name = "Unknown"
	}
	return append(b, name...)
}

// Printable implements dissect.Printable: the summary is names of ours.
func (*Packet) Printable() bool { return true }
