package esp

import "github.com/pktscope/pktscope/dissect/field"

// What the packets before it tell of a packet's sequence number. Wireshark looks
// at the packet before; what we say of it is what a receiver would.
var (
	fExpected = Proto.Generated("esp.sequence-analysis.expected-sn", "Expected SN", field.Uint, field.Dec, 4, field.Format(formatExpected))
	fWrongSeq = Proto.Expert("esp.sequence-analysis.wrong-sequence-number", "Wrong Sequence Number", field.Warning, field.OfSequence, field.Format(formatWrongSeq))
	fPrevious = Proto.Generated("esp.sequence-analysis.previous-frame", "Previous Frame", field.FrameNum, field.Dec, 4)
	fOrder    = Proto.Generated("pktscope.esp.order", "Order", field.Uint, field.Dec, 1, field.Named(orderName))
	fGap      = Proto.Generated("pktscope.esp.gap", "Missing before it", field.Uint, field.Dec, 4)
	fExtended = Proto.Generated("pktscope.esp.extended_sequence", "Extended Sequence", field.Uint, field.Dec, 8)
)

// SequenceFacts are what the packets of the same SA before it tell of a packet.
type SequenceFacts struct {
	Order    Order
	Expected uint32 // the number behind that of the packet before
	Previous uint64 // its frame
	Gap      uint32 // numbers that are missing between the highest so far and this one
}

// An Order is where a packet stands among those of its SA: RFC 4303, section
// 3.4.3.
type Order uint8

const (
	NotFollowed Order = iota // the SA is not followed
	First                    // of the capture
	InOrder                  // one higher than the highest so far
	AfterGap                 // higher than that
	Late                     // lower, and new
	Duplicate                // it was there before
	OutOfWindow              // lower by 1024 or more: a copy, or of no use any more
)

// String says it in the tree.
func (o Order) String() string {
	switch o {
	case First:
		return "first of its SA"
	case InOrder:
		return "in order"
	case AfterGap:
		return "after a gap"
	case Late:
		return "late"
	case Duplicate:
		return "duplicate"
	case OutOfWindow:
		return "before a window of 1024"
	}
	return "not followed"
}

// orderName names the values that there are.
func orderName(v uint64) string {
	if v > uint64(OutOfWindow) {
		return ""
	}
	return Order(v).String()
}

// sequence generates what is known of the packet's number. It stands at off.
func (p *Packet) sequence(d *field.Decoder, off int) {
	f := &p.Facts.Sequence
	if p.Facts.Extended {
		d.GenerateAt(fExtended, off, p.Facts.Number)
	}
	if f.Order == NotFollowed {
		return
	}
	if f.Order != First && f.Expected != p.Seq {
		expected(d, off, f)
	}
	d.GenerateAt(fOrder, off, uint64(f.Order))
	if f.Gap > 0 {
		d.GenerateAt(fGap, off, uint64(f.Gap))
	}
}

// expected generates what Wireshark says of a number that does not follow the
// one before.
func expected(d *field.Decoder, off int, f *SequenceFacts) {
	t := d.Tree()
	if t == nil || d.Bad() {
		return
	}
	add := func(up int32, f *field.Def, v uint64) int32 {
		return t.Add(up, field.Node{Def: f, Val: v, Off: uint32(off), Buf: t.Nodes[up].Buf, Flags: field.IsGenerated})
	}
	n := add(d.Up(), fExpected, uint64(f.Expected))
	if n < 0 {
		return
	}
	if w := add(n, fWrongSeq, 0); w >= 0 {
		t.Nodes[n].End = int32(len(t.Nodes))
	}
	d.GenerateAt(fPrevious, off, f.Previous)
}

// formatExpected appends "Expected SN: 3 (2 SNs missing)".
func formatExpected(b []byte, t *field.Tree, i int) []byte {
	want := uint32(t.Nodes[i].Val)
	b = field.AppendUint(append(b, "Expected SN: "...), uint64(want))
	if seq := sequenceOf(t, i); seq > want {
		b = append(field.AppendUint(append(b, " ("...), uint64(seq-want)), " SNs missing)"...)
	}
	return b
}

// formatWrongSeq appends "Wrong Sequence Number for SPI c4c0e3f5 - 1 missing".
func formatWrongSeq(b []byte, t *field.Tree, i int) []byte {
	up := int(t.Nodes[t.Nodes[i].Parent].Parent) // an item of expert information lies below a node of its own
	want, seq := uint32(t.Nodes[up].Val), sequenceOf(t, up)
	b = append(b, "Wrong Sequence Number for SPI "...)
	if spi := t.Child(int(t.Nodes[up].Parent), fSPI); spi >= 0 {
		b = field.AppendHex(b, t.Nodes[spi].Val, 4)
	}
	b = append(b, " - "...)
	switch {
	case seq > want:
		return append(field.AppendUint(b, uint64(seq-want)), " missing"...)
	case seq+1 == want:
		return append(field.AppendUint(b, uint64(seq)), " repeated"...)
	}
	return append(field.AppendUint(b, uint64(want-seq)), " less than expected"...)
}

// sequenceOf returns the sequence number of the packet of node i.
func sequenceOf(t *field.Tree, i int) uint32 {
	if n := t.Child(int(t.Nodes[i].Parent), fSeq); n >= 0 {
		return uint32(t.Nodes[n].Val)
	}
	return 0
}
