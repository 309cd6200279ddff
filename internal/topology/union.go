package topology

// A union puts things into sets: what is joined is one. Things are numbers.
type union []int

func newUnion(n int) union {
	u := make(union, n)
	for i := range u {
		u[i] = i
	}
	return u
}

// find is the thing that stands for i's set: the first of it.
func (u union) find(i int) int {
	for u[i] != i {
		u[i] = u[u[i]]
		i = u[i]
	}
	return i
}

func (u union) join(i, j int) {
	i, j = u.find(i), u.find(j)
	u[max(i, j)] = min(i, j)
}

// joinBy joins all things that have the same key; things without one stay
// alone.
func joinBy[K comparable](u union, n int, key func(i int) (K, bool)) {
	first := map[K]int{}
	for i := range n {
		k, ok := key(i)
		if !ok {
			continue
		}
		if j, there := first[k]; there {
			u.join(i, j)
		} else {
			first[k] = i
		}
	}
}
