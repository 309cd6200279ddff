package view

import (
	"slices"
	"strings"
)

// totalsFirst moves the packets and bytes of both directions before those of one, as
// Wireshark's conversations have them: a narrow screen shows the first columns.
func totalsFirst(s *Section) {
	arrow := slices.IndexFunc(s.Columns, func(c Column) bool { return strings.HasPrefix(c.Title, "<- ") })
	totals := slices.IndexFunc(s.Columns, func(c Column) bool { return c.Title == "Frames" })
	if arrow < 0 || totals < arrow || totals+2 > len(s.Columns) {
		return
	}
	s.Columns = moved(s.Columns, totals, arrow)
	for i := range s.Entries {
		s.Entries[i].Cells = moved(s.Entries[i].Cells, totals, arrow)
	}
}

// moved is a list with the two elements at an index moved to a lower one.
func moved[T any](list []T, from, to int) []T {
	return slices.Concat(list[:to], list[from:from+2], list[to:from], list[from+2:])
}
