package stats

import (
	"fmt"
	"strings"

	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/render"
)

// maxBranches bounds a hierarchy, because packets can nest protocols in any order.
const maxBranches = 1 << 14

// A hierarchy is -z io,phs: the tree of protocols, each within its carrier, the
// outermost within the frame.
type hierarchy struct {
	filter   string
	branches []branch // the first is the root
	top      []string
	cut      uint64 // frames that were not counted for all their protocols
}

// A branch is a protocol at one place of the tree, with the frames that have it
// there.
type branch struct {
	proto         string // its filter name
	frames, bytes uint64
	child, next   int32 // first child, next sibling; 0: none
}

func newHierarchy(filter string) *hierarchy {
	return &hierarchy{filter: filter, branches: make([]branch, 1, 64)}
}

func (h *hierarchy) count(s *sample) {
	h.top = s.AppendTop(append(h.top[:0], frame.Proto.Name))
	at := int32(0)
	for _, proto := range h.top {
		if at = h.within(at, proto); at == 0 {
			h.cut++
			return
		}
		b := &h.branches[at]
		b.frames++
		b.bytes += s.bytes
	}
}

// within returns the child proto of branch at, which it appends if there is none.
// It returns 0 if the tree is full.
func (h *hierarchy) within(at int32, proto string) int32 {
	link := &h.branches[at].child
	for *link != 0 {
		b := &h.branches[*link]
		if b.proto == proto {
			return *link
		}
		link = &b.next
	}
	n := int32(len(h.branches))
	if n == maxBranches {
		return 0
	}
	*link = n // before append moves it away
	h.branches = append(h.branches, branch{proto: proto})
	return n
}

// A place is a branch and the protocols that it is within.
type place struct {
	*branch
	path []string
}

var placeColumns = []render.Column[place]{
	{Title: "Protocol", Key: "protocol", Cell: func(p place) any { return p.proto }},
	{Title: "Frames", Key: "frames", Number: true, Cell: func(p place) any { return p.frames }},
	{Title: "Bytes", Key: "bytes", Number: true, Cell: func(p place) any { return p.bytes }},
	{Title: "Within", Key: "within", Cell: func(p place) any { return strings.Join(p.path, ":") }},
}

func (h *hierarchy) report() render.Report {
	const what = "Protocol Hierarchy Statistics"
	r := render.Report{
		Title: title(what, h.filter),
		Table: render.Table[place]{Columns: placeColumns, Rows: func(yield func(place) bool) { h.walk(0, nil, yield) }},
	}
	if h.cut > 0 {
		r.Notes = []string{fmt.Sprintf("%d frames nest protocols in so many ways that not all are listed.", h.cut)}
	}
	r.Text = h.text(what)
	return r
}

// text is the indented lines that tshark prints.
func (h *hierarchy) text(what string) string {
	var tree strings.Builder
	const line = "==================================================================="
	fmt.Fprintf(&tree, "\n%s\n%s\nFilter: %s\n\n", line, what, h.filter)
	h.walk(0, nil, func(p place) bool {
		fmt.Fprintf(&tree, "%-40s frames:%d bytes:%d\n", strings.Repeat("  ", len(p.path))+p.proto, p.frames, p.bytes)
		return true
	})
	tree.WriteString(line + "\n")
	return tree.String()
}

// walk calls yield with each branch within branch at, to which path leads, and
// reports whether it is to go on.
func (h *hierarchy) walk(at int32, path []string, yield func(place) bool) bool {
	for i := h.branches[at].child; i != 0; i = h.branches[i].next {
		b := &h.branches[i]
		if !yield(place{b, path}) || !h.walk(i, append(path, b.proto), yield) {
			return false
		}
	}
	return true
}
