package render

import (
	"encoding/binary"
	"unicode/utf8"

	"github.com/pktscope/pktscope/dissect/field"
)

const xmlHeader = `<?xml version="1.0" encoding="utf-8"?>` + "\n"

// cleanXML escapes b from index from on for XML text or an attribute, without a copy
// if nothing needs it.
func cleanXML(b []byte, from int) []byte {
	return escape(b, from, plainXMLWord, &plainXML, appendXML)
}

// escape escapes b from index from on by appendEscaped from the first byte on that is not
// plain. It asks for eight bytes at once; word may say of plain ones that they are not.
func escape(b []byte, from int, word func(uint64) bool, plain *[256]bool, appendEscaped func(b, text []byte) []byte) []byte {
	i, end := from, len(b)
	for ; i+8 <= end; i += 8 {
		if !word(binary.LittleEndian.Uint64(b[i:])) {
			break
		}
	}
	if i+8 > end && end-from >= 8 && word(binary.LittleEndian.Uint64(b[end-8:])) {
		return b
	}
	for ; i < end; i++ {
		if !plain[b[i]] {
			return rewrite(b, i, appendEscaped)
		}
	}
	return b
}

// plainXMLWord reports whether none of eight bytes needs an escape in XML. It takes # for
// one that does, which has all but two bits of ", & and '.
func plainXMLWord(v uint64) bool {
	return field.PlainWord(v) && !hasByte(v|ones*('\''^'"'), '\'') && !hasByte(v|ones*('<'^'>'), '>')
}

// plainJSONWord reports whether none of eight bytes needs an escape in JSON.
func plainJSONWord(v uint64) bool {
	return field.PlainWord(v) && !hasByte(v, '"') && !hasByte(v, '\\')
}

// hasByte reports whether one of the eight bytes of v is c.
func hasByte(v uint64, c byte) bool {
	v ^= ones * uint64(c)
	return (v-ones)&^v&(ones<<7) != 0
}

const ones = 0x0101010101010101

// plainXML and plainJSON are the bytes that need no escape.
var (
	plainXML  = printable('&', '<', '>', '"', '\'')
	plainJSON = printable('"', '\\')
)

// printable returns the printable ASCII characters without the exceptions.
func printable(but ...byte) (table [256]bool) {
	for c := ' '; c < 0x7f; c++ {
		table[c] = true
	}
	for _, c := range but {
		table[c] = false
	}
	return table
}

// appendXML appends text escaped for XML text or an attribute. Characters that XML
// 1.0 forbids become \x and their number, as in Wireshark's PDML; bytes that are not
// UTF-8 become U+FFFD. A carriage return ends a line, or is escaped: alone it would have a
// terminal write over what is there.
func appendXML(b, text []byte) []byte {
	var t reader
	for i := 0; i < len(text); {
		c := text[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRune(text[i:])
			switch {
			case r == utf8.RuneError && n == 1, r == 0xfffe, r == 0xffff:
				b = append(b, "\ufffd"...)
			case t.escapes(r):
				b = append(appendHexNumber(append(b, "&#x"...), uint64(r), 'a'), ';')
			default:
				b = append(b, text[i:i+n]...)
			}
			i += n
			continue
		}
		i++
		t.marks = 0
		switch {
		case c == '&':
			b = append(b, "&amp;"...)
		case c == '<':
			b = append(b, "&lt;"...)
		case c == '>':
			b = append(b, "&gt;"...)
		case c == '"':
			b = append(b, "&quot;"...)
		case c == '\'':
			b = append(b, "&#x27;"...)
		case c == '\r' && (i == len(text) || text[i] != '\n'):
			b = append(b, "&#xd;"...)
		case c >= 0x20 && c != 0x7f, c == '\t', c == '\n', c == '\r':
			b = append(b, c)
		default:
			b = append(b, '\\', 'x')
			if c >= 0x10 {
				b = append(b, hexDigits[c>>4])
			}
			b = append(b, hexDigits[c&15])
		}
	}
	return b
}

const hexDigits = "0123456789abcdef"
