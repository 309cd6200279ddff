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

	other bool // no code, or shorter than a header
	fits  bool // the length is that of a message
	known bool // code and ID were read
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the message at d.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{}
	if b := d.Peek(4); b != nil {
		n := int(b[2])<<8 | int(b[3])
		p.fits = n <= d.Len()
		p.other = codeName(uint64(b[0])) == "" || n < headerSize
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
	switch {
	case d.Bad():
	case p.Length > headerSize+d.Len():
		d.Malformed(fLength)
	default:
		d.Skip(fLength, p.Length-headerSize)
	}
	d.End(m)
	return d.Err()
}

// Next implements dissect.Carrier: nothing is known of what is not RADIUS.
func (*Packet) Next(int) field.Key { return field.Key{} }

// Yields implements dissect.Yielding: with a length that cannot be, the bytes may be of the
// other port's protocol.
func (p *Packet) Yields() bool { return !p.fits }

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

// codeName names a code: IANA, "RADIUS Packet Type Codes", and others in use, in Wireshark's
// words.
func codeName(v uint64) string {
	if v < uint64(len(codes)) {
		return codes[v]
	}
	switch v {
	case 129:
		return "ALU-State-Request"
	case 130:
		return "ALU-State-Accept"
	case 131:
		return "ALU-State-Reject"
	case 132:
		return "ALU-State-Error"
	}
	return ""
}

var codes = [...]string{
	1: "Access-Request", 2: "Access-Accept", 3: "Access-Reject", 4: "Accounting-Request", 5: "Accounting-Response",
	6: "Accounting-Status", 7: "Password-Request", 8: "Password-Ack", 9: "Password-Reject", 10: "Accounting-Message",
	11: "Access-Challenge", 12: "Status-Server", 13: "Status-Client", 21: "Resource-Free-Request", 22: "Resource-Free-Response",
	23: "Resource-Query-Request", 24: "Query_Response", 25: "Alternate-Resource-Reclaim-Request", 26: "NAS-Reboot-Request",
	27: "NAS-Reboot-Response", 29: "Next-Passcode", 30: "New-Pin", 31: "Terminate-Session", 32: "Password-Expired",
	33: "Event-Request", 34: "Event-Response", 40: "Disconnect-Request", 41: "Disconnect-ACK", 42: "Disconnect-NAK",
	43: "CoA-Request", 44: "CoA-ACK", 45: "CoA-NAK", 50: "IP-Address-Allocate", 51: "IP-Address-Release",
}
