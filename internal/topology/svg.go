package topology

import (
	"strings"

	"github.com/pktscope/pktscope/internal/svg"
)

// AppendSVG appends g as a self-contained picture, legible on light and on dark
// backgrounds.
func AppendSVG(b []byte, g *Graph, notes []string) []byte { return appendPicture(b, g, notes, false) }

// AppendFigure appends g as a picture in a page, which has SVGStyle.
func AppendFigure(b []byte, g *Graph, notes []string) []byte { return appendPicture(b, g, notes, true) }

func appendPicture(b []byte, g *Graph, notes []string, inline bool) []byte {
	l := newLayout(newPlan(g))
	text := append([]string{count(g)}, notes...)
	for _, n := range text {
		l.width = max(l.width, svg.Width(n, textWidth)+2*margin)
	}
	kinds := kindsOf(g)
	for _, k := range kinds {
		l.width = max(l.width, k.width()+2*margin)
	}
	l.height += lineHeight / 2
	below := l.height + float64(len(text)*lineHeight)
	rows := legend(kinds, l.width)
	s := picture{svg.Open(b, svg.Frame{
		Class: "topology", Title: "Network topology", Width: l.width, Height: below + float64(len(rows)*legendHeight),
		Style: SVGStyle, Defs: symbols(kinds), Inline: inline,
	})}
	for _, e := range l.edges {
		s.edge(e)
	}
	for _, v := range l.vertices {
		s.vertex(v)
	}
	for i, n := range text {
		s.Text(margin, l.height+float64(i*lineHeight), "note", "", n)
	}
	s.legend(rows, below-lineHeight/2)
	return s.Close()
}

// A picture is the drawing of a graph.
type picture struct{ *svg.Canvas }

// vertex draws a device, a segment, or an unknown end.
func (s *picture) vertex(v *vertex) {
	s.Add("<g>\n")
	switch {
	case v.device != nil:
		s.device(v)
	case v.unknown():
		s.Title(describe(v))
		s.Rect("unknown", v.x-v.w/2, v.y-v.h/2, v.w, v.h, 6)
		s.Text(v.x, v.y+4, "place", "middle", v.lines[0])
	default:
		s.Title(describe(v))
		bar := v.h - 2*lineHeight
		s.Rect("segment", v.x-barWidth/2, v.y-bar/2, barWidth, bar, barWidth/2)
		s.Text(v.x, v.y+bar/2+lineHeight-2, "place", "middle", v.lines[0])
	}
	s.Add("</g>\n")
}

func (s *picture) device(v *vertex) {
	kind := kindOf(v.device)
	s.Title(describe(v))
	left := v.x - v.w/2
	s.Rect("device "+kind.name, left, v.y-v.h/2, v.w, v.h, 6)
	s.icon(kind, left+10, v.y-iconSize/2)
	for i, line := range v.lines {
		class := "more"
		if i == 0 {
			class = "name"
		}
		y := v.y - float64(len(v.lines)*lineHeight)/2 + float64(i*lineHeight) + 11
		s.Text(left+textStart, y, class, "", line)
	}
}

// edge draws a line from the right of one box to the left of another, or around
// the side of the column that has both.
func (s *picture) edge(e *edge) {
	a, b := e.ends[0], e.ends[1]
	if a.layer > b.layer || a.layer == b.layer && a.y > b.y {
		a, b = b, a
	}
	ya, yb := a.y+a.slot(e), b.y+b.slot(e)
	s.Add("<g>\n")
	s.Title(tooltip(e))
	switch {
	case a.layer < b.layer:
		mid := (a.bendRight + b.bendLeft) / 2
		s.path(a.side(1), ya, a.bendRight, mid, b.bendLeft, b.side(-1), yb)
		s.port(e, a, 1, ya)
		s.port(e, b, -1, yb)
	case a.layer >= 0:
		far := a.bendRight + round(yb-ya)
		s.path(a.side(1), ya, a.bendRight, far, b.bendRight, b.side(1), yb)
		s.port(e, a, 1, ya)
		s.port(e, b, 1, yb)
	default:
		far := a.bendLeft - round(yb-ya)
		s.path(a.side(-1), ya, a.bendLeft, far, b.bendLeft, b.side(-1), yb)
		s.port(e, a, -1, ya)
		s.port(e, b, -1, yb)
	}
	s.Add("</g>\n")
}

// round returns how far a line of this height goes out to the side.
func round(height float64) float64 { return 14 + min(bend-20, height/8) }

// side returns the x of the right (1) or left (-1) side of a box.
func (v *vertex) side(to float64) float64 {
	half := v.w / 2
	if v.device == nil && !v.unknown() {
		half = barWidth / 2
	}
	if to < 0 {
		return v.x - half
	}
	return v.x + half
}

// path draws straight lines at both ends, and a curve between them.
func (s *picture) path(xa, ya, fromA, mid, fromB, xb, yb float64) {
	s.Path("link", "M"+svg.Point(xa, ya)+" H"+svg.Pixels(fromA)+" C"+svg.Point(mid, ya)+" "+svg.Point(mid, yb)+" "+svg.Point(fromB, yb)+" H"+svg.Pixels(xb))
}

// port writes a port's name above its line.
func (s *picture) port(e *edge, v *vertex, to, y float64) {
	name := portText(e, v)
	if name == "" {
		return
	}
	anchor, x := "", v.side(to)+4
	if to < 0 {
		anchor, x = "end", v.side(to)-4
	}
	s.Text(x, y-3, "port", anchor, name)
}

// tooltip returns a line's ends with their full names.
func tooltip(e *edge) string {
	var ends []string
	for _, v := range e.ends {
		if v.device != nil {
			ends = append(ends, strings.TrimSpace(label(v.device.ID, 64)+" "+label(e.port(v), 64)))
		}
	}
	return strings.Join(ends, " - ") + ", heard on " + places(e.link)
}
