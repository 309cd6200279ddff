package field_test

import (
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
)

// An aliasProto has an alias at each Place.
type aliasProto struct {
	*field.Proto
	host, src, dst *field.Def
	part           field.U8
}

func newAliasProto() aliasProto {
	p := aliasProto{Proto: field.NewProto("p", "P", "Proto")}
	p.part = p.Uint8("p.host.part", "Part", field.Dec)
	other := p.Uint8("p.other.part", "Part", field.Dec)
	p.host = p.IPv4("p.host", "Host").Def
	p.src = p.Uint8("p.src", "Source", field.Dec).Def
	p.dst = p.Uint8("p.dst", "Destination", field.Dec).Def
	p.Alias("p.part", "Part", p.part, other)
	p.Alias("p.part.own", "Part", p.part)
	p.Alias("p.either", "Either", p.src, p.dst).Stands(field.BehindAll)
	p.Alias("p.src.own", "Source", p.src)
	return p
}

// tree returns the names of the aliased tree of
//
//	p { host { part }, src, dst }
//
// with braces around what is below a node, and a question mark behind hidden ones.
func (p *aliasProto) tree() string {
	var t, aliased field.Tree
	t.Reset([]byte{10, 0, 0, 1, 7, 8})
	top := t.Add(-1, field.Node{Def: &p.Def, Len: 6})
	host := t.Add(top, field.Node{Def: p.host, Len: 4})
	t.Add(host, field.Node{Def: p.part.Def, Val: 10, Len: 1})
	t.Nodes[host].End = int32(len(t.Nodes))
	t.Add(top, field.Node{Def: p.src, Val: 7, Off: 4, Len: 1})
	t.Add(top, field.Node{Def: p.dst, Val: 8, Off: 5, Len: 1})
	t.Nodes[top].End = int32(len(t.Nodes))
	aliased.Aliased(&t)
	var b strings.Builder
	names(&b, &aliased, 0, int32(len(aliased.Nodes)))
	return strings.TrimSpace(b.String())
}

func names(b *strings.Builder, t *field.Tree, from, end int32) {
	for i := from; i < end; i = t.Nodes[i].End {
		b.WriteString(t.Nodes[i].Def.Name)
		if t.Nodes[i].Flags&field.IsHidden != 0 {
			b.WriteByte('?')
		}
		if t.Nodes[i].End > i+1 {
			b.WriteString("{ ")
			names(b, t, i+1, t.Nodes[i].End)
			b.WriteByte('}')
		}
		b.WriteByte(' ')
	}
}

// TestAliased pins where aliases stand: as Wireshark 4.6 has eth.addr, ipv6.addr, ip.addr
// and tcp.port.
func TestAliased(t *testing.T) {
	tests := []struct {
		name, want string
		declare    func(p *aliasProto)
	}{
		{"behind", "p{ p.host{ p.host.part p.part? p.part.own? } p.addr? p.src p.src.own? p.dst p.either? p.either? }",
			func(p *aliasProto) { p.Alias("p.addr", "Address", p.host) }},
		{"foremost", "p{ p.host{ p.addr? p.host.part p.part? p.part.own? } p.src p.src.own? p.dst p.either? p.either? }",
			func(p *aliasProto) { p.Alias("p.addr", "Address", p.host).Stands(field.Foremost) }},
		{"hindmost", "p{ p.host{ p.host.part p.part.own? p.addr? p.part? } p.src p.src.own? p.dst p.either? p.either? }",
			func(p *aliasProto) { p.Alias("p.addr", "Address", p.host).Stands(field.Hindmost) }},
		{"holding", "p{ p.host{ p.host.part p.part.own? } p.addr?{ p.part } p.src p.src.own? p.dst p.either? p.either? }",
			func(p *aliasProto) { p.Alias("p.addr", "Address", p.host).Holding() }},
	}
	for _, test := range tests {
		p := newAliasProto()
		test.declare(&p)
		if got := p.tree(); got != test.want {
			t.Errorf("%s:\n%s, want\n%s", test.name, got, test.want)
		}
	}
}

// TestAliasTexts reads the texts of an alias: none where its function appends nothing.
func TestAliasTexts(t *testing.T) {
	p := newAliasProto()
	a := p.Alias("p.name", "Name", p.src, p.dst).Texts(func(b []byte, t *field.Tree, i int) []byte {
		if t.Nodes[i].Val == 7 {
			b = append(b, "seven"...)
		}
		return b
	}).Over(2)
	var tree, aliased field.Tree
	tree.Reset([]byte{7, 8})
	tree.Add(-1, field.Node{Def: p.src, Val: 7, Len: 1})
	tree.Add(-1, field.Node{Def: p.dst, Val: 8, Off: 1, Len: 1})
	if !tree.HasAlias(a, 0) || tree.HasAlias(a, 1) {
		t.Errorf("%v and %v, want true and false", tree.HasAlias(a, 0), tree.HasAlias(a, 1))
	}
	aliased.Aliased(&tree)
	found := 0
	for i, n := range aliased.Nodes {
		if n.Def != a {
			continue
		}
		found++
		if got := string(aliased.AppendShow(nil, i)); got != "seven" || n.Len != 2 {
			t.Errorf("%q over %d bytes, want seven over 2", got, n.Len)
		}
	}
	if found != 1 {
		t.Errorf("the alias has %d nodes, want 1", found)
	}
}
