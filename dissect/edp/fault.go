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

// A Fault is a TLV that could not be read, or not to its end.
type Fault struct {
	Type TLVType     // Null where too few bytes are left for a TLV
	Err  field.Error // the field, the byte at which it was noticed, and the reason
}

// What a value of fShort is: the length that a TLV says, the bytes that are left for
// one, or neither.
const (
	tooFew  = 1 << 32
	noValue = 1 << 33
)

// invalid notes that the length of a TLV of type t, -1 for none, does not hold.
func (p *Packet) invalid(d *field.Decoder, t TLVType, size, left int) {
	off := d.Off()
	p.count(d, t, field.Error{Def: fLen.Def, Off: off, Need: -1, Err: field.ErrMalformed})
	d.Note(fLen, off)
	n, v := headSize, uint64(size)
	if size < 0 {
		n, v = min(left, d.Captured()), uint64(left)|tooFew
	}
	d.Put(fLine, off, n, v)
	d.Expert(fShort, v)
}

func (p *Packet) count(d *field.Decoder, t TLVType, e field.Error) {
	if p.Faults == 0 {
		p.First = Fault{t, e}
	}
	p.Faults++
	if d.Tree() != nil {
		d.GenerateTextAt(fFault, e.Off, []byte(e.Error()))
	}
}

// unread closes the value of a TLV of type t: what was missing in it costs this
// TLV and no other, and what is left of it has a field of ours.
func (p *Packet) unread(d *field.Decoder, t TLVType) {
	if d.Bad() {
		e, _ := d.Err().(*field.Error)
		if d.Contain() {
			p.count(d, t, *e)
			d.Expert(fShort, noValue)
		}
		return
	}
	if d.More() {
		d.Rest(fRest)
	}
}

// appendFaults appends "[Malformed Packet: Info at byte 36, and 2 more]".
func (p *Packet) appendFaults(b []byte) []byte {
	b = append(b, "[Malformed Packet: "...)
	if p.First.Type == Null {
		b = append(b, "TLV"...)
	} else {
		b = p.First.Type.append(b)
	}
	b = field.AppendUint(append(b, " at byte "...), uint64(p.First.Err.Off))
	if p.Faults > 1 {
		b = field.AppendUint(append(b, ", and "...), uint64(p.Faults-1))
		b = append(b, " more"...)
	}
	return append(b, ']')
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
