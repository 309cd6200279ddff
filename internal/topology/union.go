package topology

// A union is a disjoint-set forest over the numbers 0 to len-1.
type union []int

func newUnion(n int) union {
	u := make(union, n)
	for i := range u {
		u[i] = i
	}
	return u
}

// find returns the representative of i's set, its smallest element.
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

// joinBy joins the elements that have the same key. Elements without a key are not
// joined.
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
