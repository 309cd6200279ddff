package view

import (
	"strings"

	"github.com/pktscope/pktscope/internal/render"
)

// A tree is the detail of a packet: its fields, of which subtrees are open or closed.
type tree struct {
	scroll
	nodes  []Node
	shown  []int           // the nodes in sight: indices into nodes
	open   map[string]bool // what the user opened or closed, by what names a subtree in every packet
	inmost int             // the last protocol
}

// load takes the nodes of another packet. Subtrees that were opened or closed stay so.
func (t *tree) load(nodes []Node) {
	t.nodes = nodes
	if t.open == nil {
		t.open = map[string]bool{}
	}
	t.inmost = 0
	for i := range nodes {
		if nodes[i].Depth == 0 {
			t.inmost = i
		}
	}
	t.lay()
}

// opened reports whether a subtree is open. Unless the user has said otherwise, the
// innermost protocol is.
func (t *tree) opened(i int) bool {
	if open, said := t.open[t.name(i)]; said {
		return open
	}
	return i == t.inmost
}

// name is the same for the same subtree of all packets: its field, or its label up to
// the first colon or comma.
func (t *tree) name(i int) string {
	n := &t.nodes[i]
	if n.Field != "" {
		return strings.Repeat(" ", n.Depth) + n.Field
	}
	label, _, _ := strings.Cut(n.Label, ":")
	label, _, _ = strings.Cut(label, ",")
	return strings.Repeat(" ", n.Depth) + label
}

// parent reports whether there are nodes below the node.
func (t *tree) parent(i int) bool {
	return i+1 < len(t.nodes) && t.nodes[i+1].Depth > t.nodes[i].Depth
}

// lay finds the nodes in sight.
func (t *tree) lay() {
	t.shown = t.shown[:0]
	closed := -1 // depth of the closed subtree that the nodes are in
	for i := range t.nodes {
		d := t.nodes[i].Depth
		if closed >= 0 && d > closed {
			continue
		}
		closed = -1
		t.shown = append(t.shown, i)
		if t.parent(i) && !t.opened(i) {
			closed = d
		}
	}
	t.resize(t.rows, len(t.shown))
}

// current is the selected node, nil in an empty tree.
func (t *tree) current() *Node {
	if t.at >= len(t.shown) {
		return nil
	}
	return &t.nodes[t.shown[t.at]]
}

// toggle opens or closes the selected subtree.
func (t *tree) toggle() {
	if t.current() == nil {
		return
	}
	i := t.shown[t.at]
	t.open[t.name(i)] = !t.opened(i)
	t.lay()
}

// set opens or closes all subtrees. The selected node, or the one that holds it, stays
// selected.
func (t *tree) set(open bool) {
	at := -1
	if t.current() != nil {
		at = t.shown[t.at]
	}
	for i := range t.nodes {
		if t.parent(i) {
			t.open[t.name(i)] = open
		}
	}
	t.lay()
	for k, i := range t.shown {
		if i <= at {
			t.to(k)
		}
	}
}

// right opens the selected subtree, or goes into it.
func (t *tree) right() {
	switch {
	case t.current() == nil || !t.parent(t.shown[t.at]):
	case t.opened(t.shown[t.at]):
		t.move(1)
	default:
		t.toggle()
	}
}

// back closes the selected subtree, or goes to the one that holds the node.
func (t *tree) back() {
	n := t.current()
	if n == nil {
		return
	}
	if i := t.shown[t.at]; t.parent(i) && t.opened(i) {
		t.toggle()
		return
	}
	for k := t.at - 1; k >= 0; k-- {
		if t.nodes[t.shown[k]].Depth < n.Depth {
			t.to(k)
			return
		}
	}
}

// reveal selects a node and opens the subtrees that it is in.
func (t *tree) reveal(node int) {
	depth := t.nodes[node].Depth
	for i := node - 1; i >= 0 && depth > 0; i-- {
		if d := t.nodes[i].Depth; d < depth {
			depth = d
			t.open[t.name(i)] = true
		}
	}
	t.lay()
	for k, i := range t.shown {
		if i == node {
			t.to(k)
		}
	}
}

// find reveals the first node whose label has text in it, whatever the case.
func (t *tree) find(text string) {
	text = strings.ToLower(text)
	for i := range t.nodes {
		if strings.Contains(strings.ToLower(t.nodes[i].Label), text) {
			t.reveal(i)
			return
		}
	}
}

// under is the innermost node that has the byte at offset of a buffer, -1 if none has.
func (t *tree) under(buffer, offset int) int {
	best := -1
	for i := range t.nodes {
		n := &t.nodes[i]
		if n.Buffer != buffer || offset < n.Start || offset >= n.Start+n.Length {
			continue
		}
		if best < 0 || n.Length <= t.nodes[best].Length {
			best = i
		}
	}
	return best
}

// draw draws the nodes in sight.
func (t *tree) draw(st *styles, width int, focus bool) []string {
	var lines []string
	for k := t.top; k < t.end(); k++ {
		i := t.shown[k]
		n := &t.nodes[i]
		text := fit(blanks(2*n.Depth)+t.handle(i)+n.Label, width)
		switch {
		case k == t.at && focus:
			text = st.selected.Render(text)
		case k == t.at:
			text = st.resting.Render(text)
		case n.Bad:
			text = st.hues[render.HueErr].Render(text)
		}
		lines = append(lines, text)
	}
	return filled(lines, width, t.rows)
}

// handle says whether a subtree is open.
func (t *tree) handle(i int) string {
	switch {
	case !t.parent(i):
		return "  "
	case t.opened(i):
		return "▾ "
	}
	return "▸ "
}
