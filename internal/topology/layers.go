package topology

import "slices"

// A picture has columns, its layers. Layer 0 is the core; each step away from it
// is one layer to the right, or to the left as well where the columns would become
// too high. A line leads to the next column or stays within one.

// maxColumn is the longest column that leaves the left side unused.
const maxColumn = 8

// layers sets each vertex's layer and its position in it, and returns the leftmost
// and the rightmost layer.
func (p *part) layers() (left, right int) {
	middle := p.core()
	p.vertices = reach(middle...)
	sides := p.sides(middle)
	count := map[int]int{}
	var place func(v *vertex)
	place = func(v *vertex) {
		v.layer = v.depth
		if sides[v] {
			v.layer = -v.depth
		}
		v.pos = count[v.layer]
		count[v.layer]++
		left, right = min(left, v.layer), max(right, v.layer)
		for _, e := range v.edges {
			if w := e.other(v); w.up == e {
				place(w)
			}
		}
	}
	for _, v := range middle {
		place(v)
	}
	return left, right
}

// core returns the root and the vertices that share two neighbors with it: where
// every switch has two uplinks, both core switches are in layer 0.
func (p *part) core() []*vertex {
	near := map[*vertex]bool{}
	for _, e := range p.root.edges {
		near[e.other(p.root)] = true
	}
	core := []*vertex{p.root}
	for _, e := range p.root.edges {
		v := e.other(p.root)
		if v.device == nil || slices.Contains(core, v) {
			continue
		}
		shared := map[*vertex]bool{}
		for _, f := range v.edges {
			if w := f.other(v); near[w] && !slices.Contains(core, w) {
				shared[w] = true
			}
		}
		if len(shared) >= 2 {
			core = append(core, v)
		}
	}
	return core
}

// sides returns the vertices on the left: whole groups, chosen so that both sides
// become equally high.
func (p *part) sides(core []*vertex) map[*vertex]bool {
	inCore := map[*vertex]bool{}
	for _, v := range core {
		inCore[v] = true
	}
	groups := p.groups(inCore)
	total := map[int]int{}
	for _, g := range groups {
		for _, v := range g {
			total[v.depth]++
		}
	}
	left := map[*vertex]bool{}
	if highest(total) <= maxColumn {
		return left
	}
	var height [2]map[int]int
	for i := range height {
		height[i] = map[int]int{}
	}
	for _, g := range groups {
		side := 0
		if highest(height[1]) < highest(height[0]) {
			side = 1
		}
		for _, v := range g {
			height[side][v.depth]++
			if side == 1 {
				left[v] = true
			}
		}
	}
	return left
}

// groups returns the connected components that removing the core leaves.
func (p *part) groups(core map[*vertex]bool) (list [][]*vertex) {
	seen := map[*vertex]bool{}
	for _, v := range p.vertices {
		if core[v] || seen[v] {
			continue
		}
		group := []*vertex{v}
		seen[v] = true
		for i := 0; i < len(group); i++ {
			for _, e := range group[i].edges {
				if w := e.other(group[i]); !core[w] && !seen[w] {
					seen[w] = true
					group = append(group, w)
				}
			}
		}
		list = append(list, group)
	}
	return list
}

func highest(count map[int]int) (n int) {
	for _, c := range count {
		n = max(n, c)
	}
	return n
}
