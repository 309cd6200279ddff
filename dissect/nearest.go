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
	return nearest(all)
}

// NearestOf is NearestWords.
func (r *Registry) NearestOf(word string, words []string) []string { return NearestWords(word, words) }

// NearestWords returns those of words that come nearest to one that is unknown, the
// nearest first: one slip of the finger in three letters, or another end.
func NearestWords(word string, words []string) []string {
	if len(word) > 100 {
		return nil
	}
	word = strings.ToLower(word)
	var all []near
	for _, w := range words {
		far := distance(word, strings.ToLower(w))
		if far <= max(len(word)/3, 1) && far < len(w) || len(word) > 2 && strings.HasPrefix(strings.ToLower(w), word) {
			all = append(all, near{w, far})
		}
	}
	return nearest(all)
}

// A near is a name and its distance from the unknown one.
type near struct {
	name string
	far  int
}

// nearest returns the first maxNear names by distance.
func nearest(all []near) (names []string) {
	slices.SortStableFunc(all, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.far, b.far), strings.Compare(a.name, b.name))
	})
	all = slices.Compact(all)
	for _, n := range all[:min(len(all), maxNear)] {
		names = append(names, n.name)
	}
	return names
}

// distance is how many letters of a must be put in, left out, replaced or swapped
// with their neighbour to make it b: Damerau and Levenshtein's, in its restricted
// form.
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for k := range row {
		row[k] = k
	}
	for i := range len(a) {
		before, last, row = last, row, before
		row[0] = i + 1
		for k := range len(b) {
			replaced := last[k]
			if a[i] != b[k] {
				replaced++
			}
			row[k+1] = min(replaced, last[k+1]+1, row[k]+1)
			if i > 0 && k > 0 && a[i] == b[k-1] && a[i-1] == b[k] {
				row[k+1] = min(row[k+1], before[k-1]+1)
			}
		}
	}
	return row[len(b)]
}
