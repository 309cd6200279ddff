package render

import (
	"unicode/utf8"

	"github.com/pktscope/pktscope/dissect/field"
)

// Text of a packet must not control the terminal that shows it: control characters,
// bytes that are not UTF-8, and characters that change the direction of writing are
// escaped before they are printed.

// clean escapes b from index from on, without a copy if nothing needs it.
func clean(b []byte, from int) []byte {
	i := from
	for {
		i += field.PlainPrefix(b[i:])
		if i == len(b) {
			return b
		}
		if b[i] < utf8.RuneSelf {
			break
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 || steers(r) {
			break
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
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		switch {
		case r == utf8.RuneError && n == 1:
			b = append(b, "\ufffd"...)
		case r < 0x20 || r == 0x7f:
			b = field.AppendControl(b, text[0])
		case r >= 0x80 && steers(r):
			b = appendRune(b, r, "0123456789ABCDEF") // as Wireshark 4.6 has it
		default:
			b = append(b, text[:n]...)
		}
		text = text[n:]
	}
	return b
}

// appendRune appends r as \u and four of the hexadecimal digits.
func appendRune(b []byte, r rune, digits string) []byte {
	b = append(b, '\\', 'u')
	for s := 12; s >= 0; s -= 4 {
		b = append(b, digits[r>>s&15])
	}
	return b
}

// steers reports whether r, beyond ASCII, controls a terminal or the characters around
// it: the C1 controls, line and paragraph separators, and the marks of Unicode's
// bidirectional algorithm (UAX #9).
func steers(r rune) bool {
	switch {
	case r < 0xa0:
		return true
	case r < 0x200e || r > 0x2069:
		return r == 0x061c
	}
	return r <= 0x200f || r >= 0x2028 && r <= 0x202e || r >= 0x2066
}
