package topology

import (
	"cmp"
	"slices"
)

// A plan is what a picture shows of a Graph: boxes and lines between them.
type plan struct {
	vertices []*vertex
	edges    []*edge
	parts    []*part // that nothing connects, the largest first
}

// A vertex is a device, or a link that is more than a line: a segment, or one
// whose other end was not heard.
type vertex struct {
	device *Device
	link   *Link
	edges  []*edge // in the order of the vertex's own ports

	depth int // how far it is from its part's root
	up    *edge
	box
}

// An edge is a line between two vertices.
type edge struct {
	ends  [2]*vertex
	ports [2]string // "" at a segment, and where it is not known
	link  *Link
}

// A part is what is connected.
type part struct {
	vertices []*vertex // in the order in which they are reached from the root
	root     *vertex
}

// newPlan plans the picture of g.
func newPlan(g *Graph) *plan {
	p := &plan{}
	of := map[*Device]*vertex{}
	for _, d := range g.Devices {
		of[d] = &vertex{device: d}
		p.vertices = append(p.vertices, of[d])
	}
	for _, l := range g.Links {
		if l.Pair() {
			p.line(of[l.Ends[0].Device], of[l.Ends[1].Device], l.Ends[0].Port, l.Ends[1].Port, l)
			continue
		}
		hub := &vertex{link: l}
		p.vertices = append(p.vertices, hub)
		for _, e := range l.Ends {
			p.line(of[e.Device], hub, e.Port, "", l)
		}
	}
	for _, v := range p.vertices {
		slices.SortStableFunc(v.edges, func(a, b *edge) int {
			return cmp.Or(natural(a.port(v), b.port(v)), compareVertices(a.other(v), b.other(v)))
		})
	}
	p.split()
	return p
}

// line draws a line.
func (p *plan) line(a, b *vertex, aPort, bPort string, l *Link) {
	e := &edge{ends: [2]*vertex{a, b}, ports: [2]string{aPort, bPort}, link: l}
	a.edges = append(a.edges, e)
	b.edges = append(b.edges, e)
	p.edges = append(p.edges, e)
}

// other is the vertex at the other end.
func (e *edge) other(v *vertex) *vertex {
	if e.ends[0] == v {
		return e.ends[1]
	}
	return e.ends[0]
}

// port is the port of the vertex at one end.
func (e *edge) port(v *vertex) string {
	if e.ends[0] == v {
		return e.ports[0]
	}
	return e.ports[1]
}

// unknown reports whether v stands for the end of a link that was not heard.
func (v *vertex) unknown() bool { return v.link != nil && len(v.link.Ends) == 1 }

func (v *vertex) name() string {
	if v.device != nil {
		return v.device.ID
	}
	return v.link.Interfaces[0]
}

// compareVertices puts devices first.
func compareVertices(a, b *vertex) int {
	if (a.device == nil) != (b.device == nil) {
		if a.device != nil {
			return -1
		}
		return 1
	}
	return natural(a.name(), b.name())
}

// split finds the parts and their roots.
func (p *plan) split() {
	seen := map[*vertex]bool{}
	for _, v := range p.vertices {
		if seen[v] {
			continue
		}
		all := reach(v)
		for _, w := range all {
			seen[w] = true
		}
		root := middle(all)
		p.parts = append(p.parts, &part{vertices: reach(root), root: root})
	}
	slices.SortStableFunc(p.parts, func(a, b *part) int { return cmp.Compare(len(b.vertices), len(a.vertices)) })
}

// reach walks from v, the nearest first, and notes how far and by which edge.
func reach(from ...*vertex) (order []*vertex) {
	seen := map[*vertex]bool{}
	for _, v := range from {
		seen[v], v.depth, v.up = true, 0, nil
	}
	order = append(order, from...)
	for i := 0; i < len(order); i++ {
		v := order[i]
		for _, e := range v.edges {
			if w := e.other(v); !seen[w] {
				seen[w], w.depth, w.up = true, v.depth+1, e
				order = append(order, w)
			}
		}
	}
	return order
}

// maxSearch is for how many vertices it is tried which one is in the middle.
const maxSearch = 300

// middle is the device or segment that is nearest to those farthest from it and,
// of several, the one with the most lines.
func middle(all []*vertex) *vertex {
	best, radius := all[0], 0
	for i, v := range all {
		if v.unknown() {
			continue
		}
		far := 0
		if len(all) <= maxSearch {
			order := reach(v)
			far = order[len(order)-1].depth
		}
		if i == 0 || cmp.Or(cmp.Compare(far, radius), cmp.Compare(len(best.edges), len(v.edges)), compareVertices(v, best)) < 0 {
			best, radius = v, far
		}
	}
	return best
}
