package table

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/pktscope/pktscope/internal/render"
)

// Located is a row that has frames, which locate finds in their captures.
type Located[T Row] interface {
	*T
	locate(Locator)
}

// Rows are those of a report, by the keys of its columns: what it has beside the columns of
// the table is left out, what it lacks is unknown.
func Rows[T Row, P Located[T]](r *render.Report, of Locator) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for row, err := range objects[T](r) {
			if err == nil {
				P(row).locate(of)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// objects are the rows of a report.
func objects[T any](r *render.Report) iter.Seq2[*T, error] {
	if _, ok := any(new(T)).(flat); ok {
		return flats[T](r)
	}
	return func(yield func(*T, error) bool) {
		for object, err := range r.Objects(render.InParquet) {
			row := new(T)
			if err == nil {
				err = json.Unmarshal(object, row)
			}
			if err != nil {
				yield(nil, fmt.Errorf("rows of a report: %w", err))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// flats are the rows of a report whose type is flat.
func flats[T any](r *render.Report) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		var columns []int
		var fields []any
		for keys, cells := range r.Cells(render.InParquet) {
			if columns == nil {
				columns = columnsOf[T](keys)
			}
			row := new(T)
			to, _ := any(row).(flat)
			fields = to.fields(fields[:0])
			for i, cell := range cells {
				if columns[i] < 0 {
					continue
				}
				if err := put(fields[columns[i]], cell); err != nil {
					yield(nil, fmt.Errorf("rows of a report: %s: %w", keys[i], err))
					return
				}
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// columnsOf are the columns of a table that have the names of a report's; below 0: there is none.
func columnsOf[T any](keys []string) (columns []int) {
	all := parquet.SchemaOf(*new(T)).Columns()
	for _, key := range keys {
		columns = append(columns, slices.IndexFunc(all, func(path []string) bool { return path[0] == key }))
	}
	return columns
}
