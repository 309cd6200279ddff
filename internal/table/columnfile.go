package table

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// A columnar row puts its values into columns itself: of rows of which there are as many as
// packets, what finds the values of any struct would cost more than all else.
type columnar interface {
	// columns puts a value, or null, into each column of the schema, in its order.
	columns(*cells)
}

// cells are those of a row, one after the other.
type cells struct {
	columns []*column
	next    int
}

func (c *cells) column() *column {
	c.next++
	return c.columns[c.next-1]
}

func (c *cells) text(s string) { c.column().text(s) }

// plain is text in a column without a dictionary.
func (c *cells) plain(s string, b []byte) {
	if len(b) > 0 {
		c.column().bytes(b)
		return
	}
	c.column().text(s)
}
func (c *cells) int64(v int64) { c.column().int64(v) }
func (c *cells) int32(v int32) { c.column().int32(v) }

func (c *cells) maybeInt64(v *int64) {
	if v == nil {
		c.column().null()
		return
	}
	c.column().int64(*v)
}

func (c *cells) maybeInt32(v *int32) {
	if v == nil {
		c.column().null()
		return
	}
	c.column().int32(*v)
}

func (c *cells) maybeTime(v *Time) { c.maybeInt64((*int64)(v)) }

func (c *cells) maybeBool(v *bool) {
	switch {
	case v == nil:
		c.column().null()
	case *v:
		c.column().int32(1)
	default:
		c.column().int32(0)
	}
}

// magic is what a file begins and ends with.
const magic = "PAR1"

// A columnFile writes columnar rows as one file of Parquet.
type columnFile[T any] struct {
	out    *bufio.Writer
	err    error // the first
	offset int64
	schema *parquet.Schema
	cells
	scratch *scratch
	rows    int // of the row group
	groups  []format.RowGroup
}

func newColumnFile[T any](w io.Writer, schema *parquet.Schema) *columnFile[T] {
	f := &columnFile[T]{out: bufio.NewWriterSize(w, 32<<10), schema: schema, scratch: new(scratch)}
	for _, field := range schema.Fields() {
		f.cells.columns = append(f.cells.columns, newColumn(field, f.scratch))
	}
	return f
}

// reset implements encoder.
func (f *columnFile[T]) reset(w io.Writer) {
	f.out.Reset(w)
	f.err, f.offset, f.groups = nil, 0, f.groups[:0]
	for _, c := range f.cells.columns {
		c.pages.untried = 0
	}
}

// Write implements encoder.
func (f *columnFile[T]) Write(row *T) error {
	r, _ := any(row).(columnar)
	f.next = 0
	r.columns(&f.cells)
	if f.rows++; f.rows%pageStep != 0 {
		return nil
	}
	for _, c := range f.cells.columns {
		if c.size() >= pageBytes || c.rows >= pageRows {
			if err := c.flush(); err != nil {
				return err
			}
		}
	}
	if f.rows >= groupRows {
		return f.Flush()
	}
	return nil
}

// Flush implements encoder.
func (f *columnFile[T]) Flush() error {
	if f.rows == 0 {
		return nil
	}
	f.begin()
	g := format.RowGroup{NumRows: int64(f.rows), FileOffset: f.offset, Ordinal: int16(len(f.groups))}
	for _, c := range f.cells.columns {
		chunk, err := f.chunk(c)
		if err != nil {
			return err
		}
		g.Columns = append(g.Columns, chunk)
		g.TotalByteSize += chunk.MetaData.TotalUncompressedSize
		g.TotalCompressedSize += chunk.MetaData.TotalCompressedSize
		c.reset()
	}
	f.groups = append(f.groups, g)
	f.rows = 0
	return f.err
}

// begin writes what a file begins with.
func (f *columnFile[T]) begin() {
	if f.offset == 0 {
		f.write([]byte(magic))
	}
}

func (f *columnFile[T]) write(b []byte) {
	n, err := f.out.Write(b)
	f.offset += int64(n)
	f.err = cmp.Or(f.err, err)
}

