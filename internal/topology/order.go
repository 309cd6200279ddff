package topology

import (
	"cmp"
	"slices"
)

// maxSweeps bounds how often all columns are reordered for fewer crossings.
const maxSweeps = 8

// columns returns the vertices of a part column by column, each in an order with
// few crossings: in that of the ports where no lines cross.
func (p *part) columns() [][]*vertex {
	left, right := p.layers()
	list := make([][]*vertex, right-left+1)
	for _, v := range p.vertices {
		list[v.layer-left] = append(list[v.layer-left], v)
	}
	for _, c := range list {
		slices.SortFunc(c, func(a, b *vertex) int { return cmp.Compare(a.pos, b.pos) })
	}
	best, fewest := positions(list), crossings(list)
	for sweep := 0; sweep < maxSweeps && fewest > 0; sweep++ {
		if sweep%2 == 0 {
			for i := 1; i < len(list); i++ {
				arrange(list[i], list[i][0].layer-1)
			}
		} else {
			for i := len(list) - 2; i >= 0; i-- {
				arrange(list[i], list[i][0].layer+1)
			}
		}
		if n := crossings(list); n < fewest {
			best, fewest = positions(list), n
		}
	}
	for v, pos := range best {
		v.pos = pos
	}
	for _, c := range list {
		slices.SortFunc(c, func(a, b *vertex) int { return cmp.Compare(a.pos, b.pos) })
	}
	return list
}

func positions(list [][]*vertex) map[*vertex]int {
	at := map[*vertex]int{}
	for _, c := range list {
		for _, v := range c {
			at[v] = v.pos
		}
	}
	return at
}

// arrange sorts a column by the positions of its neighbors in another one.
func arrange(column []*vertex, other int) {
	mean := func(v *vertex) float64 {
		sum, n := 0, 0
		for _, e := range v.edges {
			if w := e.other(v); w.layer == other {
				sum, n = sum+w.pos, n+1
			}
		}
		if n == 0 {
			return float64(v.pos)
		}
		return float64(sum) / float64(n)
	}
	slices.SortStableFunc(column, func(a, b *vertex) int { return cmp.Compare(mean(a), mean(b)) })
	for i, v := range column {
		v.pos = i
	}
}

// crossings counts the crossings of lines between columns.
func crossings(list [][]*vertex) (n int) {
	for _, c := range list {
		var lines [][2]int
		for _, v := range c {
			for _, e := range v.edges {
				if w := e.other(v); w.layer == v.layer+1 {
					lines = append(lines, [2]int{v.pos, w.pos})
				}
			}
		}
		for i, a := range lines {
			for _, b := range lines[:i] {
				if (a[0]-b[0])*(a[1]-b[1]) < 0 {
					n++
				}
			}
		}
	}
	return n
}
