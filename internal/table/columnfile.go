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

// magic is what a file begins and ends with.
const magic = "PAR1"

// A columnFile makes a file of Parquet of the columns of rows.
type columnFile struct {
	out    *bufio.Writer
	err    error // the first
	offset int64
	schema *parquet.Schema
	nodes  []format.SchemaElement // of schema, as a footer tells of them
	cells
	scratch *scratch
	rows    int // of the row group
	groups  []format.RowGroup
}

func (f *columnFile) init(w io.Writer, schema *parquet.Schema) {
	f.out, f.schema, f.nodes, f.scratch = bufio.NewWriterSize(w, 32<<10), schema, schemaElements(schema), new(scratch)
	for _, path := range schema.Columns() {
		leaf, _ := schema.Lookup(path...)
		f.cells.columns = append(f.cells.columns, newColumn(leaf, f.scratch))
	}
}

// reset makes a closed file one on w: its buffers, and what compresses them, are used again.
func (f *columnFile) reset(w io.Writer) {
	f.out.Reset(w)
	f.err, f.offset, f.groups = nil, 0, f.groups[:0]
	for _, c := range f.cells.columns {
		c.pages.untried = 0
	}
}

// endRow ends a row, whose values are in the columns, and pages and row groups that are full.
func (f *columnFile) endRow() error {
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

// Flush ends a row group: what there is of it in memory goes to the file.
func (f *columnFile) Flush() error {
	if f.rows == 0 {
		return nil
	}
	f.begin()
	g := format.RowGroup{NumRows: int64(f.rows), FileOffset: f.offset, Ordinal: int16(len(f.groups))}
	g.Columns = make([]format.ColumnChunk, 0, len(f.cells.columns))
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
func (f *columnFile) begin() {
	if f.offset == 0 {
		f.write([]byte(magic))
	}
}

func (f *columnFile) write(b []byte) {
	n, err := f.out.Write(b)
	f.offset += int64(n)
	f.err = cmp.Or(f.err, err)
}

// chunk writes a column of a row group.
func (f *columnFile) chunk(c *column) (chunk format.ColumnChunk, err error) {
	if err := c.flush(); err != nil {
		return chunk, err
	}
	ps := &c.pages
	m := format.ColumnMetaData{Type: format.Type(c.kind), PathInSchema: c.path, NumValues: ps.values, Codec: format.Zstd}
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
	if c.definition > 0 {
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
	switch c.kind {
	case parquet.Int32:
		return binary.LittleEndian.AppendUint32(nil, uint32(v))
	case parquet.Double:
		v = ordered(v)
	}
	return binary.LittleEndian.AppendUint64(nil, uint64(v))
}

// dictionary writes the page of a column's texts.
func (f *columnFile) dictionary(c *column, m *format.ColumnMetaData) (err error) {
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

// Close writes what is left, and the file's footer. It does not close the writer.
func (f *columnFile) Close() error {
	if err := f.Flush(); err != nil {
		return err
	}
	f.begin()
	footer := format.FileMetaData{Version: 2, Schema: f.nodes, RowGroups: f.groups, CreatedBy: createdBy}
	for _, g := range f.groups {
		footer.NumRows += g.NumRows
	}
	for _, c := range f.cells.columns {
		footer.ColumnOrders = append(footer.ColumnOrders, *c.order)
	}
	f.scratch.header.Reset()
	if err := thrift.NewEncoder(new(thrift.CompactProtocol).NewWriter(&f.scratch.header)).Encode(&footer); err != nil {
		return err
	}
	f.write(f.scratch.header.Bytes())
	f.write(append(binary.LittleEndian.AppendUint32(nil, uint32(f.scratch.header.Len())), magic...))
	return f.out.Flush()
}
