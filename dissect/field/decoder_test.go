package field

import (
	"errors"
	"testing"
)

var (
	tProto = NewProto("t", "T", "Test")
	tTLV   = tProto.Scope("TLV")
	tLen   = tProto.Uint8("t.len", "Length", Dec)
	tByte  = tProto.Uint8("t.byte", "Byte", Dec)
	tWord  = tProto.Uint32("t.word", "Word", Hex)
	tRest  = tProto.Bytes("t.rest", "Rest")
	tHigh  = tProto.Uint8("t.high", "High", Dec, Mask(0xf0))
	tLow   = tProto.Uint8("t.low", "Low", Dec, Mask(0x0f), Scale(4), Unit(" byte", " bytes"))
	tFlags = tProto.Uint8("t.flags", "Flags", Hex, Bits(tProto.Bit("t.flags.a", "A", 0x40, Named(SetNotSet)), tHigh))
)

func start(data []byte, wire int, tree *Tree) *Decoder {
	d := new(Decoder)
	if tree != nil {
		tree.Reset(data)
	}
	d.Reset(data, Span{End: len(data), Wire: wire}, tree, -1)
	return d
}

// A malformed element inside its bounds does not stop what stands behind it.
func TestBoundedFailureIsNoted(t *testing.T) {
	d := start([]byte{3, 1, 2, 9}, 4, nil)
	m := d.Begin(tTLV)
	d.Limit(m, tLen, int(d.Uint8(tLen)))
	d.Uint32(tWord) // needs 4, has 2
	d.End(m)
	if got := d.Uint8(tByte); got != 9 || d.Err() != nil {
		t.Errorf("behind the element: %d, %v", got, d.Err())
	}
	notes := d.Notes()
	if len(notes) != 1 || notes[0].Off != 1 || notes[0].Need != 4 || notes[0].Have != 2 || notes[0].Def != tWord.Def {
		t.Errorf("notes: %+v", notes)
	}
}

// Another buffer is read in the middle of one, and its failures stay in it.
func TestInner(t *testing.T) {
	tree := new(Tree)
	d := start([]byte{1, 7}, 2, tree)
	tree.Bufs = append(tree.Bufs, []byte{2, 3})
	d.Uint8(tByte)
	a := d.Inner(1, tree.Bufs[1])
	d.Uint8(tByte)
	d.Uint32(tWord) // needs 4, has 1
	d.Outer(a)
	if got := d.Uint8(tByte); got != 7 || d.Err() != nil || d.More() {
		t.Errorf("behind it: %d, %v", got, d.Err())
	}
	if notes := d.Notes(); len(notes) != 1 || notes[0].Off != 1 || !errors.Is(&notes[0], ErrMalformed) {
		t.Errorf("notes: %+v", notes)
	}
	for i, want := range []Node{{Off: 0, Buf: 0, Val: 1}, {Off: 0, Buf: 1, Val: 2}, {Off: 1, Buf: 0, Val: 7}} {
		if n := tree.Nodes[i]; n.Off != want.Off || n.Buf != want.Buf || n.Val != want.Val {
			t.Errorf("node %d: %+v", i, n)
		}
	}
	d = start([]byte{1}, 1, nil)
	d.Uint32(tWord)
	d.Outer(d.Inner(1, []byte{1, 2, 3, 4}))
	if d.Err() == nil {
		t.Error("a failure before it is forgotten")
	}
}

// What the capture cut is never taken up again.
func TestTruncationStops(t *testing.T) {
	d := start([]byte{3, 1}, 4, nil)
	m := d.Begin(tTLV)
	d.Limit(m, tLen, int(d.Uint8(tLen)))
	d.Rest(tRest)
	d.End(m)
	d.Uint8(tByte)
	if !errors.Is(d.Err(), ErrTruncated) {
		t.Errorf("error is %v", d.Err())
	}
}

func TestLengthThatCannotBe(t *testing.T) {
	for _, n := range []byte{0, 5, 255} {
		d := start([]byte{n, 1, 2, 3}, 4, nil)
		m := d.Begin(tTLV)
		d.Limit(m, tLen, int(d.Uint8(tLen)))
		d.End(m)
		if !errors.Is(d.Err(), ErrMalformed) {
			t.Errorf("length %d: error is %v", n, d.Err())
		}
	}
}

func TestDepthIsBounded(t *testing.T) {
	d := start(make([]byte, 4), 4, nil)
	var marks []Subtree
	for range MaxDepth + 1 {
		marks = append(marks, d.Begin(tTLV))
	}
	for i := len(marks) - 1; i >= 0; i-- {
		d.End(marks[i])
	}
	if !errors.Is(d.Err(), ErrMalformed) {
		t.Errorf("error is %v", d.Err())
	}
}

func TestLabels(t *testing.T) {
	var tree Tree
	d := start([]byte{0x45, 0x51}, 2, &tree)
	d.Shared8(tHigh, tLow)
	d.Uint8(tFlags)
	want := []string{
		"0100 .... = High: 4", ".... 0101 = Low: 20 bytes",
		"Flags: 0x51", ".1.. .... = A: Set", "0101 .... = High: 5",
	}
	if len(tree.Nodes) != len(want) {
		t.Fatalf("%d nodes, want %d", len(tree.Nodes), len(want))
	}
	for i, w := range want {
		if got := string(tree.AppendLabel(nil, i)); got != w {
			t.Errorf("label %q, want %q", got, w)
		}
	}
}

func TestPayload(t *testing.T) {
	d := start([]byte{1, 2, 3}, 6, nil)
	d.Uint8(tByte)
	d.PayloadN(4)
	if s, ok := d.TakePayload(); !ok || s != (Span{Off: 1, End: 3, Wire: 5}) {
		t.Errorf("payload %+v, %v", s, ok)
	}
}
