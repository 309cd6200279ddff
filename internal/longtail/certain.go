package longtail

import (
	"bytes"
	"slices"
)

// appendCertain appends the Info column of a message that the capture cut: as much of it
// as does not depend on what is missing. The info functions read zeros there, so that what
// they tell is compared with what they would tell of other bytes.
func (m *Message) appendCertain(b []byte) []byte {
	const most = 256 // bytes of what is missing that an Info column may depend on
	from := len(b)
	b = m.of.info(b, m)
	certain, other := true, *m
	for _, fill := range [...]byte{0, 1, 2, '0', 0xff} {
		other.Data = slices.Clone(m.Data)
		other.Data = append(other.Data, bytes.Repeat([]byte{fill}, min(m.Wire-len(m.Data), most))...)
		if text := m.of.info(nil, &other); !bytes.Equal(text, b[from:]) {
			b = b[:from+common(b[from:], text)]
			certain = false
		}
	}
	if i := bytes.Index(b[from:], []byte("Unknown")); i >= 0 {
		b = b[:from+i] // a name that is missing may be that of a number that is
		certain = false
	}
	if certain {
		return b
	}
	return b[:from+certainPart(b[from:])]
}

// common returns how many bytes a and b begin with alike.
func common(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// certainPart returns the length of the part of text that what is missing does not change:
// before the first comma, bracket or dash, or else all but the last word.
func certainPart(text []byte) int {
	n := len(text)
	for _, mark := range [...]string{", ", " (", " - "} {
		if i := bytes.Index(text, []byte(mark)); i >= 0 {
			n = min(n, i)
		}
	}
	if n < len(text) {
		return n
	}
	return max(bytes.LastIndexByte(text, ' '), 0)
}
