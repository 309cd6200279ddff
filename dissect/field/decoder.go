package field

// MaxDepth bounds how deep subtrees nest.
const MaxDepth = 64

// A Span is a part of one of a packet's buffers. Wire is where the part stops
// by the packet's own lengths, End where the captured bytes stop: End < Wire
// in a packet that the capture cut.
type Span struct {
	Buf            uint8
	Off, End, Wire int
}

// A Decoder reads fields in wire order. Each read checks bounds, returns the
// value and, when a Tree is attached, records the node. After the first
// failure every read returns zero; Err reports the failure.
type Decoder struct {
	Env Env // what the layers below tell; a carrier sets it

	data  []byte
	off   int // next byte
	end   int // captured bytes stop here; before off after a failure, so that a read asks one thing only
	stop  int // after a failure: where end was
	wire  int // the enclosing scope stops here; past end when the capture was cut
	tree  *Tree
	up    int32
	depth int32
	buf   uint8
	bad   bool
	top   *Def // of the first subtree since Reset
	err   Error
	told  *Error // that Err may return again; nil: none
	notes []Error
	pay   Span
}

// Reset makes d stand at the start of s in data, buffer s.Buf of the packet that
// t is the tree of. Nodes go below node up, -1 for the top; t nil: no nodes. A
// tree of other bytes is emptied. Env stays.
func (d *Decoder) Reset(data []byte, s Span, t *Tree, up int32) {
	if t != nil && t.hold(s.Buf, data) {
		up = -1
	}
	d.data, d.off, d.end, d.wire, d.buf = data, s.Off, s.End, s.Wire, s.Buf
	d.tree, d.up, d.depth, d.bad, d.top = t, up, 0, false, nil
	d.notes = d.notes[:0]
	d.pay = Span{Buf: s.Buf, Off: -1}
}

// Err is the failure that stopped d, an *Error, or nil.
func (d *Decoder) Err() error {
	if !d.bad {
		return nil
	}
	e := d.told
	if d.told = nil; e == nil {
		e = new(Error)
	}
	*e = d.err
	return e
}

// Reuse has Err return e again, which nothing else refers to.
func (d *Decoder) Reuse(e *Error) { d.told = e }

// Bad reports whether a read has failed.
func (d *Decoder) Bad() bool { return d.bad }

// Notes are the failures that a bounded subtree kept inside, since Reset.
func (d *Decoder) Notes() []Error { return d.notes }

// Top is the declaration of the first subtree opened since Reset, nil without
// one: what opens none is not in a tree, for it leaves everything to another
// protocol.
func (d *Decoder) Top() *Def { return d.top }

// More reports whether the scope has bytes left, captured or not.
func (d *Decoder) More() bool { return !d.bad && d.off < d.wire }

// Len is how many bytes the scope has left, captured or not.
func (d *Decoder) Len() int { return d.wire - d.off }

// Captured is how many bytes of the scope are left and there to be read.
func (d *Decoder) Captured() int { return max(d.end-d.off, 0) }

// Off is the offset of the next byte in its buffer.
func (d *Decoder) Off() int { return d.off }

// Tree returns the tree that d fills, nil without one.
func (d *Decoder) Tree() *Tree { return d.tree }

// Up is the index of the open subtree's node.
func (d *Decoder) Up() int32 { return d.up }

// Peek returns the next n bytes without reading them, nil where there are
// fewer.
func (d *Decoder) Peek(n int) []byte {
	if n < 0 || n > d.end-d.off {
		return nil
	}
	return d.data[d.off : d.off+n : d.off+n]
}

// Since returns the bytes from offset from up to the next one to read.
func (d *Decoder) Since(from int) []byte { return d.data[from:d.off:d.off] }

// take returns the offset of the next n bytes.
func (d *Decoder) take(f *Def, n int) (int, bool) {
	off := d.off
	if n < 0 || n > d.end-off {
		d.fail(f, n)
		return 0, false
	}
	d.off = off + n
	return off, true
}

//go:noinline
func (d *Decoder) fail(f *Def, n int) {
	if d.bad {
		return
	}
	why := ErrMalformed
	if n >= 0 && n <= d.wire-d.off {
		why = ErrTruncated
	}
	d.err = Error{Def: f, Off: d.off, Need: n, Have: d.end - d.off, Err: why}
	d.bad, d.stop, d.end = true, d.end, d.off-1
}

// Malformed fails at the next byte: f has a value that cannot be.
func (d *Decoder) Malformed(f Field) {
	if !d.bad {
		d.fail(f.Declaration(), -1)
	}
}

// Note records that f has a value that cannot be, and goes on.
func (d *Decoder) Note(f Field, off int) {
	if len(d.notes) < maxNotes {
		d.notes = append(d.notes, Error{Def: f.Declaration(), Off: off, Need: -1, Err: ErrMalformed})
	}
}

// maxNotes bounds what is remembered of one broken packet.
const maxNotes = 64

