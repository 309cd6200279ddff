package ios

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/pktscope/pktscope/internal/render"
)

// AppendColumn appends text, escaped for a terminal and padded to width. A text
// that is longer moves the rest of its line to the right.
func AppendColumn(b []byte, text string, width int) []byte {
	at := len(b)
	b = render.AppendClean(b, text)
	pad := max(1, width-utf8.RuneCount(b[at:]))
	return append(b, strings.Repeat(" ", pad)...)
}

// AppendWrapped is AppendColumn for the column that begins at position from: as
// on a router, the columns after a text that is longer than width go on on the
// next line, in their places.
func AppendWrapped(b []byte, text string, from, width int) []byte {
	at := len(b)
	b = AppendColumn(b, text, width)
	if utf8.RuneCount(b[at:]) > width {
		b = append(TrimRight(b), "\n"+strings.Repeat(" ", from+width)...)
	}
	return b
}

// AppendLine appends a line: a label and text, which is escaped for a terminal.
func AppendLine(b []byte, label, text string) []byte {
	return append(render.AppendClean(append(b, label...), text), '\n')
}

// AppendLines appends each line of text by AppendLine, without a label.
func AppendLines(b []byte, text string) []byte {
	for line := range strings.Lines(text) {
		b = AppendLine(b, "", strings.TrimRight(line, "\r\n"))
	}
	return b
}

// TrimRight drops the blanks at the end of the last line.
func TrimRight(b []byte) []byte { return bytes.TrimRight(b, " ") }
