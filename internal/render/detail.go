package render

import (
	"fmt"
	"strings"

	"github.com/pktscope/pktscope/dissect/field"
)

// checkOnly resolves the protocols of -O, to which the detail is restricted.
func (f *text) checkOnly() error {
	if len(f.o.Only) == 0 {
		return nil
	}
	f.only = map[string]bool{}
	for _, list := range f.o.Only {
		for name := range strings.SplitSeq(list, ",") {
			if name = strings.TrimSpace(strings.ToLower(name)); name == "" {
				continue
			}
			if f.o.Registry != nil && !knowsProto(f.o.Registry, name) {
				return fmt.Errorf("there is no protocol %q", name)
			}
			f.only[name] = true
		}
	}
	return nil
}

// appendDetail appends the tree, indented by four spaces a level.
func (f *text) appendDetail(b []byte, r *Row) []byte {
	r.Tree.Names = f.o.Names
	for i := 0; i < len(r.Tree.Nodes); i = int(r.Tree.Nodes[i].End) {
		b = f.appendNode(b, r.Tree, i, 0)
	}
	return b
}

func (f *text) appendNode(b []byte, t *field.Tree, i, depth int) []byte {
	n := &t.Nodes[i]
	if n.Flags&field.IsHidden != 0 {
		return b
	}
	b = appendSpaces(b, 4*depth)
	from := len(b)
	b = AppendNode(b, t, i)
	if f.o.Color && depth == 0 {
		b = inColor(b, from, bold)
	}
	b = append(b, '\n')
	if f.only != nil && isProto(n) && !n.Def.Nested && !f.only[n.Def.Name] {
		return b
	}
	if isData(n) && !f.o.Hex {
		b = Dump{}.append(append(b, '\n'), t.Bytes(i))
	}
	for c := i + 1; c < int(n.End); c = int(t.Nodes[c].End) {
		b = f.appendNode(b, t, c, depth+1)
	}
	return b
}

// AppendNode appends the line of node i, in brackets where it was computed, with what would
// control a terminal escaped.
func AppendNode(b []byte, t *field.Tree, i int) []byte {
	n, from := &t.Nodes[i], len(b)
	if n.Flags&field.IsGenerated != 0 {
		b = append(t.AppendLabel(append(b, '['), i), ']')
	} else {
		b = t.AppendLabel(b, i)
	}
	if !isOurs(t, n) {
		b = clean(b, from)
	}
	return b
}

// isOurs reports whether the line of n holds nothing but numbers, addresses, and texts of
// its declaration, which need no escape.
func isOurs(t *field.Tree, n *field.Node) bool {
	switch n.Def.Kind {
	case field.Text, field.Absolute: // which may have the name of a zone
		return false
	case field.Ether:
		return n.Def.Format == nil && (t.Names == nil || t.Names.Ether == nil)
	}
	return n.Def.Format == nil
}
