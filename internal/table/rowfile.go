package table

import (
	"io"

	"github.com/parquet-go/parquet-go"
)

// A rowFile writes any rows.
type rowFile[T any] struct {
	out   *parquet.GenericWriter[T]
	batch []T
}

// newRowFile writes on w. The least and the greatest value stand in the footer, and in the index
// of a column's pages, not once more at each page.
func newRowFile[T any](w io.Writer, schema *parquet.Schema) *rowFile[T] {
	options := []parquet.WriterOption{
		schema,
		parquet.Compression(new(codec)),
		parquet.CreatedBy(createdBy, "", ""),
		parquet.DefaultEncodingFor(parquet.Int64, &parquet.DeltaBinaryPacked),
		parquet.DataPageStatistics(false),
		parquet.MaxRowsPerRowGroup(groupRows), parquet.PageBufferSize(pageBytes), parquet.DictionaryMaxBytes(dictBytes),
	}
	for _, path := range schema.Columns() { // the least and the greatest text of a page help nobody
		if leaf, ok := schema.Lookup(path...); ok && leaf.Node.Type().Kind() == parquet.ByteArray {
			options = append(options, parquet.SkipPageBounds(path...))
		}
	}
	return &rowFile[T]{batch: make([]T, 0, batchRows), out: parquet.NewGenericWriter[T](w, options...)}
}

// reset implements encoder. Reset of the library clears the names of columns in the footer that
// was written, which those of the next footer are made of: they are taken out of it before.
func (f *rowFile[T]) reset(w io.Writer) {
	for _, group := range f.out.File().Metadata().RowGroups {
		for i := range group.Columns {
			group.Columns[i].MetaData.PathInSchema = nil
		}
	}
	f.out.Reset(w)
}

// Write implements encoder.
func (f *rowFile[T]) Write(row *T) error {
	if f.batch = append(f.batch, *row); len(f.batch) < batchRows {
		return nil
	}
	return f.encode()
}

// encode writes the rows that were gathered.
func (f *rowFile[T]) encode() error {
	_, err := f.out.Write(f.batch)
	clear(f.batch)
	f.batch = f.batch[:0]
	return err
}

// Flush implements encoder.
func (f *rowFile[T]) Flush() error {
	if err := f.encode(); err != nil {
		return err
	}
	return f.out.Flush()
}

// Close implements encoder.
func (f *rowFile[T]) Close() error {
	if err := f.encode(); err != nil {
		return err
	}
	return f.out.Close()
}
