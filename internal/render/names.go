package render

import (
	"cmp"
	"slices"
	"strings"

	"pktscope/dissect"
)

// An UnknownFieldsError says that no protocol has fields of these names.
type UnknownFieldsError struct {
	Names   []string
	Nearest [][]string // for each name, those that come near it
}

func (e *UnknownFieldsError) Error() string {
	var s strings.Builder
	for i, name := range e.Names {
		if i > 0 {
			s.WriteString("; ")
		}
		s.WriteString("there is no field " + name)
		if near := e.Nearest[i]; len(near) > 0 {
			s.WriteString("; near it: " + strings.Join(near, ", "))
		}
	}
	return s.String()
}

// maxNear is how many names are offered for one that is unknown.
const maxNear = 5

// nearest are the field names that come nearest to name, the nearest first.
func nearest(r *dissect.Registry, name string) []string {
	if r == nil || len(name) > 100 {
		return nil
	}
	type near struct {
		name string
		far  int
	}
	var all []near
	limit := max(len(name)/3, 1)
	for _, p := range r.Protos() {
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

func knowsProto(r *dissect.Registry, name string) bool {
	for _, p := range r.Protos() {
		if p.Name == name {
			return true
		}
	}
	return false
}
