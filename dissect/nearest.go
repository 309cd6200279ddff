package dissect

import (
	"cmp"
	"slices"
	"strings"
)

// maxNear is how many names are offered for one that is unknown.
const maxNear = 5

// Nearest returns the field names that come nearest to one that is unknown, the
// nearest first.
func (r *Registry) Nearest(name string) []string {
	if len(name) > 100 {
		return nil
	}
	type near struct {
		name string
		far  int
	}
	var all []near
	limit := max(len(name)/3, 1)
	for _, p := range r.protos {
		for _, d := range append(slices.Clip(p.Fields), &p.Def) {
			if d.Name == "" {
				continue
			}
			far := distance(strings.ToLower(name), d.Name)
			if last := name[strings.LastIndexByte(name, '.')+1:]; last != "" && strings.HasSuffix(d.Name, "."+last) {
				far = min(far, limit)
			}
			if far <= limit {
				all = append(all, near{d.Name, far})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.far, b.far), strings.Compare(a.name, b.name))
	})
	all = slices.Compact(all)
	var names []string
	for _, n := range all[:min(len(all), maxNear)] {
		names = append(names, n.name)
	}
	return names
}

// distance is how many letters of a must be put in, left out or replaced to
// make it b: Levenshtein's.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for k := range row {
		row[k] = k
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for k := range len(b) {
			swap := corner
			if a[i] != b[k] {
				swap++
			}
			corner = row[k+1]
			row[k+1] = min(swap, row[k]+1, corner+1)
		}
	}
	return row[len(b)]
}
