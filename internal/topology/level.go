package topology

import "math"

// rounds is how often each column is aligned with its neighbors.
const rounds = 12

// down sets the heights of all boxes, each as near to the boxes that it is linked
// with as the order of its column allows, and returns the lowest edge.
func down(columns [][]*vertex, top float64) float64 {
	for _, c := range columns {
		y := 0.0
		for _, v := range c {
			v.y = y + v.h/2
			y += v.h + rowGap
		}
	}
	for range rounds {
		for i := range columns {
			level(columns[i])
		}
		for i := len(columns) - 1; i >= 0; i-- {
			level(columns[i])
		}
	}
	highest, lowest := math.Inf(1), math.Inf(-1)
	for _, c := range columns {
		highest = min(highest, c[0].y-c[0].h/2)
		last := c[len(c)-1]
		lowest = max(lowest, last.y+last.h/2)
	}
	for _, c := range columns {
		for _, v := range c {
			v.y = math.Round(v.y - highest + top)
		}
	}
	return math.Ceil(lowest - highest + top)
}

// level moves the boxes of a column towards the boxes of other columns that they
// are linked with.
func level(column []*vertex) {
	want := make([]float64, len(column))
	gap := make([]float64, len(column))
	for i, v := range column {
		sum, n := 0.0, 0
		for _, e := range v.edges {
			if w := e.other(v); w.layer != v.layer {
				sum += w.y + w.slot(e) - v.slot(e)
				n++
			}
		}
		want[i] = v.y
		if n > 0 {
			want[i] = sum / float64(n)
		}
		if i > 0 {
			gap[i] = (column[i-1].h+v.h)/2 + rowGap
		}
	}
	for i, y := range spread(want, gap) {
		column[i].y = y
	}
}

// spread returns positions, each at least its gap behind the previous one, with the
// least sum of squared distances from want. That is an isotonic regression, solved
// by pooling adjacent violators.
func spread(want, gap []float64) []float64 {
	type pool struct {
		sum float64
		n   int
	}
	var pools []pool
	mean := func(p pool) float64 { return p.sum / float64(p.n) }
	offset := 0.0
	for i, w := range want {
		offset += gap[i]
		pools = append(pools, pool{w - offset, 1})
		for k := len(pools) - 1; k > 0 && mean(pools[k-1]) > mean(pools[k]); k-- {
			pools[k-1].sum += pools[k].sum
			pools[k-1].n += pools[k].n
			pools = pools[:k]
		}
	}
	places := make([]float64, 0, len(want))
	offset = 0
	for _, p := range pools {
		for range p.n {
			offset += gap[len(places)]
			places = append(places, mean(p)+offset)
		}
	}
	return places
}
