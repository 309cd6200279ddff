package dissect

import (
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
)

// AppendTop appends without a tree what is at the top of one.
func TestTop(t *testing.T) {
	a, b, c, u := newBoxProto("a"), newBoxProto("b"), newBoxProto("c"), newTopBox("u")
	r, err := NewRegistry(
		Binding{New: a, Keys: []field.Key{field.Link.Key(1)}},
		Binding{New: b, Keys: []field.Key{field.IPProto.Key(1), field.IPProto.Key(2)}},
		Binding{New: u, Keys: []field.Key{field.IPProto.Key(3)}},
		Binding{New: c, Keys: []field.Key{field.UDPPort.Key(3)}})
	if err != nil {
		t.Fatal(err)
	}
	e := NewEngine(r)
	var p Packet
	var tree field.Tree
	for _, x := range []struct {
		name, in string
		lost     int // bytes that the capture cut
		want     string
	}{
		{"nested", "\x01\x02\x01\x00", 0, "a b"},
		{"unknown inside", "\x07\x03abc", 0, "a data"},
		{"quoted", "\xc8\x02\x01\x00", 0, "a"},
		{"unknown inside what is quoted", "\xc8\x05\x09\x03abc", 0, "a"},
		{"malformed", "\x01\x02\x01", 0, "a b _ws.malformed"},
		{"cut", "\x01\x02\x01", 1, "a b _ws.short"},
		{"carried by UDP", "\xcb\x02\x01\x00", 0, "a c"},
		{"carried by quoted UDP", "\xc9\x04\xcb\x02\x01\x00", 0, "a"},
		{"unknown inside quoted UDP", "\xc9\x04\xcc\x02\x01\x00", 0, "a"},
	} {
		e.Dissect(&p, 1, []byte(x.in), len(x.in)+x.lost)
		got := p.AppendTop(nil)
		if s := strings.Join(got, " "); s != x.want {
			t.Errorf("%s: %s, want %s", x.name, s, x.want)
		}
		e.BuildFields(&p, &tree, r.FieldSet()) // a tree of nothing changes nothing
		if s := strings.Join(p.AppendTop(nil), " "); s != x.want {
			t.Errorf("%s: then %s, want %s", x.name, s, x.want)
		}
		e.Build(&p, &tree)
		if s := strings.Join(p.AppendTop(nil), " "); s != x.want {
			t.Errorf("%s: with a tree %s, want %s", x.name, s, x.want)
		}
		got = got[:0]
		for i := range tree.Nodes {
			if n := &tree.Nodes[i]; n.Parent < 0 && n.Def.Proto != nil && &n.Def.Proto.Def == n.Def {
				got = append(got, n.Def.Name)
			}
		}
		if s := strings.Join(got, " "); s != x.want {
			t.Errorf("%s: the tree has %s, want %s", x.name, s, x.want)
		}
	}
}
