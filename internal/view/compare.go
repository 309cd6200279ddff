package view

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/pktscope/pktscope/internal/render"
)

// A compareView is the details of two packets side by side, fields of the same name next
// to each other.
type compareView struct {
	scroll
	numbers [2]uint64
	err     error
	lines   []pair // nil until they have come
	only    bool   // what differs alone is shown, below its headings
	every   bool   // with only: also what differs in every packet
	left    int    // columns that are scrolled out of sight
	shown   []int  // indices into lines
	begin   int    // the line that tells most, an index into lines
	atTop   bool   // it can be the first in sight, however few are below it
}

// A pair is the line of both details that belong together; nil where one has none.
type pair struct{ left, right *Node }

func (p pair) differs() bool {
	return p.left == nil || p.right == nil || p.left.Label != p.right.Label
}

// either is the node of p, of both packets the left one's.
func (p pair) either() *Node {
	if p.left != nil {
		return p.left
	}
	return p.right
}

// varies reports whether any two packets differ in a field: times, checksums, the
// identification of IP, and the numbers that dissection gives frames and streams.
func (n *Node) varies() bool {
	switch f := n.Field; {
	case f == "frame" || f == "frame.number" || f == "ip.id":
		return true
	case strings.HasPrefix(f, "frame.time"), strings.HasSuffix(f, ".time_relative"), strings.HasSuffix(f, ".time_delta"):
		return true
	case strings.HasSuffix(f, ".stream"), strings.HasSuffix(f, ".stream.pnum"):
		return true
	default:
		return strings.Contains(f, ".checksum")
	}
}

// A compareMsg is two details that have come.
type compareMsg struct {
	numbers [2]uint64
	details [2]*Detail
	err     error
}

// compare opens two packets side by side.
func (m *Model) compare(a, b uint64) tea.Cmd {
	v := &compareView{numbers: [2]uint64{a, b}}
	v.free = true
	m.over = append(m.over, v)
	return func() tea.Msg {
		msg := compareMsg{numbers: v.numbers}
		for i, n := range v.numbers {
			if msg.details[i], msg.err = m.src.Detail(m.ctx, n); msg.err != nil {
				break
			}
		}
		return msg
	}
}

// comparison is the comparison on top, nil if there is none.
func (m *Model) comparison() *compareView {
	if len(m.over) == 0 {
		return nil
	}
	v, _ := m.over[len(m.over)-1].(*compareView)
	return v
}

// tookCompared takes two details; the first in sight is what tells most.
func (m *Model) tookCompared(msg compareMsg) {
	v := m.comparison()
	if v == nil || v.numbers != msg.numbers {
		return
	}
	if v.err = msg.err; v.err != nil {
		return
	}
	v.lines = pairs(msg.details[0].Nodes, msg.details[1].Nodes)
	v.rows = max(1, m.area().h-1)
	v.begin, v.atTop = v.beginning()
	v.lay()
	v.toLine(v.begin)
}

// beginning is the line of the SA payloads where both packets have one; else of ISAKMP, or
// else of the innermost protocol.
func (v *compareView) beginning() (begin int, offers bool) {
	found := false
	for i, p := range v.lines {
		switch n := p.either(); {
		case p.left != nil && p.right != nil && n.Field == "isakmp.typepayload" && strings.HasPrefix(n.Label, "Payload: Security Association"):
			return i, true
		case n.Depth == 0 && !found:
			begin, found = i, n.Field == "isakmp"
		}
	}
	return begin, false
}

// extent is how many lines there are to scroll through, with empty ones at the end that the
// beginning needs to be the first in sight.
func (v *compareView) extent() int {
	n := len(v.shown)
	if k, _ := slices.BinarySearch(v.shown, v.begin); v.atTop && k < n {
		return max(n, k+v.rows)
	}
	return n
}

// toLine has a line, or the next one that is shown, as the first in sight.
func (v *compareView) toLine(line int) {
	k, _ := slices.BinarySearch(v.shown, line)
	v.to(k)
}

// lay finds the lines that are shown.
func (v *compareView) lay() {
	v.shown = v.shown[:0]
	for i, p := range v.lines {
		if !v.only {
			v.shown = append(v.shown, i)
		} else if p.differs() && (v.every || !p.either().varies()) {
			v.headings(i)
			v.shown = append(v.shown, i)
		}
	}
	v.resize(v.rows, v.extent())
}

// headings shows the lines that a line is below and that are not shown yet.
func (v *compareView) headings(line int) {
	var above []int
	depth := v.lines[line].either().Depth
	last := -1
	if n := len(v.shown); n > 0 {
		last = v.shown[n-1]
	}
	for i := line - 1; i > last && depth > 0; i-- {
		if d := v.lines[i].either().Depth; d < depth {
			depth = d
			above = append(above, i)
		}
	}
	slices.Reverse(above)
	v.shown = append(v.shown, above...)
}

func (v *compareView) scope() scope      { return inDiff }
func (v *compareView) scroller() *scroll { return &v.scroll }