// chunk writes a column of a row group.
func (f *columnFile[T]) chunk(c *column) (chunk format.ColumnChunk, err error) {
	if err := c.flush(); err != nil {
		return chunk, err
	}
	ps := &c.pages
	m := format.ColumnMetaData{Type: format.Type(c.kind), PathInSchema: []string{c.name}, NumValues: ps.values, Codec: format.Zstd}
	m.Statistics.NullCount = ps.nulls
	if ps.bounded {
		m.Statistics.MinValue, m.Statistics.MaxValue = c.bound(ps.min), c.bound(ps.max)
	}
	begin := f.offset
	if c.words != nil && len(c.words.plain) > 0 {
		m.DictionaryPageOffset = f.offset
		if err := f.dictionary(c, &m); err != nil {
			return chunk, err
		}
	}
	m.DataPageOffset = f.offset
	for _, b := range ps.list {
		f.write(b)
	}
	m.TotalCompressedSize = f.offset - begin
	m.TotalUncompressedSize += ps.uncompressed
	m.EncodingStats = append(m.EncodingStats, ps.stats...)
	m.Encoding = encodings(c, m.EncodingStats)
	return format.ColumnChunk{MetaData: m}, nil
}

// encodings are those of a column's pages, and that of their levels.
func encodings(c *column, stats []format.PageEncodingStats) (list []format.Encoding) {
	if c.optional {
		list = append(list, format.RLE)
	}
	for _, s := range stats {
		if !slices.Contains(list, s.Encoding) {
			list = append(list, s.Encoding)
		}
	}
	return list
}

// bound is a number as statistics have it.
func (c *column) bound(v int64) []byte {
	if c.kind == parquet.Int32 {
		return binary.LittleEndian.AppendUint32(nil, uint32(v))
	}
	return binary.LittleEndian.AppendUint64(nil, uint64(v))
}

// dictionary writes the page of a column's texts.
func (f *columnFile[T]) dictionary(c *column, m *format.ColumnMetaData) (err error) {
	s := f.scratch
	if s.compressed, err = s.zstd.Encode(s.compressed, c.words.plain); err != nil {
		return err
	}
	h := format.PageHeader{
		Type: format.DictionaryPage, UncompressedPageSize: int32(len(c.words.plain)), CompressedPageSize: int32(len(s.compressed)),
		DictionaryPageHeader: thrift.New(format.DictionaryPageHeader{NumValues: int32(len(c.words.places))}),
	}
	if err := s.encodeHeader(&h); err != nil {
		return err
	}
	f.write(s.header.Bytes())
	f.write(s.compressed)
	m.TotalUncompressedSize = int64(s.header.Len() + len(c.words.plain))
	m.EncodingStats = append(m.EncodingStats, format.PageEncodingStats{PageType: format.DictionaryPage, Count: 1})
	return nil
}

// Close implements encoder.
func (f *columnFile[T]) Close() error {
	if err := f.Flush(); err != nil {
		return err
	}
	f.begin()
	footer := format.FileMetaData{Version: 2, Schema: elements(f.schema), RowGroups: f.groups, CreatedBy: createdBy}
	for _, g := range f.groups {
		footer.NumRows += g.NumRows
	}
	for _, c := range f.schema.Fields() {
		footer.ColumnOrders = append(footer.ColumnOrders, *c.Type().ColumnOrder())
	}
	f.scratch.header.Reset()
	if err := thrift.NewEncoder(new(thrift.CompactProtocol).NewWriter(&f.scratch.header)).Encode(&footer); err != nil {
		return err
	}
	f.write(f.scratch.header.Bytes())
	f.write(append(binary.LittleEndian.AppendUint32(nil, uint32(f.scratch.header.Len())), magic...))
	return f.out.Flush()
}

// elements are the columns as a footer tells of them.
func elements(s *parquet.Schema) []format.SchemaElement {
	fields := s.Fields()
	list := []format.SchemaElement{{Name: s.Name(), NumChildren: thrift.New(int32(len(fields)))}}
	for _, f := range fields {
		t := f.Type()
		e := format.SchemaElement{Name: f.Name(), RepetitionType: thrift.New(format.Required), Type: thrift.New(*t.PhysicalType())}
		if f.Optional() {
			e.RepetitionType = thrift.New(format.Optional)
		}
		if c := t.ConvertedType(); c != nil {
			e.ConvertedType = thrift.New(*c)
		}
		if l := t.LogicalType(); l != nil {
			e.LogicalType = *l
		}
		list = append(list, e)
	}
	return list
}
