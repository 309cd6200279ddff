package render

import (
	"iter"
	"slices"
)

// Only is the table with the columns of these keys alone.
func (t Table[T]) Only(keys ...string) Table[T] {
	t.Columns = slices.DeleteFunc(slices.Clone(t.Columns), func(c Column[T]) bool { return !slices.Contains(keys, c.Key) })
	return t
}

// Empty reports whether a table has no rows.
func Empty(t Tabular) bool {
	for range t.cells(InHTML) {
		return false
	}
	return true
}

// Limit is the report with n rows at most, and a note of how many there are more.
func Limit(r Report, n int) Report {
	more := -n
	for range r.Table.cells(InHTML) {
		more++
	}
	if more > 0 {
		r.Table = limited{r.Table, n}
		r.Notes = append(slices.Clone(r.Notes), Plural(more, "more row is left out", "more rows are left out"))
	}
	return r
}

// limited is the first rows of a table.
type limited struct {
	Tabular
	most int
}

func (l limited) cells(format FormatSet) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		n := 0
		for row := range l.Tabular.cells(format) {
			if n++; n > l.most || !yield(row) {
				return
			}
		}
	}
}
