package field

// A Subtree is an open subtree. It has no more fields than the compiler keeps in
// registers.
type Subtree struct {
	node, start, end, wire int32
}

// Begin opens a subtree at the next byte. f may be any declaration: a
// protocol's, a Scope's, or a field's that has fields below it.
func (d *Decoder) Begin(f Field) Subtree {
	if d.depth++; d.depth > MaxDepth {
		d.Malformed(f)
	}
	if d.top == nil {
		d.top = f.Declaration()
	}
	node, end := int32(-1), d.end
	if d.bad {
		end = d.stop
	}
	if d.tree != nil {
		node = d.open(f.Declaration())
	}
	return Subtree{node: node, start: int32(d.off), end: int32(end), wire: int32(d.wire)}
}

// Header reads n bytes at once, the whole of what a subtree of f would hold. It is for
// headers that most packets have, where no tree is made; nil where one is, or where the
// bytes are not all there.
func (d *Decoder) Header(f Field, n int) []byte {
	off := d.off
	if d.tree != nil || n > d.end-off {
		return nil
	}
	if d.top == nil {
		d.top = f.Declaration()
	}
	d.off = off + n
	return d.data[off : off+n : off+n]
}

// open appends the node of a subtree, which those to come go below. In a full
// tree nothing comes any more.
//
//go:noinline
func (d *Decoder) open(f *Def) int32 {
	node := d.tree.Add(d.up, Node{Def: f, Off: uint32(d.off), Buf: d.buf})
	if node >= 0 {
		d.up = node
	}
	return node
}

// Limit bounds the open subtree to n bytes from its start. f, the length field, is
// malformed if the enclosing scope has fewer bytes or n ends before the bytes read
// already.
func (d *Decoder) Limit(m Subtree, f Field, n int) {
	if d.bad {
		return
	}
	stop := int(m.start) + n
	if n < 0 || stop < d.off || stop > int(m.wire) {
		d.fail(f.Declaration(), n)
		d.err.Err = ErrMalformed // a length that cannot be, however short the capture
		return
	}
	d.wire = stop
	d.end = min(stop, int(m.end))
}

// End closes the subtree. A failure inside a bounded subtree stays inside it:
// it is noted, and decoding goes on behind it. A subtree that a failure ends covers what
// Put has recorded ahead of it.
func (d *Decoder) End(m Subtree) {
	failed := d.bad
	if d.bad && d.wire < int(m.wire) && d.err.Err == ErrMalformed {
		if len(d.notes) < maxNotes {
			d.notes = append(d.notes, d.err)
		}
		d.bad, d.off = false, d.stop
	}
	if m.node >= 0 {
		d.tree.close(m.node, d.off)
		if failed {
			d.tree.cover(m.node)
		}
		d.up = d.tree.Nodes[m.node].Parent
	}
	d.depth--
	d.end, d.wire = int(m.end), int(m.wire)
	if d.bad {
		d.stop, d.end = d.end, d.off-1
	}
}

// BeginAt opens a subtree of f, of the value v, over n bytes at off that were read
// already. EndAt closes it. What is put in between lies below it, and nothing is read.
func (d *Decoder) BeginAt(f Field, off, n int, v uint64) Subtree {
	node := int32(-1)
	if d.tree != nil && !d.bad {
		x := f.Declaration()
		node = d.tree.Add(d.up, Node{Def: x, Val: x.value(v), Off: uint32(off), Len: uint32(n), Buf: d.buf})
	}
	if node >= 0 {
		d.up = node
	}
	return Subtree{node: node}
}

// EndAt closes a subtree that BeginAt opened.
func (d *Decoder) EndAt(m Subtree) {
	if m.node >= 0 {
		n := &d.tree.Nodes[m.node]
		n.End = int32(len(d.tree.Nodes))
		d.up = n.Parent
	}
}

