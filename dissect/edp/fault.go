package edp

import "github.com/pktscope/pktscope/dissect/field"

// What is wrong with a packet: Wireshark's field, which has no place there, and
// ours, which has the place and the reason.
var (
	fShort = Proto.Expert("edp.short_tlv", "TLV is too short", field.Failure, field.OfMalformed, field.Format(formatShort))
	fLine  = Proto.Scope("Invalid TLV", field.Format(formatShort))
	fRest  = Proto.Bytes("pktscope.edp.rest", "Bytes behind the value")
	fFault = Proto.Generated("pktscope.edp.fault", "Fault", field.Text, field.Dec, 0)
)

// What a value of fShort is: the length that a TLV says, the bytes that are left for
// one, or neither.
const (
	tooFew  = 1 << 32
	noValue = 1 << 33
)

// invalid notes that the length of a TLV of type t does not hold, or with a size of -1 that
// too few bytes are left for one.
func (p *Packet) invalid(d *field.Decoder, t TLVType, size, left int) {
	off, n, v := d.Off(), headSize, uint64(size)
	if size < 0 {
		n, v = min(left, d.Captured()), uint64(left)|tooFew
		p.TooFew(d, fFault, fLen, off)
	} else {
		p.Invalid(d, fFault, t, fLen, off)
	}
	d.Put(fLine, off, n, v)
	d.Expert(fShort, v)
}

// unread closes the value of a TLV of type t: what was missing in it costs this
// TLV and no other, and what is left of it has a field of ours.
func (p *Packet) unread(d *field.Decoder, t TLVType) {
	if p.Contain(d, fFault, t) {
		d.Expert(fShort, noValue)
	} else if d.More() {
		d.Rest(fRest)
	}
}

// formatShort appends "TLV with invalid length: 3", how few bytes are left, or the
// label.
func formatShort(b []byte, t *field.Tree, i int) []byte {
	switch v := t.Nodes[i].Val; {
	case v == noValue:
		return append(b, "TLV is too short"...)
	case v&tooFew != 0:
		b = field.AppendUint(append(b, "Too few bytes left for TLV: "...), v&^tooFew)
		return append(b, " (< 4)"...)
	default:
		return field.AppendUint(append(b, "TLV with invalid length: "...), v)
	}
}
