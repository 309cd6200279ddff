package esp

import (
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipproto"
)

// AHProto declares the fields of AH.
var AHProto = field.NewProto("ah", "AH", "Authentication Header")

// RFC 4302, section 2.
var (
	ahNext     = AHProto.Uint8("ah.next_header", "Next header", field.Dec, field.Named(ipproto.Name))
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

	named   bool // the SPI was read
	whole   bool // and the sequence number
	carries bool // bytes follow
	inIPv6  bool
}

// Proto implements dissect.Message.
func (*AH) Proto() *field.Proto { return AHProto }

// Decode overwrites a with the header that d stands at. The length counts
// words of 32 bits, two fewer than there are, over IPv6 too: RFC 4302, section
// 2.2.
func (a *AH) Decode(d *field.Decoder) error {
	*a = AH{inIPv6: d.Env.Src.Is6()}
	m := d.Begin(&AHProto.Def)
	a.NextHeader = d.Uint8(ahNext)
	size := ahSize(uint64(d.Uint8(ahLength)))
	d.Bytes(ahReserved, 2)
	a.SPI = d.Uint32(ahSPI)
	a.named = !d.Bad()
	a.Seq = d.Uint32(ahSeq)
	a.whole = !d.Bad()
	if size < ahFixed {
		d.Malformed(ahLength)
	}
	a.ICV = d.Bytes(ahICV, size-ahFixed)
	if a.carries = d.More(); a.carries {
		d.Payload()
		d.Env.Secured = d.Env.Secured || !a.inIPv6
	}
	d.End(m)
	return d.Err()
}

// Whole reports whether SPI and sequence number were captured.
func (a *AH) Whole() bool { return a.whole }

// Next is the protocol that the header says follows.
func (a *AH) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return field.IPProto.Key(uint64(a.NextHeader))
}

// Nested reports whether the header is one of IPv6's extension headers: RFC
// 8200, section 4.
func (a *AH) Nested() bool { return a.inIPv6 }

// AppendSummary appends the Info column: in IPv6, the protocol behind the header if it
// is not dissected.
func (a *AH) AppendSummary(b []byte, _ *field.Names) []byte {
	switch {
	case !a.named:
		return b
	case a.inIPv6 && (a.carries || a.NextHeader == ipproto.NoNext):
		return ipproto.AppendNext(b, a.NextHeader)
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
