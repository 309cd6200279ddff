package field

import "slices"

// Flags of a Node.
const (
	IsGenerated = 1 << iota // computed, not read
	IsHidden                // for filters, not for the eye
	IsLittle                // an integer in little-endian order
	IsKept                  // a text that no byte holds: it is in the scratch buffer
	IsBeyond                // bytes that another protocol reads: the payload
)

// A Node is one decoded field: where it lies and, for integers, its value.
// Strings, bytes and addresses are read from the buffer when asked for.
type Node struct {
	Def    *Def
	Val    uint64 // integers; of IsKept: offset<<32 | length in the scratch buffer
	Off    uint32 // in its buffer
	Len    uint32
	End    int32 // index past the last descendant; children start at i+1
	Parent int32 // -1 at the top
	High   int32 // of times: see Nanos
	Buf    uint8 // index into Tree.Bufs
	Flags  uint8
}

// MaxNodes bounds a packet's tree; what comes after is decoded, not shown.
const MaxNodes = 1 << 18

// A Tree is a packet's fields in preorder, in one slice that Reset reuses.
type Tree struct {
	Bufs    [][]byte // the packet, then what was reassembled or decrypted
	Nodes   []Node
	Full    bool   // MaxNodes was reached
	Names   *Names // of addresses and organisations; nil: none
	scratch []byte
}

// Reset empties the tree for a packet of these buffers.
func (t *Tree) Reset(bufs ...[]byte) {
	t.Bufs = append(t.Bufs[:0], bufs...)
	t.Nodes, t.scratch, t.Full = t.Nodes[:0], t.scratch[:0], false
}

// hold makes data buffer number buf of t. Were there other bytes, t is emptied
// of their nodes: hold reports it.
func (t *Tree) hold(buf uint8, data []byte) (emptied bool) {
	for len(t.Bufs) <= int(buf) {
		t.Bufs = append(t.Bufs, nil)
	}
	have := t.Bufs[buf]
	if len(have) == len(data) && (len(data) == 0 || &have[0] == &data[0]) {
		return false
	}
	if emptied = have != nil; emptied {
		t.Nodes, t.scratch, t.Full = t.Nodes[:0], t.scratch[:0], false
	}
	t.Bufs[buf] = data
	return emptied
}

// Add appends a node below parent, which must be open: the last node or one
// of its ancestors. It returns the node's index, -1 in a full tree. An item of expert
// information comes with more nodes: see Expert.
func (t *Tree) Add(parent int32, n Node) int32 {
	if n.Def.Severity != Plain {
		return t.addExpert(parent, n)
	}
	return t.add(parent, n)
}

func (t *Tree) add(parent int32, n Node) int32 {
	if len(t.Nodes) >= MaxNodes {
		t.Full = true
		return -1
	}
	i := int32(len(t.Nodes))
	n.End, n.Parent = i+1, parent
	if n.Def.Hidden {
		n.Flags |= IsHidden
	}
	t.Nodes = append(t.Nodes, n)
	return i
}

// read appends a node for f, whose bits the number v of n bytes at off has.
func (t *Tree) read(parent int32, f *Def, off, n int, v uint64, buf, flags uint8) int32 {
	i := len(t.Nodes)
	if f.Severity != Plain || i == cap(t.Nodes) || i >= MaxNodes {
		return t.Add(parent, Node{Def: f, Val: f.value(v), Off: uint32(off), Len: uint32(n), Buf: buf, Flags: flags})
	}
	if f.Hidden {
		flags |= IsHidden
	}
	t.Nodes = t.Nodes[:i+1]
	t.Nodes[i] = Node{
		Def: f, Val: f.value(v), Off: uint32(off), Len: uint32(n), End: int32(i + 1), Parent: parent, Buf: buf, Flags: flags,
	}
	return int32(i)
}

// close makes node i end here, at byte off of its buffer.
func (t *Tree) close(i int32, off int) {
	n := &t.Nodes[i]
	n.Len, n.End = uint32(off)-n.Off, int32(len(t.Nodes))
}

// cover makes node i reach as far as its children do.
func (t *Tree) cover(i int32) {
	n := &t.Nodes[i]
	for c := i + 1; c < n.End; c = t.Nodes[c].End {
		if x := &t.Nodes[c]; x.Buf == n.Buf && x.Flags&(IsGenerated|IsBeyond) == 0 && x.Off >= n.Off {
			n.Len = max(n.Len, x.Off+x.Len-n.Off)
		}
	}
}

// Adopt moves the nodes from index from on, which end the tree, to the end of
// node parent, which may be closed long since: for the rare late field, such
// as a trailer that only the layers above can distinguish from payload.
func (t *Tree) Adopt(parent, from int32) {
	at, n := t.Nodes[parent].End, int32(len(t.Nodes))
	moved, shift := n-from, from-at
	if moved == 0 {
		return
	}
	for i := from; i < n; i++ {
		m := &t.Nodes[i]
		if m.End -= shift; m.Parent >= from {
			m.Parent -= shift
		} else {
			m.Parent = parent
		}
	}
	for i := at; i < from; i++ {
		m := &t.Nodes[i]
		if m.End += moved; m.Parent >= at {
			m.Parent += moved
		}
	}
	for up := parent; up >= 0; up = t.Nodes[up].Parent {
		t.Nodes[up].End += moved
	}
	late := slices.Clone(t.Nodes[from:])
	copy(t.Nodes[at+moved:], t.Nodes[at:from])
	copy(t.Nodes[at:], late)
}

// Bytes returns what node i covers.
func (t *Tree) Bytes(i int) []byte {
	n := &t.Nodes[i]
	b := t.Bufs[n.Buf]
	if uint64(n.Off)+uint64(n.Len) > uint64(len(b)) {
		return nil
	}
	return b[n.Off : n.Off+n.Len]
}

// Keep stores generated text and returns the Val that stands for it.
func (t *Tree) Keep(text []byte) uint64 {
	off := len(t.scratch)
	t.scratch = append(t.scratch, text...)
	return uint64(off)<<32 | uint64(len(text))
}

// Text returns the text of node i, or its bytes: those that it covers, unless no
// byte holds them.
func (t *Tree) Text(i int) []byte {
	n := &t.Nodes[i]
	if n.Flags&IsKept != 0 {
		off := n.Val >> 32
		return t.scratch[off : off+n.Val&0xffffffff]
	}
	return t.Bytes(i)
}

// Is reports whether node i is of field f, in whichever of the forms that bear
// its name.
func (t *Tree) Is(i int, f Field) bool {
	x, d := t.Nodes[i].Def, f.Declaration()
	return x == d || x.NameHash() == d.NameHash() && x.Name == d.Name && d.Name != ""
}

// Child returns the first child of node i that is of field f, -1 without one.
func (t *Tree) Child(i int, f Field) int {
	return t.find(f, int32(i)+1, t.Nodes[i].End)
}

// Next returns the next sibling behind node i that is of field f, -1 without one.
func (t *Tree) Next(i int, f Field) int {
	end := int32(len(t.Nodes))
	if up := t.Nodes[i].Parent; up >= 0 {
		end = t.Nodes[up].End
	}
	return t.find(f, t.Nodes[i].End, end)
}

// find returns the first of the siblings from node c up to node end that is of
// field f, -1 without one.
func (t *Tree) find(f Field, c, end int32) int {
	d := f.Declaration()
	hash := d.NameHash()
	for ; c < end; c = t.Nodes[c].End {
		if x := t.Nodes[c].Def; x == d || x.NameHash() == hash && x.Name == d.Name && d.Name != "" {
			return int(c)
		}
	}
	return -1
}
