package field

import (
	"fmt"
	"strings"
	"testing"
)

// A shape is a tree as indented names, for tests to read.
func shape(t *Tree) string {
	var b strings.Builder
	var walk func(from, to int32, depth int)
	walk = func(from, to int32, depth int) {
		for i := from; i < to; i = t.Nodes[i].End {
			fmt.Fprintf(&b, "%s%s\n", strings.Repeat(" ", depth), t.Nodes[i].Def.Name)
			walk(i+1, t.Nodes[i].End, depth+1)
		}
	}
	walk(0, int32(len(t.Nodes)), 0)
	return b.String()
}

func parents(t *testing.T, tree *Tree) {
	t.Helper()
	var walk func(from, to, up int32)
	walk = func(from, to, up int32) {
		for i := from; i < to; i = tree.Nodes[i].End {
			if tree.Nodes[i].Parent != up {
				t.Errorf("node %d (%s): parent %d, want %d", i, tree.Nodes[i].Def.Name, tree.Nodes[i].Parent, up)
			}
			walk(i+1, tree.Nodes[i].End, i)
		}
	}
	walk(0, int32(len(tree.Nodes)), -1)
}

func TestAdopt(t *testing.T) {
	p := NewProto("x", "X", "X")
	defs := map[string]*Def{}
	for _, n := range []string{"eth", "src", "oui", "ip", "len", "trailer", "pad"} {
		defs[n] = p.None(n, n)
	}
	var tree Tree
	var d Decoder
	data := make([]byte, 8)
	tree.Reset(data)
	d.Reset(data, Span{End: 8, Wire: 8}, &tree, -1)
	open := func(name string, inside ...func()) {
		m := d.Begin(defs[name])
		for _, f := range inside {
			f()
		}
		d.End(m)
	}
	leaf := func(name string) func() { return func() { open(name) } }
	open("eth", leaf("src"), func() { open("src", leaf("oui")) })
	open("ip", leaf("len"), leaf("len"))
	from := int32(len(tree.Nodes))
	open("trailer", leaf("pad"))
	open("pad")
	tree.Adopt(0, from)
	want := "eth\n src\n src\n  oui\n trailer\n  pad\n pad\nip\n len\n len\n"
	if got := shape(&tree); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	parents(t, &tree)
}

func TestFullTree(t *testing.T) {
	p := NewProto("x", "X", "X")
	f, sub := p.Uint8("x.f", "F", Dec), p.None("x.sub", "Sub")
	var tree Tree
	var d Decoder
	data := make([]byte, MaxNodes+10)
	tree.Reset(data)
	d.Reset(data, Span{End: len(data), Wire: len(data)}, &tree, -1)
	m := d.Begin(sub)
	for d.More() {
		k := d.Begin(sub)
		d.Uint8(f)
		d.End(k)
	}
	d.End(m)
	if d.Err() != nil || d.Off() != len(data) {
		t.Errorf("decoding stopped with the tree: %v at byte %d", d.Err(), d.Off())
	}
	if !tree.Full || len(tree.Nodes) != MaxNodes {
		t.Errorf("%d nodes, full: %v", len(tree.Nodes), tree.Full)
	}
}

// TestChildByName: a declaration that belongs to no protocol stands for its name.
func TestChildByName(t *testing.T) {
	p := NewProto("byname", "", "")
	f := p.Uint8("byname.f", "F", Dec)
	tree := new(Tree)
	tree.Reset(nil)
	up := tree.Add(-1, Node{Def: &p.Def})
	tree.Add(up, Node{Def: f.Def})
	tree.Nodes[up].End = 2
	if c := tree.Child(int(up), &Def{Name: "byname.f"}); c != 1 || !tree.Is(1, &Def{Name: "byname.f"}) {
		t.Errorf("child %d, want 1", c)
	}
	if c := tree.Child(int(up), &Def{Name: "byname.g"}); c != -1 {
		t.Errorf("child %d, want none", c)
	}
}
