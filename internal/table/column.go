package table

import (
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/delta"
	"github.com/parquet-go/parquet-go/encoding/rle"
	"github.com/parquet-go/parquet-go/format"
)

// A column has what a row group has of one column: the rows of the page that is filled, and the
// pages before it as they will be in the file.
type column struct {
	name     string
	kind     parquet.Kind
	optional bool

	rows, nulls int
	levels      []byte  // of rows, 1 for a value, where there are values and nulls
	long        []int64 // values
	short       []int32 // values, or places in the dictionary
	plain       []byte  // texts, as the page has them
	words       *dictionary

	scratch *scratch
	pages   pages
}

// newColumn is a column of a field of a schema without lists and structs.
func newColumn(f parquet.Field, s *scratch) *column {
	c := &column{name: f.Name(), kind: f.Type().Kind(), optional: f.Optional(), scratch: s}
	c.pages.free = &s.free
	if e := f.Encoding(); e != nil && e.Encoding() == format.RLEDictionary {
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
	switch {
	case s == "":
		c.null()
		return
	case c.words != nil && !c.pages.overflown:
		c.short = append(c.short, c.words.place(s))
	default:
		c.plain = appendText(c.plain, s)
	}
	c.value()
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

// size is how large the page is.
func (c *column) size() int { return 8*len(c.long) + 4*len(c.short) + len(c.plain) }

// flush encodes the page, if it has rows.
func (c *column) flush() error {
	if c.rows == 0 {
		return nil
	}
	p := page{rows: c.rows, nulls: c.nulls}
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

// encode makes the levels and values of a page.
func (c *column) encode(p *page) (err error) {
	s := c.scratch
	if c.optional {
		if len(c.levels) > 0 {
			s.levels, err = (&rle.Encoding{BitWidth: 1}).EncodeLevels(s.levels, c.levels)
		} else {
			s.levels = appendRun(s.levels[:0], c.rows, c.nulls == 0)
		}
		p.levels = s.levels
	}
	if err != nil {
		return err
	}
	switch {
	case c.rows == c.nulls:
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
	c.rows, c.nulls = 0, 0
	c.levels, c.long, c.short, c.plain = c.levels[:0], c.long[:0], c.short[:0], c.plain[:0]
}

// reset forgets the row group.
func (c *column) reset() {
	c.clear()
	if c.words != nil {
		c.words.reset()
	}
	c.pages.reset()
}
