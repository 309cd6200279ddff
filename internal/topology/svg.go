package topology

import (
	"math"
	"strconv"
	"strings"
)

// AppendSVG appends g as a self-contained picture, legible on light and on dark
// backgrounds.
func AppendSVG(b []byte, g *Graph, notes []string) []byte {
	l := newLayout(newPlan(g))
	text := append([]string{count(g)}, notes...)
	for _, n := range text {
		l.width = max(l.width, textSize(n, textWidth)+2*margin)
	}
	s := svg{b: b}
	l.height += lineHeight / 2
	s.open(l.width, l.height+float64(len(text)*lineHeight))
	for _, e := range l.edges {
		s.edge(e)
	}
	for _, v := range l.vertices {
		s.vertex(v)
	}
	for i, n := range text {
		s.text(margin, l.height+float64(i*lineHeight), "note", "", n)
	}
	return append(s.b, "</svg>\n"...)
}

// An svg writes elements.
type svg struct{ b []byte }

func (s *svg) open(width, height float64) {
	w, h := pixels(width), pixels(height)
	s.add(`<svg xmlns="http://www.w3.org/2000/svg" role="img" width="`, w, `" height="`, h, `" viewBox="0 0 `, w, ` `, h, `">`+"\n",
		"<title>Network topology</title>\n<style>", svgStyle, "</style>\n<defs>\n", svgIcons, "</defs>\n",
		`<rect class="ground" width="100%" height="100%"/>`+"\n")
}

func (s *svg) add(parts ...string) {
	for _, p := range parts {
		s.b = append(s.b, p...)
	}
}

// text writes a text; anchor is "", "end" or "middle".
func (s *svg) text(x, y float64, class, anchor, text string) {
	s.add(`<text class="`, class, `" x="`, pixels(x), `" y="`, pixels(y), `"`)
	if anchor != "" {
		s.add(` text-anchor="`, anchor, `"`)
	}
	s.add(">", xmlText(text), "</text>\n")
}

// vertex draws a device, a segment, or an unknown end.
func (s *svg) vertex(v *vertex) {
	s.add("<g>\n")
	switch {
	case v.device != nil:
		s.device(v)
	case v.unknown():
		s.title(describe(v))
		s.rect("unknown", v.x-v.w/2, v.y-v.h/2, v.w, v.h, 6)
		s.text(v.x, v.y+4, "place", "middle", v.lines[0])
	default:
		s.title(describe(v))
		bar := v.h - 2*lineHeight
		s.rect("segment", v.x-barWidth/2, v.y-bar/2, barWidth, bar, barWidth/2)
		s.text(v.x, v.y+bar/2+lineHeight-2, "place", "middle", v.lines[0])
	}
	s.add("</g>\n")
}

func (s *svg) device(v *vertex) {
	kind := kindOf(v.device)
	s.title(describe(v))
	left := v.x - v.w/2
	s.rect("device "+kind, left, v.y-v.h/2, v.w, v.h, 6)
	s.add(`<use class="icon `, kind, `" href="#`, kind, `" x="`, pixels(left+10), `" y="`, pixels(v.y-iconSize/2),
		`" width="`, strconv.Itoa(iconSize), `" height="`, strconv.Itoa(iconSize), `"/>`+"\n")
	for i, line := range v.lines {
		class := "more"
		if i == 0 {
			class = "name"
		}
		y := v.y - float64(len(v.lines)*lineHeight)/2 + float64(i*lineHeight) + 11
		s.text(left+textStart, y, class, "", line)
	}
}

func (s *svg) rect(class string, x, y, w, h, r float64) {
	s.add(`<rect class="`, class, `" x="`, pixels(x), `" y="`, pixels(y), `" width="`, pixels(w), `" height="`, pixels(h),
		`" rx="`, pixels(r), `"/>`+"\n")
}

func (s *svg) title(text string) { s.add("<title>", xmlText(text), "</title>\n") }

// edge draws a line from the right of one box to the left of another, or around
// the side of the column that has both.
func (s *svg) edge(e *edge) {
	a, b := e.ends[0], e.ends[1]
	if a.layer > b.layer || a.layer == b.layer && a.y > b.y {
		a, b = b, a
	}
	ya, yb := a.y+a.slot(e), b.y+b.slot(e)
	s.add("<g>\n")
	s.title(tooltip(e))
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
	s.add("</g>\n")
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
func (s *svg) path(xa, ya, fromA, mid, fromB, xb, yb float64) {
	s.add(`<path class="link" d="M`, point(xa, ya), " H", pixels(fromA), " C", point(mid, ya), " ", point(mid, yb), " ",
		point(fromB, yb), " H", pixels(xb), `"/>`+"\n")
}

// port writes a port's name above its line.
func (s *svg) port(e *edge, v *vertex, to, y float64) {
	name := portText(e, v)
	if name == "" {
		return
	}
	anchor, x := "", v.side(to)+4
	if to < 0 {
		anchor, x = "end", v.side(to)-4
	}
	s.text(x, y-3, "port", anchor, name)
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

// kindOf returns the icon of a device, by its capabilities.
func kindOf(d *Device) string {
	is := map[string]bool{}
	for _, c := range d.Capabilities {
		is[c] = true
	}
	bridge := is["Switch"] || is["Bridge"] || is["Trans-Bridge"] || is["Source-Route-Bridge"]
	switch {
	case is["Phone"] || is["Telephone"]:
		return "phone"
	case is["WLAN Access Point"]:
		return "ap"
	case is["Router"] && bridge:
		return "multilayer"
	case is["Router"]:
		return "router"
	case bridge || is["Repeater"]:
		return "switch"
	}
	return "host"
}

func point(x, y float64) string { return pixels(x) + "," + pixels(y) }

// pixels returns v rounded to a whole number.
func pixels(v float64) string { return strconv.Itoa(int(math.Round(v))) }

// xmlText escapes a printable text for XML, which cannot hold two characters.
func xmlText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;", "\ufffe", "\ufffd", "\uffff", "\ufffd").Replace(s)
}
