package cli

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/pktscope/pktscope/internal/render"
)

// The router's layouts: text in columns, one line after another.

// appendColumn appends what was said on the wire, padded to a column's width;
// what is longer pushes the rest of its line.
func appendColumn(b []byte, text string, width int) []byte {
	at := len(b)
	b = render.AppendClean(b, text)
	pad := max(1, width-utf8.RuneCount(b[at:]))
	return append(b, strings.Repeat(" ", pad)...)
}

// appendWide is appendColumn for a column that begins at from; behind what is
// longer the rest stands on a line of its own, in its columns, as routers do.
func appendWide(b []byte, text string, from, width int) []byte {
	at := len(b)
	b = appendColumn(b, text, width)
	if utf8.RuneCount(b[at:]) > width {
		b = append(trimRight(b), "\n"+strings.Repeat(" ", from+width)...)
	}
	return b
}

// appendLine appends a label and what was said on the wire.
func appendLine(b []byte, label, text string) []byte {
	return append(render.AppendClean(append(b, label...), text), '\n')
}

// appendLines appends a text of several lines.
func appendLines(b []byte, text string) []byte {
	for line := range strings.Lines(text) {
		b = appendLine(b, "", strings.TrimRight(line, "\r\n"))
	}
	return b
}

// trimRight drops blanks at the end of the last line.
func trimRight(b []byte) []byte { return bytes.TrimRight(b, " ") }
