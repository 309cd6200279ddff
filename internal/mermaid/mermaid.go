// Package mermaid escapes texts for Mermaid's diagrams.
package mermaid

import (
	"strconv"
	"strings"
)

// Escape escapes a printable text, within quotation marks or without. Characters other than
// letters, digits and blanks may be Mermaid or Markdown syntax and become numeric entities.
func Escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '.' && i > 0 && !strings.HasPrefix(s[i:], ". "): // "1. " begins a list
			b.WriteRune(r)
		case r >= 0x80, r >= '0' && r <= '9', r|0x20 >= 'a' && r|0x20 <= 'z', strings.ContainsRune(" -_/:,", r):
			b.WriteRune(r)
		default:
			b.WriteString("#" + strconv.Itoa(int(r)) + ";")
		}
	}
	return b.String()
}
