package render

import (
	"bytes"
	"hash/maphash"

	"github.com/pktscope/pktscope/dissect/field"
)

// A joiner links the nodes of an object that have the same key, as a JSON object has
// each key once. It takes one pass over the nodes. A Row keeps its joiner for the
// next packet.
type joiner struct {
	seed  maphash.Seed
	next  []int32        // by node: the next of the same key, 0 for none
	last  []int32        // by first node: the last of the same key
	few   [maxFew]uint64 // hashes of the nodes of one object
	again []bool         // by node: not the first of its key
	table []int32        // hash table of first nodes, plus one
	nodes []int32        // of one object
	a, b  []byte
	flat  bool // all text is one key
}

func (j *joiner) reset(n int) {
	if j.seed == (maphash.Seed{}) {
		j.seed = maphash.MakeSeed()
	}
	j.next, j.last, j.again = sized(j.next, n), sized(j.last, n), sized(j.again, n)
	clear(j.next)
	clear(j.again)
}

func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n+n/2)[:n]
	}
	return s[:n]
}

// children links the nodes below node i.
func (j *joiner) children(t *field.Tree, from, end int) {
	j.nodes = j.nodes[:0]
	for c := from; c < end; c = int(t.Nodes[c].End) {
		j.nodes = append(j.nodes, int32(c))
	}
	j.link(t)
}

// linkText links j.nodes. Nodes without a name share a key.
func (j *joiner) linkText(t *field.Tree) {
	j.flat = true
	j.link(t)
	j.flat = false
}

// link links j.nodes.
func (j *joiner) link(t *field.Tree) {
	if len(j.nodes) < 2 {
		return
	}
	if len(j.nodes) <= maxFew {
		j.linkFew(t)
		return
	}
	size := 4
	for size < 2*len(j.nodes) {
		size *= 2
	}
	j.table = sized(j.table, size)
	clear(j.table)
	for _, c := range j.nodes {
		slot := int(j.hash(t, c)) & (size - 1)
		for ; j.table[slot] != 0; slot = (slot + 1) & (size - 1) {
			if first := j.table[slot] - 1; j.same(t, first, c) {
				j.next[j.last[first]], j.last[first], j.again[c] = c, c, true
				break
			}
		}
		if j.table[slot] == 0 {
			j.table[slot], j.last[c] = c+1, c
		}
	}
}

// maxFew is how many nodes are compared with each other, and not by a table.
const maxFew = 64

// linkFew is link for no more than maxFew nodes. A set of six bits of each hash tells of
// most that none before it has the same key.
func (j *joiner) linkFew(t *field.Tree) {
	seen := uint64(0)
	for k, c := range j.nodes {
		h := j.hash(t, c)
		j.few[k], j.last[c] = h, c
		bit := uint64(1) << (h & 63)
		if seen&bit == 0 {
			seen |= bit
			continue
		}
		for x, first := range j.nodes[:k] {
			if j.few[x] == h && !j.again[first] && j.same(t, first, c) {
				j.next[j.last[first]], j.last[first], j.again[c] = c, c, true
				break
			}
		}
	}
}

func (j *joiner) hash(t *field.Tree, c int32) uint64 {
	if d := t.Nodes[c].Def; d.Name != "" {
		return uint64(d.NameHash())
	}
	if j.flat {
		return 0
	}
	j.a = cleanJSON(t.AppendLabel(j.a[:0], int(c)), 0) // as it is printed
	return maphash.Bytes(j.seed, j.a)
}

func (j *joiner) same(t *field.Tree, x, y int32) bool {
	f, g := t.Nodes[x].Def, t.Nodes[y].Def
	if f.Name != "" || g.Name != "" {
		return f.Name == g.Name
	}
	if j.flat {
		return true
	}
	j.a = cleanJSON(t.AppendLabel(j.a[:0], int(x)), 0)
	j.b = cleanJSON(t.AppendLabel(j.b[:0], int(y)), 0)
	return bytes.Equal(j.a, j.b)
}
