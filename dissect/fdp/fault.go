package fdp

import "github.com/pktscope/pktscope/dissect/field"

// What is wrong with a packet: Wireshark's field, which has no place there, and
// ours, which has the place and the reason.
var (
	fInvalid = Proto.Expert("fdp.tlv.length.invalid", "Invalid length", field.Failure, field.OfMalformed, field.Format(formatInvalid))
	fLine    = Proto.Scope("Invalid TLV", field.Format(formatInvalid))
	fRest    = Proto.Bytes("pktscope.fdp.rest", "Bytes behind the value")
	fFault   = Proto.Generated("pktscope.fdp.fault", "Fault", field.Text, field.Dec, 0)
)

// invalid reads the rest of a packet from a TLV of type t on whose length does not hold, or
// with a size of -1 from where too few bytes are left for one.
func (p *Packet) invalid(d *field.Decoder, t TLVType, size int) {
	off, n, v := d.Off(), headSize, uint64(size)
	if size < 0 {
		n, v = d.Captured(), uint64(d.Len())|tooFew
		p.TooFew(d, fFault, fLen, off)
	} else {
		p.Invalid(d, fFault, t, fLen, off)
	}
	d.Put(fLine, off, n, v)
	d.Expert(fInvalid, v)
	d.Rest(fRest)
}

// tooFew marks the value of fInvalid that is the number of bytes left.
const tooFew = 1 << 32

// unread closes the value of a TLV of type t: what was missing in it costs this
// TLV and no other, and what is left of it has a field of ours.
func (p *Packet) unread(d *field.Decoder, t TLVType) {
	if !p.Contain(d, fFault, t) && d.More() {
		d.Rest(fRest)
	}
}

// formatInvalid appends "TLV with invalid length: 3", or how few bytes are left.
func formatInvalid(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	if v&tooFew == 0 {
		return field.AppendUint(append(b, "TLV with invalid length: "...), v)
	}
	b = field.AppendUint(append(b, "Too few bytes left for TLV: "...), v&^tooFew)
	return append(b, " (< 4)"...)
}
