package render

import (
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/pktscope/pktscope/dissect/field"
)

// Text of a packet must not control the terminal that shows it, nor look like another
// text: control characters, bytes that are not UTF-8, characters that change the
// direction of writing or are not visible, and marks that are piled up on one character
// are escaped before they are printed.

// maxMarks is how many marks one character may have. Hebrew and Vietnamese have three
// at most.
const maxMarks = 4

// A reader tells which characters of a text are escaped.
type reader struct{ marks int }

// escapes reports whether r, beyond ASCII, is escaped where it comes next.
func (t *reader) escapes(r rune) bool {
	if r < 0x300 {
		t.marks = 0
		return r < 0xa0 || r == 0xad
	}
	if hidden(r) {
		return true
	}
	if !unicode.In(r, unicode.Mn, unicode.Me) {
		t.marks = 0
		return false
	}
	t.marks++
	return t.marks > maxMarks
}

// hidden reports whether r controls the characters around it or takes no room of its
// own: format characters, line and paragraph separators, and what is to be ignored by
// default (Default_Ignorable_Code_Point in UAX #44), among it variation selectors, tags
// and fillers.
func hidden(r rune) bool {
	switch {
	case r < 0x2000 && r > 0x1bff, r >= 0x4e00 && r <= 0xd7a3, r >= 0x2070 && r < 0x3000: // most texts
		return false
	case r == 0x2028, r == 0x2029:
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// Clean escapes b as AppendClean does, from index from on.
func Clean(b []byte, from int) []byte { return clean(b, from) }

// clean escapes b from index from on, without a copy if nothing needs it.
func clean(b []byte, from int) []byte {
	i := from
	var t reader
	for {
		if n := field.PlainPrefix(b[i:]); n > 0 {
			i += n
			t.marks = 0
		}
		if i == len(b) {
			return b
		}
		if b[i] < utf8.RuneSelf {
			break
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 || t.escapes(r) {
			return rewrite(b, from, appendClean)
		}
		i += n
	}
	return rewrite(b, i, appendClean)
}

// rewrite replaces b from index from on by the text that escape appends for it.
//
//go:noinline
func rewrite(b []byte, from int, escape func(b, text []byte) []byte) []byte {
	mid := len(b)
	b = escape(b, b[from:mid])
	n := copy(b[from:], b[mid:])
	return b[:from+n]
}

// appendClean appends text with control characters and bytes that are not UTF-8
// escaped.
func appendClean(b, text []byte) []byte {
	var t reader
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		switch {
		case r == utf8.RuneError && n == 1:
			b = append(b, "\ufffd"...)
		case r < 0x20 || r == 0x7f:
			b = field.AppendControl(b, text[0])
		case r >= 0x80 && t.escapes(r):
			b = appendRune(b, r)
		default:
			if r < 0x80 {
				t.marks = 0
			}
			b = append(b, text[:n]...)
		}
		text = text[n:]
	}
	return b
}

// appendRune appends r as Wireshark 4.6 has it: \u and four hexadecimal digits, or \U and
// eight.
func appendRune(b []byte, r rune) []byte {
	if r > 0xffff {
		return appendDigits(append(b, '\\', 'U'), r, 8, "0123456789ABCDEF")
	}
	return appendDigits(append(b, '\\', 'u'), r, 4, "0123456789ABCDEF")
}

// appendJSONRune appends r as JSON has it: RFC 8259, section 7.
func appendJSONRune(b []byte, r rune) []byte {
	const digits = "0123456789abcdef"
	if high, low := utf16.EncodeRune(r); r > 0xffff {
		return appendDigits(append(appendDigits(append(b, `\u`...), high, 4, digits), `\u`...), low, 4, digits)
	}
	return appendDigits(append(b, `\u`...), r, 4, digits)
}

// appendDigits appends the last n hexadecimal digits of r.
func appendDigits(b []byte, r rune, n int, digits string) []byte {
	for s := 4 * (n - 1); s >= 0; s -= 4 {
		b = append(b, digits[r>>s&15])
	}
	return b
}
