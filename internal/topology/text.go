package topology

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/pktscope/pktscope/internal/render"
)

// AppendText appends g as trees: below each device are its links, the ports at
// their ends, and the devices there. Notes follow at the end.
func AppendText(b []byte, g *Graph, notes []string) []byte {
	if len(g.Devices) == 0 {
		b = append(b, "% No device announced itself by CDP, LLDP, FDP or EDP\n"...)
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

// count returns the line with the numbers of devices and links.
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
		s += ", " + number(open, "port") + " without a known neighbor"
	}
	return s
}

func number(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// A texter writes trees. Each vertex is written once, on the shortest path from
// the root; other links to it refer to that.
type texter struct {
	b       []byte
	written map[*vertex]bool
}

// vertex writes v and the vertices below it.
func (t *texter) vertex(v *vertex, indent string) {
	t.written[v] = true
	t.b = append(append(t.b, describe(v)...), '\n')
	t.links(v, indent)
}

// links writes the links of v, but for the one towards the root.
func (t *texter) links(v *vertex, indent string) {
	var list []*edge
	own, far := 0, 0 // widths of the port names
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

// portLabel returns a port's name, or a placeholder.
func portLabel(name string) string {
	if name == "" {
		return "?"
	}
	return label(name, 40)
}

// short returns the name of a vertex.
func short(v *vertex) string {
	switch {
	case v.device != nil:
		return label(v.device.ID, 64)
	case v.unknown():
		return "no neighbor known on " + places(v.link)
	case v.link.Mixed():
		return "several links on " + places(v.link)
	}
	return "segment on " + places(v.link)
}

// describe returns a device's platform, address and other details.
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

// places returns the interfaces of a link.
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

// label returns text from the wire made safe to print, cut to most characters.
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
