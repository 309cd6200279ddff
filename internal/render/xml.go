package render

import "unicode/utf8"

const xmlHeader = `<?xml version="1.0" encoding="utf-8"?>` + "\n"

// cleanXML escapes b from index from on for XML text or an attribute, without a copy
// if nothing needs it.
func cleanXML(b []byte, from int) []byte {
	for i, c := range b[from:] {
		if !plainXML[c] {
			return rewrite(b, from+i, appendXML)
		}
	}
	return b
}

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