// BeginGenerated opens a subtree that no byte holds and that belongs to byte off;
// EndGenerated closes it.
func (d *Decoder) BeginGenerated(f Field, off int) Subtree {
	m := d.Begin(f)
	if m.node >= 0 {
		n := &d.tree.Nodes[m.node]
		n.Off, n.Flags = uint32(off), n.Flags|IsGenerated
	}
	return m
}

// EndGenerated is End for a subtree that no byte holds.
func (d *Decoder) EndGenerated(m Subtree) {
	d.End(m)
	if m.node >= 0 {
		d.tree.Nodes[m.node].Len = 0
	}
}

// EndOver is End for a message that covers its payload, too.
func (d *Decoder) EndOver(m Subtree) {
	past := d.off + d.Captured()
	d.End(m)
	if m.node >= 0 && !d.bad {
		n := &d.tree.Nodes[m.node]
		n.Len = uint32(past) - n.Off
	}
}

// Contain keeps the failure that stopped d inside the open subtree, as End does
// by itself where the subtree ends before the one around it: it notes the
// failure and goes on at the end of the subtree's bounds. It does nothing and
// reports false where the capture was cut.
func (d *Decoder) Contain() bool {
	if !d.bad || d.err.Err != ErrMalformed {
		return false
	}
	if len(d.notes) < maxNotes {
		d.notes = append(d.notes, d.err)
	}
	d.bad, d.end, d.off = false, d.stop, d.stop
	return true
}

// SkipRest goes to the end of the open subtree's bounds: what was not read has no
// field.
func (d *Decoder) SkipRest() {
	if !d.bad {
		d.off = d.end
	}
}

// Title gives the open subtree the value v, by which it is named.
func (d *Decoder) Title(m Subtree, v uint64) {
	if m.node >= 0 {
		d.tree.Nodes[m.node].Val = v
	}
}

// TitleText gives the open subtree a text, by which it is named: its Text in the tree.
func (d *Decoder) TitleText(m Subtree, text []byte) {
	if m.node >= 0 {
		n := &d.tree.Nodes[m.node]
		n.Val, n.Flags = d.tree.Keep(text), n.Flags|IsKept
	}
}

// Payload says that the rest of the scope belongs to another protocol. It is
// not read; the last call before the message ends counts.
func (d *Decoder) Payload() {
	if !d.bad {
		d.pay = Span{Buf: d.buf, Off: d.off, End: d.end, Wire: d.wire}
	}
}

// PayloadN says that the next n bytes belong to another protocol, fewer where
// the scope has fewer.
func (d *Decoder) PayloadN(n int) {
	if !d.bad {
		w := min(d.off+n, d.wire)
		d.pay = Span{Buf: d.buf, Off: d.off, End: min(w, d.end), Wire: w}
	}
}

// TakePayload returns the span of Payload since Reset; ok is false without one.
func (d *Decoder) TakePayload() (s Span, ok bool) { return d.pay, d.pay.Off >= 0 }

// An Saved is where a Decoder stood before it went into another buffer.
type Saved struct {
	data           []byte
	off, end, wire int
	buf            uint8
	in             bool
}

// Inner goes on at the start of data, which is buffer buf of the packet: what
// was decrypted, or put together, of the bytes read last. Nodes lie in that
// buffer until Outer.
func (d *Decoder) Inner(buf uint8, data []byte) Saved {
	if d.bad {
		return Saved{}
	}
	if d.tree != nil && int(buf) >= len(d.tree.Bufs) {
		d.tree.hold(buf, data)
	}
	a := Saved{data: d.data, off: d.off, end: d.end, wire: d.wire, buf: d.buf, in: true}
	d.data, d.off, d.end, d.wire, d.buf = data, 0, len(data), len(data), buf
	return a
}

// Outer goes back to where Inner left. A failure since then stays behind: it is
// noted, as with a bounded subtree.
func (d *Decoder) Outer(a Saved) {
	if !a.in {
		return
	}
	if d.bad {
		if len(d.notes) < maxNotes {
			d.notes = append(d.notes, d.err)
		}
		d.bad = false
	}
	d.data, d.off, d.end, d.wire, d.buf = a.data, a.off, a.end, a.wire, a.buf
}
