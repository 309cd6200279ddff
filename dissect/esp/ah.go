package esp

import "pktscope/dissect/field"

// AHProto declares the fields of AH.
var AHProto = field.NewProto("ah", "AH", "Authentication Header")

// RFC 4302, section 2.
var (
	ahNext     = AHProto.Uint8("ah.next_header", "Next header", field.Dec, field.Named(nextHeader))
	ahLength   = AHProto.Uint8("ah.length", "Length", field.Dec, field.Format(formatAHLength))
	ahReserved = AHProto.Bytes("ah.reserved", "Reserved")
	ahSPI      = AHProto.Uint32("ah.spi", "AH SPI", field.Hex)
	ahSeq      = AHProto.Uint32("ah.sequence", "AH Sequence", field.Dec)
	ahICV      = AHProto.Bytes("ah.icv", "AH ICV")
)

// ahFixed is the length of the header without its integrity check value.
const ahFixed = 12

// An AH is one Authentication Header.
type AH struct {
	NextHeader uint8
	SPI, Seq   uint32
	ICV        []byte // aliases the packet

	named bool // the SPI was read
}

// Proto implements dissect.Message.
func (*AH) Proto() *field.Proto { return AHProto }

// Decode overwrites a with the header that d stands at. The length counts
// words of 32 bits, two fewer than there are, over IPv6 too: RFC 4302, section
// 2.2.
func (a *AH) Decode(d *field.Decoder) error {
	*a = AH{}
	m := d.Begin(&AHProto.Def)
	a.NextHeader = d.Uint8(ahNext)
	size := ahSize(uint64(d.Uint8(ahLength)))
	d.Bytes(ahReserved, 2)
	a.SPI = d.Uint32(ahSPI)
	a.named = !d.Bad()
	a.Seq = d.Uint32(ahSeq)
	if size < ahFixed {
		d.Malformed(ahLength)
	}
	a.ICV = d.Bytes(ahICV, size-ahFixed)
	if d.More() {
		d.Payload()
	}
	d.End(m)
	return d.Err()
}

// Next is the protocol that the header says follows.
func (a *AH) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return field.IPProto.Key(uint64(a.NextHeader))
}

// AppendSummary appends the Info column.
func (a *AH) AppendSummary(b []byte, _ *field.Names) []byte {
	if !a.named {
		return b
	}
	b = append(b, "AH (SPI=0x"...)
	return append(field.AppendHex(b, uint64(a.SPI), 4), ')')
}

// ahSize is how many bytes a header of that length has.
func ahSize(length uint64) int { return int(length+2) * 4 }

func formatAHLength(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = append(field.AppendUint(append(b, "Length: "...), v), " ("...)
	return append(field.AppendUint(b, uint64(ahSize(v))), " bytes)"...)
}

// nextHeader names the protocols that AH is met in front of.
func nextHeader(v uint64) string {
	switch v {
	case 0:
		return "IPv6 Hop-by-Hop Option"
	case 1:
		return "ICMP"
	case 2:
		return "IGMP"
	case 4:
		return "IPIP"
	case 6:
		return "TCP"
	case 17:
		return "UDP"
	case 41:
		return "IPv6"
	case 43:
		return "Routing Header for IPv6"
	case 44:
		return "Fragment Header for IPv6"
	case 47:
		return "Generic Routing Encapsulation"
	case 50:
		return "Encap Security Payload"
	case 51:
		return "Authentication Header"
	case 58:
		return "ICMPv6"
	case 59:
		return "No Next Header for IPv6"
	case 60:
		return "Destination Options for IPv6"
	case 88:
		return "EIGRP"
	case 89:
		return "OSPF IGP"
	case 103:
		return "PIM"
	case 108:
		return "IPComp"
	case 112:
		return "VRRP"
	case 132:
		return "SCTP"
	}
	return ""
}
