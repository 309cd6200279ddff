package topology

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/internal/ifname"
	"github.com/pktscope/pktscope/internal/svg"
)

// A box is the position of a vertex, its middle, and its size.
type box struct {
	layer, pos  int
	x, y        float64
	w, h        float64
	lines       []string // of text
	left, right []*edge  // from the top down

	bendLeft, bendRight float64 // x at which its lines begin to bend
}

// Sizes in pixels. Characters are reckoned wider than in most fonts, because the
// viewer's font is not known.
const (
	nameWidth = 8.4 // of a character
	textWidth = 6.8
	portWidth = 6.3

	lineHeight = 15
	slotHeight = 17 // between lines at one side of a box
	rowGap     = 20 // between boxes
	partGap    = 36
	margin     = 20
	iconSize   = 26
	textStart  = 44 // from the left of a box
	barWidth   = 10 // of a segment
	bend       = 64 // width of a line's bend
	portGap    = 12 // beside a port's name
)

// A layout is a plan whose boxes have positions.
type layout struct {
	*plan
	width, height float64
}

// newLayout lays out the parts of a plan below each other.
func newLayout(p *plan) *layout {
	l := &layout{plan: p}
	top := float64(margin)
	for i, part := range p.parts {
		if i > 0 {
			top += partGap
		}
		columns := part.columns()
		for _, v := range part.vertices {
			v.measure()
			v.arrangeSlots()
		}
		l.width = max(l.width, across(columns)+margin)
		top = down(columns, top)
	}
	l.height = top + margin
	return l
}

// measure sets the size of the box, its text and its lines.
func (v *vertex) measure() {
	v.lines, v.left, v.right = nil, nil, nil
	for _, e := range v.edges {
		if w := e.other(v); w.layer > v.layer || w.layer == v.layer && v.layer >= 0 {
			v.right = append(v.right, e)
		} else {
			v.left = append(v.left, e)
		}
	}
	slots := float64(max(len(v.left), len(v.right)) * slotHeight)
	if v.device == nil {
		v.lines = []string{strings.Replace(short(v), "was heard ", "", 1)}
		v.w, v.h = svg.Width(v.lines[0], portWidth)+20, max(30, slots+8)
		if !v.unknown() {
			v.h += 2 * lineHeight
		}
		return
	}
	v.lines = []string{label(v.device.ID, maxName)}
	v.w = svg.Width(v.lines[0], nameWidth)
	for _, s := range []string{label(v.device.Platform, maxPlatform), label(strings.Join(v.device.Capabilities, " "), maxPlatform)} {
		if s != "" {
			v.lines = append(v.lines, s)
			v.w = max(v.w, svg.Width(s, textWidth))
		}
	}
	v.w += textStart + 12
	v.h = max(float64(len(v.lines)*lineHeight+14), iconSize+12, slots+8)
}

// Lengths of names in a picture, in characters. A platform's is in dot.go.
const (
	maxName = 32
	maxPort = 20
)

// arrangeSlots sorts the lines at each side of the box so that they do not cross
// beside it: first lines up within the column, the nearest first; then lines to the
// next column in its order; last lines down within the column, the nearest last.
// Parallel lines have the same order at both ends, and the opposite one where they
// turn back.
func (v *vertex) arrangeSlots() {
	group := func(w *vertex) int {
		switch {
		case w.layer != v.layer:
			return 1
		case w.pos < v.pos:
			return 0
		}
		return 2
	}
	for _, side := range [][]*edge{v.left, v.right} {
		slices.SortStableFunc(side, func(a, b *edge) int {
			x, y := a.other(v), b.other(v)
			far, parallel := cmp.Compare(x.pos, y.pos), cmp.Compare(a.turn(v), b.turn(v))
			switch group(x) {
			case 0:
				parallel = -parallel
				far = -far
			case 2:
				far = -far
			}
			return cmp.Or(cmp.Compare(group(x), group(y)), far, parallel)
		})
	}
}

// turn returns e's number among the parallel lines of its two vertices, as seen
// from v.
func (e *edge) turn(v *vertex) int {
	if w := e.other(v); cmp.Or(cmp.Compare(w.layer, v.layer), cmp.Compare(w.pos, v.pos)) < 0 {
		v = w
	}
	return slices.Index(v.edges, e)
}

// slot returns how far below the middle of the box a line begins.
func (v *vertex) slot(e *edge) float64 {
	for _, side := range [][]*edge{v.left, v.right} {
		if i := slices.Index(side, e); i >= 0 {
			return float64(2*i-len(side)+1) / 2 * slotHeight
		}
	}
	return 0
}

// across sets the columns side by side and returns the right edge of the last one.
func across(columns [][]*vertex) float64 {
	x := float64(margin)
	for i, c := range columns {
		w := 0.0
		for _, v := range c {
			w = max(w, v.w)
		}
		names, room := space(c, leftOf, i == 0)
		x += room + w/2
		for _, v := range c {
			v.w, v.x = w, x
			v.bendLeft = x - w/2 - names
		}
		names, room = space(c, rightOf, i == len(columns)-1)
		for _, v := range c {
			v.bendRight = x + w/2 + names
		}
		x += w/2 + room
	}
	return x
}

// space returns the width of the port names at one side of a column, and the room
// that its lines need up to those of the next column.
func space(column []*vertex, side func(*vertex) []*edge, outermost bool) (names, room float64) {
	leaves := false
	for _, v := range column {
		for _, e := range side(v) {
			leaves = true
			names = max(names, svg.Width(portText(e, v), portWidth)+portGap)
		}
	}
	if outermost && !leaves {
		return 0, 0
	}
	return names, names + bend
}

// leftOf and rightOf return the lines at one side of a box.
func leftOf(v *vertex) []*edge  { return v.left }
func rightOf(v *vertex) []*edge { return v.right }

// portText returns a port's name for the end of a line.
func portText(e *edge, v *vertex) string {
	if v.device == nil {
		return ""
	}
	return label(ifname.Brief(e.port(v)), maxPort)
}
