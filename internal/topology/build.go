package topology

import "slices"

// Build finds out who is linked with whom.
func Build(all []Heard) *Graph {
	all = current(all)
	pairs := partners(all)
	of, list := devices(all, pairs)
	g := &Graph{Devices: list, Links: links(all, ends(all, of, pairs))}
	g.sort()
	return g
}

// A spot is what was heard in a place: the ends, each once.
type spot struct {
	place
	ends []*End
	has  map[*End]bool
}

// spots gathers the ends by the places where they were heard.
func spots(all []Heard, of []*End) (list []*spot) {
	made := map[place]*spot{}
	for i := range all {
		p := all[i].place()
		s := made[p]
		if s == nil {
			s = &spot{place: p, has: map[*End]bool{}}
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

// mixed reports whether several links were captured in one place: a device is
// heard there from more than one of its ports, as where a switch mirrors them.
func (s *spot) mixed() bool {
	seen := map[*Device]bool{}
	for _, e := range s.ends {
		if seen[e.Device] {
			return true
		}
		seen[e.Device] = true
	}
	return false
}

// links makes links of places. Where several links were captured in one, what
// other places tell of them is worth more; only the rest is taken from there.
func links(all []Heard, of []*End) []*Link {
	var single, mixed []*spot
	known := map[*End]bool{}
	for _, s := range spots(all, of) {
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

// join makes one link of places that have ends in common.
func join(spots []*spot) (list []*Link) {
	u := newUnion(len(spots))
	first := map[*End]int{} // the spot of an end
	for i, s := range spots {
		for _, e := range s.ends {
			if k, ok := first[e]; ok {
				u.join(i, k)
			} else {
				first[e] = i
			}
		}
	}
	made := map[int]*Link{}
	for i, s := range spots {
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
