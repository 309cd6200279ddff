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
	batchRows = 2        // that the library encodes at once: of more it takes some empty texts behind values for values
	dictBytes = 1 << 20  // of a column's dictionary: values behind it stand for themselves
)

const createdBy = "pktscope"

// A File writes rows as one file of Parquet. Equal rows make equal bytes.
type File[T any] struct{ encoder[T] }

// An encoder makes the bytes of a file.
type encoder[T any] interface {
	// Write appends a row, of which nothing is kept once the next one is written, or Flush is
	// called.
	Write(row *T) error
	// Flush ends a row group: what there is of it in memory goes to the file.
	Flush() error
	// Close writes what is left, and the file's footer. It does not close the writer.
	Close() error
	// reset makes a closed file one on w: its buffers, and what compresses them, are used again.
	reset(w io.Writer)
}

// NewFile writes on w, which Close does not close.
func NewFile[T any](w io.Writer) *File[T] {
	schema := parquet.SchemaOf(*new(T))
	if _, ok := any(new(T)).(columnar); ok {
		return &File[T]{newColumnFile[T](w, schema)}
	}
	return &File[T]{newRowFile[T](w, schema)}
}

// Read is all rows of a file of so many bytes.
func Read[T Row](in io.ReaderAt, size int64) ([]T, error) { return parquet.Read[T](in, size) }
