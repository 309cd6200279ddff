package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// A message that was put together: RFC 7383, section 2.6, and Cisco's way.
var (
	fParts      = Proto.None("isakmp.fragments", "Message fragments", field.Format(formatParts))
	fPart       = Proto.Generated("isakmp.fragment", "Message fragment", field.FrameNum, field.Dec, 4, field.Format(formatPart))
	fPartWrong  = Proto.Generated("isakmp.fragment.error", "Message defragmentation error", field.FrameNum, field.Dec, 4, field.Format(formatPart))
	fAgain      = Proto.Generated("isakmp.fragment.overlap", "Message fragment overlap", field.Bool, field.Dec, 1)
	fConflict   = Proto.Generated("isakmp.fragment.overlap.conflicts", "Message fragment overlapping with conflicting data", field.Bool, field.Dec, 1)
	fPartCount  = Proto.Generated("isakmp.fragment.count", "Message fragment count", field.Uint, field.Dec, 4)
	fPartsTotal = Proto.Generated("isakmp.reassembled.length", "Reassembled ISAKMP length", field.Uint, field.Dec, 4)
	fPartsIn    = Proto.Generated("isakmp.reassembled.in", "Reassembled in", field.FrameNum, field.Dec, 4)
)

// wholeChain reads the payloads that came in SKF payloads, below the last of
// them.
func (p *Packet) wholeChain(d *field.Decoder) {
	w := &p.Facts.Whole
	p.fragments(d)
	if w.Bytes == nil || p.inside {
		return
	}
	p.inside = true
	a := d.Inner(w.Buf, w.Bytes)
	p.chain(d, w.First)
	if d.More() {
		d.Rest(fExtra)
	}
	p.leavePlaintext(d, a)
}

// fragments puts the fragments of a reassembled message, or the frame that has the
// message.
func (p *Packet) fragments(d *field.Decoder) {
	w, t := &p.Facts.Whole, d.Tree()
	if t == nil || d.Bad() || p.inside {
		return
	}
	if w.Bytes == nil {
		if w.In > 0 {
			d.GenerateAt(fPartsIn, 0, w.In)
		}
		return
	}
	add := func(up int32, def *field.Def, off, n int, v uint64) int32 {
		return t.Add(up, field.Node{Def: def, Val: v, Off: uint32(off), Len: uint32(n), Buf: w.Buf, Flags: field.IsGenerated})
	}
	top := add(d.Up(), fParts, 0, len(w.Bytes), uint64(len(w.Fragments)))
	if top < 0 {
		return
	}
	for _, x := range w.Fragments {
		def := fPart
		if x.Conflict {
			def = fPartWrong
		}
		part := add(top, def, x.Off, x.Len, x.Frame)
		if part >= 0 && x.Again {
			add(part, fAgain, x.Off, 0, 1)
			if x.Conflict {
				add(part, fConflict, x.Off, 0, 1)
			}
			t.Nodes[part].End = int32(len(t.Nodes))
		}
	}
	add(top, fPartCount, 0, 0, uint64(len(w.Fragments)))
	add(top, fPartsTotal, 0, 0, uint64(len(w.Bytes)))
	t.Nodes[top].End = int32(len(t.Nodes))
}

// formatParts lists the frames: "2 Message fragments (64 bytes): #1(24), #2(40)".
func formatParts(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = append(append(field.AppendUint(b, n.Val), ' '), n.Def.Label...)
	b = field.AppendUint(append(b, " ("...), uint64(n.Len))
	sep := " bytes): #"
	for c := int32(i) + 1; c < n.End; c = t.Nodes[c].End {
		if x := &t.Nodes[c]; x.Def.Kind == field.FrameNum {
			b = field.AppendUint(append(b, sep...), x.Val)
			b = append(field.AppendUint(append(b, '('), uint64(x.Len)), ')')
			sep = ", #"
		}
	}
	return b
}

// formatPart places a frame: "Frame: 1, payload: 0-23 (24 bytes)".
func formatPart(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = field.AppendUint(append(b, "Frame: "...), n.Val)
	b = field.AppendUint(append(b, ", payload: "...), uint64(n.Off))
	b = field.AppendUint(append(b, '-'), uint64(n.Off)+max(uint64(n.Len), 1)-1)
	return appendSize(append(b, " ("...), n.Len)
}
