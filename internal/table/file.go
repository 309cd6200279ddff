package table

import (
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// The bounds of a file's parts.
const (
	groupRows = 100_000  // in a row group, which an engine reads at once
	pageBytes = 64 << 10 // of a column, before they are compressed
	batchRows = 256      // that are encoded at once
	dictBytes = 1 << 20  // of a column's dictionary: values behind it stand for themselves
)

// A File writes rows as one file of Parquet. Equal rows make equal bytes.
type File[T any] struct {
	out   *parquet.GenericWriter[T]
	batch []T
}

// NewFile writes on w, which Close does not close. The least and the greatest value stand in the
// footer, and in the index of a column's pages, not once more at each page.
func NewFile[T any](w io.Writer) *File[T] {
	schema := parquet.SchemaOf(*new(T))
	options := []parquet.WriterOption{
		schema,
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest, Concurrency: 1}),
		parquet.CreatedBy("pktscope", "", ""),
		parquet.DefaultEncodingFor(parquet.Int64, &parquet.DeltaBinaryPacked),
		parquet.DataPageStatistics(false),
		parquet.MaxRowsPerRowGroup(groupRows), parquet.PageBufferSize(pageBytes), parquet.DictionaryMaxBytes(dictBytes),
	}
	for _, path := range schema.Columns() { // the least and the greatest text of a page help nobody
		if leaf, ok := schema.Lookup(path...); ok && leaf.Node.Type().Kind() == parquet.ByteArray {
			options = append(options, parquet.SkipPageBounds(path...))
		}
	}
	return &File[T]{batch: make([]T, 0, batchRows), out: parquet.NewGenericWriter[T](w, options...)}
}

// reset makes a closed file one on w: its buffers, and what compresses them, are used again.
// Reset of the library clears the names of columns in the footer that was written, which those
// of the next footer are made of: they are taken out of it before.
func (f *File[T]) reset(w io.Writer) {
	for _, group := range f.out.File().Metadata().RowGroups {
		for i := range group.Columns {
			group.Columns[i].MetaData.PathInSchema = nil
		}
	}
	f.out.Reset(w)
}

// Write appends a row, of which nothing is kept once the next 256 are written, or Flush is
// called.
func (f *File[T]) Write(row *T) error {
	if f.batch = append(f.batch, *row); len(f.batch) < batchRows {
		return nil
	}
	return f.encode()
}

// encode writes the rows that were gathered.
func (f *File[T]) encode() error {
	_, err := f.out.Write(f.batch)
	clear(f.batch)
	f.batch = f.batch[:0]
	return err
}

// Flush ends a row group: what there is of it in memory goes to the file.
func (f *File[T]) Flush() error {
	if err := f.encode(); err != nil {
		return err
	}
	return f.out.Flush()
}

// Close writes what is left, and the file's footer.
func (f *File[T]) Close() error {
	if err := f.encode(); err != nil {
		return err
	}
	return f.out.Close()
}

// Read is all rows of a file of so many bytes.
func Read[T Row](in io.ReaderAt, size int64) ([]T, error) { return parquet.Read[T](in, size) }
