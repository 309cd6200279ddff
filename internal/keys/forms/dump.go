package forms

import "strings"

// A dump gathers the bytes of a key that a log prints over several lines.
type dump struct {
	want  int // how many bytes the log says there are, -1 where it does not say
	bytes []byte
}

// row appends the bytes of one line, which are pairs of digits, and reports
// whether there were any. What follows them is none of the key.
func (d *dump) row(s string) bool {
	before := len(d.bytes)
	for word := range strings.FieldsSeq(s) {
		if len(word) != 2 || !isHex(word) || d.full() || len(d.bytes) == maxKey {
			break
		}
		hi, _ := nibble(word[0])
		lo, _ := nibble(word[1])
		d.bytes = append(d.bytes, hi<<4|lo)
	}
	return len(d.bytes) > before
}

// full reports whether as many bytes are there as the log said there would be.
func (d *dump) full() bool { return d.want >= 0 && len(d.bytes) >= d.want }
