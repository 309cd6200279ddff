package table

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/delta"
	"github.com/parquet-go/parquet-go/encoding/rle"
	"github.com/parquet-go/parquet-go/format"
)

// A column has what a row group has of one column: the rows of the page that is filled, and the
// pages before it as they will be in the file.
type column struct {
	path       []string
	kind       parquet.Kind
	order      *format.ColumnOrder
	repetition int // the greatest level: how many lists a value is in
	definition int // the greatest level: how many of these, and of what may be null, it takes

	rows, nulls int
	levels      []byte  // of definition, where they are not all equal
	repetitions []byte  // levels of values in lists
	repeated    int     // values behind the first of their row
	long        []int64 // values, those with a fraction as their order has them
	short       []int32 // values, or places in the dictionary
	plain       []byte  // texts, as the page has them
	words       *dictionary

	scratch *scratch
	pages   pages
}

// newColumn is the column of a leaf of a schema.
func newColumn(leaf parquet.LeafColumn, s *scratch) *column {
	t := leaf.Node.Type()
	c := &column{
		path: leaf.Path, kind: t.Kind(), order: t.ColumnOrder(), repetition: leaf.MaxRepetitionLevel, definition: leaf.MaxDefinitionLevel, scratch: s,
	}
	c.pages.free = &s.free
	if e := leaf.Node.Encoding(); e != nil && e.Encoding() == format.RLEDictionary && leaf.Node.Optional() { // "" is null, and has no place
		c.words = &dictionary{places: map[string]int32{}}
	}
	return c
}

// null appends a row without a value.
func (c *column) null() {
	if c.nulls < c.rows {
		c.level(0)
	}
	c.rows++
	c.nulls++
}

// value appends a row with a value, which the caller appends.
func (c *column) value() {
	if c.nulls > 0 {
		c.level(1)
	}
	c.rows++
}

// level appends a row's, behind those of the rows before, which were all equal if there are none.
func (c *column) level(l byte) {
	if len(c.levels) == 0 {
		of := byte(1)
		if c.nulls > 0 {
			of = 0
		}
		for range c.rows {
			c.levels = append(c.levels, of)
		}
	}
	c.levels = append(c.levels, l)
}

func (c *column) text(s string) {
	if s == "" {
		c.null()
		return
	}
	c.word(s)
	c.value()
}

// word appends a text, or its place.
func (c *column) word(s string) {
	if c.words != nil && !c.pages.overflown {
		c.short = append(c.short, c.words.place(s))
		return
	}
	c.plain = appendText(c.plain, s)
}

// bytes appends a text, for which there is no dictionary.
func (c *column) bytes(b []byte) {
	c.plain = appendText(c.plain, b)
	c.value()
}

func (c *column) int64(v int64) {
	c.long = append(c.long, v)
	c.value()
}

func (c *column) int32(v int32) {
	c.short = append(c.short, v)
	c.value()
}

// float64 appends a row with a number that may have a fraction.
func (c *column) float64(v float64) { c.int64(ordered(int64(math.Float64bits(v)))) }

// ordered makes the bits of a floating point number an integer whose order is that of numbers, and
// that the bits again.
func ordered(bits int64) int64 { return bits ^ bits>>63&math.MaxInt64 }

// size is how large the page is.
func (c *column) size() int { return 8*len(c.long) + 4*len(c.short) + len(c.plain) }

// flush encodes the page, if it has rows.
func (c *column) flush() error {
	if c.rows == 0 {
		return nil
	}
	p := page{rows: c.rows - c.repeated, number: c.rows, nulls: c.nulls}
	err := c.encode(&p)
	if err == nil {
		err = c.pages.add(&p, c.scratch)
	}
	if c.words != nil && len(c.words.plain) > dictBytes {
		c.pages.overflown = true
	}
	c.clear()
	return err
}

// encodeLevels makes the levels of a page.
func (c *column) encodeLevels(p *page) (err error) {
	s := c.scratch
	if c.repetition > 0 {
		s.repetitions, err = levelsOf(c.repetition).EncodeLevels(s.repetitions, c.repetitions)
		p.repetitions = s.repetitions
	}
	switch {
	case err != nil || c.definition == 0:
		return err
	case len(c.levels) > 0:
		s.levels, err = levelsOf(c.definition).EncodeLevels(s.levels, c.levels)
	default:
		s.levels = appendRun(s.levels[:0], c.rows, c.nulls == 0)
	}
	p.levels = s.levels
	return err
}

// levelsOf is how levels are encoded of which that is the greatest.
func levelsOf(greatest int) *rle.Encoding { return &rle.Encoding{BitWidth: bits.Len(uint(greatest))} }

// encode makes the levels and values of a page.
func (c *column) encode(p *page) (err error) {
	if err := c.encodeLevels(p); err != nil {
		return err
	}
	s := c.scratch
	switch {
	case c.rows == c.nulls:
	case c.kind == parquet.Double:
		s.values = appendDoubles(s.values[:0], c.long)
		c.pages.bounds(slices.Min(c.long), slices.Max(c.long))
		p.values = s.values
	case len(c.long) > 0:
		c.pages.bounds(slices.Min(c.long), slices.Max(c.long))
		p.encoding = format.DeltaBinaryPacked
		s.values, err = (&delta.BinaryPackedEncoding{}).EncodeInt64(s.values, c.long)
		p.values = s.values
	case c.kind == parquet.ByteArray && len(c.short) > 0:
		p.encoding = format.RLEDictionary
		s.values, err = (&rle.DictionaryEncoding{}).EncodeInt32(s.values, c.short)
		p.values = s.values
	case c.kind == parquet.Boolean:
		s.values = appendBits(s.values[:0], c.short)
		p.values = s.values
	case len(c.short) > 0:
		c.pages.bounds(int64(slices.Min(c.short)), int64(slices.Max(c.short)))
		p.encoding = format.DeltaBinaryPacked
		s.values, err = (&delta.BinaryPackedEncoding{}).EncodeInt32(s.values, c.short)
		p.values = s.values
	default:
		p.values = c.plain
	}
	return err
}

// appendRun appends the levels of rows that all have a value, or all have none.
func appendRun(b []byte, rows int, values bool) []byte {
	for n := uint(rows) << 1; ; n >>= 7 {
		if n < 0x80 {
			b = append(b, byte(n))
			break
		}
		b = append(b, byte(n)|0x80)
	}
	if values {
		return append(b, 1)
	}
	return append(b, 0)
}

// appendDoubles appends numbers as PLAIN has them.
func appendDoubles(b []byte, numbers []int64) []byte {
	for _, v := range numbers {
		b = binary.LittleEndian.AppendUint64(b, uint64(ordered(v)))
	}
	return b
}

// appendBits appends truths as PLAIN has them, the first as the lowest bit of a byte.
func appendBits(b []byte, truths []int32) []byte {
	for i, v := range truths {
		if i%8 == 0 {
			b = append(b, 0)
		}
		b[len(b)-1] |= byte(v << (i % 8))
	}
	return b
}

// clear forgets the rows of the page.
func (c *column) clear() {
	c.rows, c.nulls, c.repeated = 0, 0, 0
	c.levels, c.repetitions, c.long, c.short, c.plain = c.levels[:0], c.repetitions[:0], c.long[:0], c.short[:0], c.plain[:0]
}

// reset forgets the row group.
func (c *column) reset() {
	c.clear()
	if c.words != nil {
		c.words.reset()
	}
	c.pages.reset()
}
