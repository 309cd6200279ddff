package render

import "iter"

// A Column is one column of a Table: what it is called, and what it has of a row.
type Column[T any] struct {
	Title  string // above the table where people read it; empty: Key
	Key    string // in JSON and CSV
	Cell   func(T) any
	Number bool      // the table has it flush right
	In     FormatSet // formats that have the column; zero: all
	Detail bool      // only a detailed table has it
}

// A Table is columns and rows.
//
// To add a column to a report, add a Column to its table: every format has it
// from then on.
type Table[T any] struct {
	Columns []Column[T]
	Rows    iter.Seq[T] // gives the same rows each time; nil: none
	Detail  bool        // columns that are marked Detail are among them
}

// ColumnsOf makes columns of T from columns of a part of it.
func ColumnsOf[T, Part any](part func(T) Part, columns []Column[Part]) []Column[T] {
	out := make([]Column[T], len(columns))
	for i, c := range columns {
		out[i] = Column[T]{
			Title: c.Title, Key: c.Key, Number: c.Number, In: c.In, Detail: c.Detail,
			Cell: func(v T) any { return c.Cell(part(v)) },
		}
	}
	return out
}

// Tabular is a Table, whatever its rows are.
type Tabular interface {
	// headings are those of the columns that a format has.
	headings(format FormatSet) []heading
	// cells gives the rows of the same columns. A row is valid until the next.
	cells(format FormatSet) iter.Seq[[]any]
}

// A heading is a Column without its cells.
type heading struct {
	title, key string
	number     bool
}

func (t Table[T]) headings(format FormatSet) []heading {
	columns := t.in(format)
	out := make([]heading, len(columns))
	for i, c := range columns {
		out[i] = heading{title: c.Title, key: c.Key, number: c.Number}
		if c.Title == "" {
			out[i].title = c.Key
		}
	}
	return out
}

func (t Table[T]) cells(format FormatSet) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		if t.Rows == nil {
			return
		}
		columns := t.in(format)
		row := make([]any, len(columns))
		for v := range t.Rows {
			for i := range columns {
				row[i] = columns[i].Cell(v)
			}
			if !yield(row) {
				return
			}
		}
	}
}

// in returns the columns that a format has.
func (t Table[T]) in(format FormatSet) []Column[T] {
	var out []Column[T]
	for _, c := range t.Columns {
		if (c.In == 0 || c.In&format != 0) && (t.Detail || !c.Detail) {
			out = append(out, c)
		}
	}
	return out
}

// Members are the cells that row has in columns of JSON, those of some keys in the order
// of the keys, without keys all.
func Members[T any](columns []Column[T], row T, keys ...string) (o Object) {
	t := Table[T]{Columns: columns, Detail: len(keys) > 0}
	all := t.in(InJSON)
	if len(keys) == 0 {
		for _, c := range all {
			o = append(o, Member{c.Key, c.Cell(row)})
		}
		return o
	}
	for _, key := range keys {
		for _, c := range all {
			if c.Key == key {
				o = append(o, Member{key, c.Cell(row)})
			}
		}
	}
	return o
}
