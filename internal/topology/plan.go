package topology

import (
	"cmp"
	"slices"
)

// A plan is a Graph as boxes and lines between them.
type plan struct {
	vertices []*vertex
	edges    []*edge
	parts    []*part // connected components, the largest first
}

// A vertex is a device, a segment, or the unknown end of a link.
type vertex struct {
	device *Device
	link   *Link
	edges  []*edge // in the order of the vertex's own ports

	depth int // distance from the root of its part
	up    *edge
	box
}

// An edge is a line between two vertices.
type edge struct {
	ends  [2]*vertex
	ports [2]string // "" at a segment, and where unknown
	link  *Link
}

// A part is a connected component.
type part struct {
	vertices []*vertex // breadth first from the root
	root     *vertex
}

// newPlan returns the plan of g.
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

// line adds an edge from a to b.
func (p *plan) line(a, b *vertex, aPort, bPort string, l *Link) {
	e := &edge{ends: [2]*vertex{a, b}, ports: [2]string{aPort, bPort}, link: l}
	a.edges = append(a.edges, e)
	b.edges = append(b.edges, e)
	p.edges = append(p.edges, e)
}

// other returns the vertex at the other end.
func (e *edge) other(v *vertex) *vertex {
	if e.ends[0] == v {
		return e.ends[1]
	}
	return e.ends[0]
}

// port returns the port at v's end.
func (e *edge) port(v *vertex) string {
	if e.ends[0] == v {
		return e.ports[0]
	}
	return e.ports[1]
}

// unknown reports whether v is the unknown end of a link.
func (v *vertex) unknown() bool { return v.link != nil && len(v.link.Ends) == 1 }

func (v *vertex) name() string {
	if v.device != nil {
		return v.device.ID
	}
	return v.link.Interfaces[0]
}

// compareVertices orders devices before links.
func compareVertices(a, b *vertex) int {
	if (a.device == nil) != (b.device == nil) {
		if a.device != nil {
			return -1
		}
		return 1
	}
	return natural(a.name(), b.name())
}

// split sets the parts, each with its root first.
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

// reach searches breadth first and sets each vertex's depth and edge towards from.
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

// maxSearch bounds the vertices that middle tries, each by a search of the part.
const maxSearch = 300

// middle returns the centre of a part: the device or segment with the least
// distance to the vertex farthest from it and, of several, the most lines.
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
