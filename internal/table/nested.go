package table

import "github.com/parquet-go/parquet-go"

// texts appends a row of a list of texts, of which none is null.
func (c *column) texts(list []string) {
	if len(list) == 0 {
		c.add(0, 0)
	}
	for i, s := range list {
		c.word(s)
		c.add(min(i, 1), c.definition)
	}
}

// nested appends a value, or null, that may be within lists and structs.
func (c *column) nested(v parquet.Value) {
	switch {
	case v.IsNull():
	case c.kind == parquet.Boolean:
		c.short = append(c.short, int32(v.Byte()))
	case c.kind == parquet.Int32:
		c.short = append(c.short, v.Int32())
	case c.kind == parquet.Int64:
		c.long = append(c.long, v.Int64())
	case c.kind == parquet.Double:
		c.long = append(c.long, ordered(v.Int64()))
	default:
		c.word(string(v.ByteArray()))
	}
	c.add(v.RepetitionLevel(), v.DefinitionLevel())
}

// add appends the levels of a value, or null, which the caller appends.
func (c *column) add(repetition, definition int) {
	if c.repetition > 0 {
		c.repetitions = append(c.repetitions, byte(repetition))
	}
	if c.definition > 0 {
		c.levels = append(c.levels, byte(definition))
	}
	if repetition > 0 {
		c.repeated++
	}
	if definition < c.definition {
		c.nulls++
	}
	c.rows++
}