// add appends a node for f and its bits, below the open subtree.
//
//go:noinline
func (d *Decoder) add(f *Def, off, n int, v uint64) {
	d.node(f, off, n, v, 0)
}

func (d *Decoder) node(f *Def, off, n int, v uint64, flags uint8) int32 {
	t := d.tree
	i := t.read(d.up, f, off, n, v, d.buf, flags)
	if i < 0 || len(f.Bits) == 0 {
		return i
	}
	for _, b := range f.Bits {
		t.read(i, b, off, int(b.Size), v, d.buf, flags)
	}
	t.Nodes[i].End = int32(len(t.Nodes))
	return i
}

// Put records a node for f over n bytes at off that were read already: a
// value that is computed from them.
func (d *Decoder) Put(f Field, off, n int, v uint64) {
	if d.tree != nil && !d.bad {
		d.tree.Add(d.up, Node{Def: f.Declaration(), Val: v, Off: uint32(off), Len: uint32(n), Buf: d.buf})
	}
}

// PutBits is Put for an integer with its Bits.
func (d *Decoder) PutBits(f Field, off int, v uint64) {
	if x := f.Declaration(); d.tree != nil && !d.bad {
		d.node(x, off, int(x.Size), v, 0)
	}
}

// Generate records a node for f that no byte holds.
func (d *Decoder) Generate(f Field, v uint64) {
	if d.tree != nil && !d.bad {
		d.tree.Add(d.up, Node{Def: f.Declaration(), Val: v, Off: uint32(d.off), Buf: d.buf, Flags: IsGenerated})
	}
}

// GenerateTime is Generate for a time.
func (d *Decoder) GenerateTime(f Field, n Nanos) {
	if d.tree != nil && !d.bad {
		d.tree.Add(d.up, Node{Def: f.Declaration(), Val: uint64(n.Low), High: n.High, Off: uint32(d.off), Buf: d.buf, Flags: IsGenerated})
	}
}

// GenerateAt is Generate for a field that belongs to byte off.
func (d *Decoder) GenerateAt(f Field, off int, v uint64) {
	if d.tree != nil && !d.bad {
		d.tree.Add(d.up, Node{Def: f.Declaration(), Val: v, Off: uint32(off), Buf: d.buf, Flags: IsGenerated})
	}
}

// GenerateOver is Generate for a field over n bytes at off, which were read already.
func (d *Decoder) GenerateOver(f Field, off, n int, v uint64) {
	if d.tree != nil && !d.bad {
		d.tree.Add(d.up, Node{Def: f.Declaration(), Val: v, Off: uint32(off), Len: uint32(n), Buf: d.buf, Flags: IsGenerated})
	}
}

// GenerateText records a text that no byte holds.
func (d *Decoder) GenerateText(f Field, text []byte) { d.GenerateTextAt(f, d.off, text) }

// GenerateTextAt is GenerateText for a field that belongs to byte off.
func (d *Decoder) GenerateTextAt(f Field, off int, text []byte) {
	if d.tree != nil && !d.bad {
		d.tree.Add(d.up, Node{Def: f.Declaration(), Val: d.tree.Keep(text), Off: uint32(off), Buf: d.buf, Flags: IsGenerated | IsKept})
	}
}

// GenerateTextOver is GenerateText for a field over n bytes at off, which were read
// already.
func (d *Decoder) GenerateTextOver(f Field, off, n int, text []byte) {
	if d.tree != nil && !d.bad {
		d.tree.Add(d.up, Node{Def: f.Declaration(), Val: d.tree.Keep(text), Off: uint32(off), Len: uint32(n), Buf: d.buf, Flags: IsGenerated | IsKept})
	}
}

// Tell records what the capture knows and no byte of the packet holds. Unlike
// what Generate records, the detail shows it without brackets.
func (d *Decoder) Tell(f Field, v uint64) {
	if d.tree != nil && !d.bad {
		d.tree.Add(d.up, Node{Def: f.Declaration(), Val: v, Off: uint32(d.off), Buf: d.buf})
	}
}

// TellTime is Tell for a time.
func (d *Decoder) TellTime(f Field, n Nanos) {
	if d.tree != nil && !d.bad {
		d.tree.Add(d.up, Node{Def: f.Declaration(), Val: uint64(n.Low), High: n.High, Off: uint32(d.off), Buf: d.buf})
	}
}

// TellText is Tell for a text.
func (d *Decoder) TellText(f Field, text []byte) {
	if d.tree != nil && !d.bad {
		d.tree.Add(d.up, Node{Def: f.Declaration(), Val: d.tree.Keep(text), Off: uint32(d.off), Buf: d.buf, Flags: IsKept})
	}
}

// PutText records a node for a text that n bytes at off, which were read
// already, stand for: the name of an identifier.
func (d *Decoder) PutText(f Str, off, n int, text string) {
	if d.tree != nil && !d.bad {
		d.tree.Add(d.up, Node{Def: f.Def, Val: d.tree.Keep([]byte(text)), Off: uint32(off), Len: uint32(n), Buf: d.buf, Flags: IsKept})
	}
}
