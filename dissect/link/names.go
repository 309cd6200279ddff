package link

import (
	"cmp"
	"slices"
)

// names is a table of values and their names, in the order of the values.
type names []struct {
	value uint32
	text  string
}

// name returns the name of v, "" where it has none.
func (t names) name(v uint64) string {
	i, ok := slices.BinarySearchFunc(t, v, func(n struct {
		value uint32
		text  string
	}, v uint64) int {
		return cmp.Compare(uint64(n.value), v)
	})
	if !ok {
		return ""
	}
	return t[i].text
}
