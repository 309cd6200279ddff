package table

import (
	"encoding/json"
	"fmt"
	"iter"

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
		for keys, cells := range r.Cells(render.InParquet) {
			row := new(T)
			to, _ := any(row).(flat)
			for i, cell := range cells {
				column := to.column(keys[i])
				if column == nil {
					continue
				}
				if err := put(column, cell); err != nil {
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
