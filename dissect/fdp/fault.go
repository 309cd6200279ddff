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

// A Fault is a TLV that could not be read, or not to its end.
type Fault struct {
	Type TLVType     // 0 where too few bytes are left for a TLV
	Err  field.Error // the field, the byte at which it was noticed, and the reason
}

// invalid reads the rest of a packet from a TLV of type t on whose length, -1 for
// none, does not hold.
func (p *Packet) invalid(d *field.Decoder, t TLVType, size int) {
	off := d.Off()
	p.count(d, t, field.Error{Def: fLen.Def, Off: off, Need: -1, Err: field.ErrMalformed})
	d.Note(fLen, off)
	n, v := headSize, uint64(size)
	if size < 0 {
		n, v = d.Captured(), uint64(d.Len())|tooFew
	}
	d.Put(fLine, off, n, v)
	d.Expert(fInvalid, v)
	d.Rest(fRest)
}

// tooFew marks the value of fInvalid that is the number of bytes left.
const tooFew = 1 << 32

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
		}
		return
	}
	if d.More() {
		d.Rest(fRest)
	}
}

// appendFaults appends "[Malformed Packet: Tagging-Info at byte 36, and 2 more]".
func (p *Packet) appendFaults(b []byte) []byte {
	b = append(b, "[Malformed Packet: "...)
	if p.First.Type == 0 {
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

// formatInvalid appends "TLV with invalid length: 3", or how few bytes are left.
func formatInvalid(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	if v&tooFew == 0 {
		return field.AppendUint(append(b, "TLV with invalid length: "...), v)
	}
	b = field.AppendUint(append(b, "Too few bytes left for TLV: "...), v&^tooFew)
	return append(b, " (< 4)"...)
}
