package topology

import "slices"

// Build derives the graph from the neighbors of all interfaces.
func Build(all []Neighbor) *Graph {
	all = current(all)
	pairs := append(partners(all), numbered(all)...)
	of, list := devices(all, pairs)
	g := &Graph{Devices: list, Links: links(all, ends(all, of, pairs))}
	g.sort()
	return g
}

// pointEnds are the ends received at a capture point, each once.
type pointEnds struct {
	capturePoint
	ends []*End
	has  map[*End]bool
}

// points groups the ends by capture point.
func points(all []Neighbor, of []*End) (list []*pointEnds) {
	made := map[capturePoint]*pointEnds{}
	for i := range all {
		p := all[i].point()
		s := made[p]
		if s == nil {
			s = &pointEnds{capturePoint: p, has: map[*End]bool{}}
			made[p] = s
			list = append(list, s)
		}
		if !s.has[of[i]] {
			s.has[of[i]] = true
			s.ends = append(s.ends, of[i])
		}
	}
	return list
}

// mixed reports whether several links were captured at one point: it received a
// device from more than one of its ports, as where a switch mirrors them.
func (s *pointEnds) mixed() bool {
	seen := map[*Device]bool{}
	for _, e := range s.ends {
		if seen[e.Device] {
			return true
		}
		seen[e.Device] = true
	}
	return false
}

// links makes links of capture points. Ends of a mixed point that other points
// have received as well are taken from those points, which know their link.
func links(all []Neighbor, of []*End) []*Link {
	var single, mixed []*pointEnds
	known := map[*End]bool{}
	for _, s := range points(all, of) {
		if s.mixed() {
			mixed = append(mixed, s)
			continue
		}
		single = append(single, s)
		for _, e := range s.ends {
			known[e] = true
		}
	}
	for _, s := range mixed {
		s.ends = slices.DeleteFunc(s.ends, func(e *End) bool { return known[e] })
	}
	return append(join(single), join(mixed)...)
}

// join makes one link of capture points that have ends in common.
func join(points []*pointEnds) (list []*Link) {
	u := newUnion(len(points))
	first := map[*End]int{} // index of the points that have the end
	for i, s := range points {
		for _, e := range s.ends {
			if k, ok := first[e]; ok {
				u.join(i, k)
			} else {
				first[e] = i
			}
		}
	}
	made := map[int]*Link{}
	for i, s := range points {
		if len(s.ends) == 0 {
			continue
		}
		l := made[u.find(i)]
		if l == nil {
			l = &Link{Circuit: s.circuit}
			made[u.find(i)] = l
			list = append(list, l)
		}
		l.Interfaces = append(l.Interfaces, s.iface)
		for _, e := range s.ends {
			if first[e] == i {
				l.Ends = append(l.Ends, *e)
			}
		}
	}
	return list
}
