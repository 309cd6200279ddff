package render

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/field"
)

// cEscapes are the control characters with a letter of C's behind a backslash, which
// -E escape=n leaves as they are.
const cEscapes = "\a\b\t\n\v\f\r"

// escaped returns the characters of values of -T fields that clean does not write as
// Wireshark 4.6 does. Columns are told apart by quotes, or by the separator, before
// which then stands a backslash where it is in a value.
func (o *Options) escaped() string {
	if o.As == As40 {
		return ""
	}
	var set string
	if o.Fields.Quote == 0 || !o.Fields.Raw {
		set = `\`
	}
	if o.Fields.Quote == 0 {
		set += string(rune(o.Fields.Separator))
	}
	if o.Fields.Raw {
		set += cEscapes
	}
	return set
}

// clean escapes b from index from on: what controls a terminal, and what would be
// taken for the end of a value.
func (f *fields) clean(b []byte, from int) []byte {
	i := from
	for i < len(b) && f.plain[b[i]] {
		i++
	}
	if i == len(b) {
		return b
	}
	if f.escaped != "" && bytes.ContainsAny(b[from:], f.escaped) {
		return rewrite(b, from, f.appendEscaped)
	}
	return clean(b, from)
}

// appendEscaped appends text with the characters in f.escaped as 4.6 has them, and
// all others as clean has them.
func (f *fields) appendEscaped(b, text []byte) []byte {
	o := &f.o.Fields
	for len(text) > 0 {
		n := bytes.IndexFunc(text, func(r rune) bool {
			return r >= '\a' && r <= '\r' || r == '\\' || r == rune(o.Separator)
		})
		if n != 0 {
			if n < 0 {
				n = len(text)
			}
			b, text = appendClean(b, text[:n]), text[n:]
			continue
		}
		c := text[0]
		switch isC := c >= '\a' && c <= '\r'; {
		case isC && !o.Raw:
			b = field.AppendControl(b, c)
		case c == '\\' && (o.Quote == 0 || !o.Raw), c == o.Separator && o.Quote == 0:
			b = append(b, '\\', c)
		case isC:
			b = append(b, c)
		default:
			b = appendClean(b, text[:1])
		}
		text = text[1:]
	}
	return b
}
