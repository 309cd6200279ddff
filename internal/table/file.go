package table

import (
	"io"

	"github.com/parquet-go/parquet-go"
)

// The bounds of a file's parts.
const (
	groupRows = 100_000  // in a row group, which an engine reads at once
	pageBytes = 56 << 10 // of a column, before they are compressed
	pageRows  = 20_000   // of a column
	pageStep  = 64       // rows after which pages are looked at
	dictBytes = 1 << 20  // of a column's dictionary: values behind it stand for themselves
)

const createdBy = "pktscope"

// A File writes rows as one file of Parquet. Equal rows make equal bytes.
type File[T any] struct {
	columnFile
	fields []any       // of a flat row
	row    T           // any other, whose embedded pointers the library sets where they are nil
	values parquet.Row // of that
}

// NewFile writes on w, which Close does not close.
func NewFile[T any](w io.Writer) *File[T] {
	f := &File[T]{}
	f.init(w, parquet.SchemaOf(*new(T)))
	return f
}

// Write appends a row, of which nothing is kept once the next one is written, or Flush is
// called.
func (f *File[T]) Write(row *T) error {
	f.next = 0
	switch r := any(row).(type) {
	case columnar:
		r.columns(&f.cells)
	case flat:
		f.fields = r.fields(f.fields[:0])
		for _, field := range f.fields {
			f.field(field)
		}
	default:
		f.row = *row
		f.values = f.schema.Deconstruct(f.values[:0], &f.row)
		for _, v := range f.values {
			f.cells.columns[v.Column()].nested(v)
		}
	}
	return f.endRow()
}

// Read is all rows of a file of so many bytes.
func Read[T Row](in io.ReaderAt, size int64) ([]T, error) { return parquet.Read[T](in, size) }
