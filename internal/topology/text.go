package topology

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/pktscope/pktscope/internal/render"
)

// AppendText appends g as trees: below each device stand its links, the ports
// at their ends, and the devices there. Notes are said at the end.
func AppendText(b []byte, g *Graph, notes []string) []byte {
	if len(g.Devices) == 0 {
		b = append(b, "% Nobody was heard by CDP or LLDP\n"...)
	} else {
		b = append(b, count(g)+"\n"...)
	}
	p := newPlan(g)
	t := texter{b: b, written: map[*vertex]bool{}}
	for _, part := range p.parts {
		t.b = append(t.b, '\n')
		t.vertex(part.root, "")
	}
	b = t.b
	for i, n := range notes {
		if i == 0 {
			b = append(b, '\n')
		}
		b = append(b, "% "+n+"\n"...)
	}
	return b
}

// count says how much there is.
func count(g *Graph) string {
	var pairs, open, segments, mixed int
	for _, l := range g.Links {
		switch {
		case l.Pair():
			pairs++
		case len(l.Ends) == 1:
			open++
		case l.Mixed():
			mixed++
		default:
			segments++
		}
	}
	s := number(len(g.Devices), "device") + ", " + number(pairs, "link")
	if segments > 0 {
		s += ", " + number(segments, "segment")
	}
	if mixed > 0 {
		s += ", " + number(mixed, "capture") + " of several links"
	}
	if open > 0 {
		s += ", " + number(open, "port") + " whose other end was not heard"
	}
	return s
}

func number(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// A texter writes trees. Each vertex stands where the shortest way from the
// root leads to it; other links to it refer to that place.
type texter struct {
	b       []byte
	written map[*vertex]bool
}

// vertex writes what is known of v, and what stands below it.
func (t *texter) vertex(v *vertex, indent string) {
	t.written[v] = true
	t.b = append(append(t.b, describe(v)...), '\n')
	t.links(v, indent)
}

// links writes the links of v, but for the one above it.
func (t *texter) links(v *vertex, indent string) {
	var list []*edge
	own, far := 0, 0 // widths of the ports' names
	for _, e := range v.edges {
		if e == v.up {
			continue
		}
		list = append(list, e)
		own = max(own, utf8.RuneCountInString(portLabel(e.port(v))))
		far = max(far, utf8.RuneCountInString(portLabel(e.port(e.other(v)))))
	}
	for i, e := range list {
		branch, below := "|-- ", "|   "
		if i == len(list)-1 {
			branch, below = "`-- ", "    "
		}
		w := e.other(v)
		t.b = append(t.b, indent+branch...)
		if v.device != nil {
			name := portLabel(e.port(v))
			t.b = append(append(t.b, name...), " --"+strings.Repeat("-", own-utf8.RuneCountInString(name))+" "...)
		}
		if name := portLabel(e.port(w)); w.device != nil {
			t.b = append(append(t.b, name...), strings.Repeat(" ", far-utf8.RuneCountInString(name)+1)...)
		}
		if w.up == e {
			t.vertex(w, indent+below)
			continue
		}
		where := " (below)"
		if t.written[w] {
			where = " (above)"
		}
		t.b = append(append(t.b, short(w)...), where+"\n"...)
	}
}

// portLabel is what stands for a port.
func portLabel(name string) string {
	if name == "" {
		return "?"
	}
	return label(name, 40)
}

// short is what a vertex is called.
func short(v *vertex) string {
	switch {
	case v.device != nil:
		return label(v.device.ID, 64)
	case v.unknown():
		return "nobody else was heard on " + places(v.link)
	case v.link.Mixed():
		return "several links on " + places(v.link)
	}
	return "segment on " + places(v.link)
}

// describe is what is known of it.
func describe(v *vertex) string {
	s := short(v)
	if v.device == nil {
		return s
	}
	if v.device.Platform != "" {
		s += " (" + label(v.device.Platform, 64) + ")"
	}
	for i, c := range v.device.Capabilities {
		if i == 0 {
			s += ","
		}
		s += " " + label(c, 64)
	}
	return s
}

// places are the interfaces of a link.
func places(l *Link) string {
	const most = 3
	var names []string
	for i, name := range l.Interfaces {
		if i == most {
			return strings.Join(names, ", ") + ", ..."
		}
		names = append(names, label(name, 40))
	}
	if l.Circuit != 0 {
		return fmt.Sprintf("%s DLCI %d", names[0], l.Circuit)
	}
	return strings.Join(names, ", ")
}

// label is text from the wire, fit to be shown, and cut where it is longer than
// that many characters.
func label(text string, most int) string {
	cut := false
	if n := 0; len(text) > most {
		for i := range text {
			if n++; n > most {
				text, cut = text[:i], true
				break
			}
		}
	}
	text = string(render.AppendClean(nil, text))
	if cut {
		text += "..."
	}
	return text
}