func (v *compareView) hint() string {
	switch {
	case v.only && v.every:
		return "only what differs; e shows all, E leaves out times, Esc goes back"
	case v.only:
		return "only what differs; e shows all, E also times, Esc goes back"
	}
	return "≠ differs, e shows only that, Esc goes back"
}

// draw draws the lines in sight.
func (v *compareView) draw(m *Model, area rect) []string {
	st := &m.styles
	switch {
	case v.err != nil:
		return filled([]string{st.hues[render.HueErr].Render(fit(" "+v.err.Error(), area.w))}, area.w, area.h)
	case v.lines == nil:
		return filled([]string{st.dim.Render(fit(" "+ellipsis, area.w))}, area.w, area.h)
	}
	if len(v.shown) == 0 {
		text := "These packets differ in nothing but times, checksums and numbers: E shows them."
		return filled([]string{st.dim.Render(fit(" "+text, area.w))}, area.w, area.h)
	}
	v.rows = area.h - 1
	v.resize(v.rows, v.extent())
	half := (area.w - 3) / 2
	end, place := min(v.end(), len(v.shown)), ""
	if v.top > 0 || end < len(v.shown) { // there is more than is in sight
		place = fmt.Sprintf("  lines %d to %d of %d ", v.top+1, end, len(v.shown))
	}
	title := fit(fmt.Sprintf(" Packet %d", v.numbers[0]), half) + " │ " + fmt.Sprintf("Packet %d", v.numbers[1])
	out := []string{st.title.Bold(true).Render(ends(title, place, area.w))}
	for i := v.top; i < end; i++ {
		p := v.lines[v.shown[i]]
		between := " │ "
		if p.differs() {
			between = " ≠ "
		}
		text := fit(v.side(p.left, half)+between+v.side(p.right, half), area.w)
		if p.differs() {
			text = st.changed.Render(text)
		}
		out = append(out, text)
	}
	return filled(out, area.w, area.h)
}

// side is a node in its half of the screen.
func (v *compareView) side(n *Node, width int) string {
	if n == nil {
		return blanks(width)
	}
	step := 2
	if width < roomyHalf {
		step = 1
	}
	return fit(shifted(" "+blanks(step*n.Depth)+n.Label, v.left), width)
}

// longest is the width of the longest label in sight.
func (v *compareView) longest() (width int) {
	for i := v.top; i < min(v.end(), len(v.shown)); i++ {
		p := v.lines[v.shown[i]]
		for _, n := range []*Node{p.left, p.right} {
			if n != nil {
				width = max(width, 2*n.Depth+ansi.StringWidth(clean(n.Label)))
			}
		}
	}
	return width
}

// roomyHalf is the width of a half from which on details are indented as in the detail.
const roomyHalf = 50

// onlyDifferences leaves out what is the same, or shows it again.
func (m *Model) onlyDifferences() tea.Cmd {
	v := m.comparison()
	v.choose(!v.only, v.every)
	return nil
}

// everyDifference shows what differs, and what differs in every packet, or leaves that out.
func (m *Model) everyDifference() tea.Cmd {
	v := m.comparison()
	v.choose(true, !v.only || !v.every)
	return nil
}

// choose shows another choice of lines, from the same place on.
func (v *compareView) choose(only, every bool) {
	at := 0
	if v.top < len(v.shown) {
		at = v.shown[v.top]
	}
	v.only, v.every = only, every
	v.lay()
	v.toLine(at)
}

// mostCompared bounds the table of pairs: the product of the lengths.
const mostCompared = 4 << 20

// pairs aligns two details by a longest common subsequence of the names of their nodes.
// Of longer ones the lines stand next to each other as they come.
func pairs(a, b []Node) []pair {
	if len(a)*len(b) > mostCompared {
		return inTurn(a, b)
	}
	left, right := names(a), names(b)
	width := len(b) + 1
	common := make([]int32, (len(a)+1)*width) // of the rests from i and j on
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if left[i] == right[j] {
				common[i*width+j] = common[(i+1)*width+j+1] + 1
			} else {
				common[i*width+j] = max(common[(i+1)*width+j], common[i*width+j+1])
			}
		}
	}
	var out []pair
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && left[i] == right[j]:
			out = append(out, pair{&a[i], &b[j]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[(i+1)*width+j] >= common[i*width+j+1]:
			out = append(out, pair{&a[i], nil})
			i++
		default:
			out = append(out, pair{nil, &b[j]})
			j++
		}
	}
	return out
}

// inTurn pairs the lines as they come.
func inTurn(a, b []Node) []pair {
	out := make([]pair, max(len(a), len(b)))
	for i := range out {
		if i < len(a) {
			out[i].left = &a[i]
		}
		if i < len(b) {
			out[i].right = &b[i]
		}
	}
	return out
}

// names are what nodes have in common that belong together.
func names(nodes []Node) []string {
	out := make([]string, len(nodes))
	t := tree{nodes: nodes}
	for i := range nodes {
		out[i] = t.name(i)
	}
	return out
}
