package render

import (
	"bytes"
	"io"
	"unicode/utf8"
)

// A Fold breaks lines between words where a terminal would break them anywhere. What a
// line goes on with is indented below it; a rule is cut.
type Fold struct {
	out   io.Writer
	width int
	tint  func(line []byte) string // what begins a line in its colour; nil: none has one
	part  []byte                   // of a line whose end has not come
	b     []byte
}

// NewFold makes a Fold for a terminal of width columns; 0 is no limit. tint returns the
// escape sequence with which a line begins, "" for none; it may be nil.
func NewFold(out io.Writer, width int, tint func(line []byte) string) *Fold {
	return &Fold{out: out, width: width, tint: tint}
}

// Write implements io.Writer.
func (f *Fold) Write(text []byte) (int, error) {
	if f.width <= 0 && f.tint == nil {
		return f.out.Write(text)
	}
	f.b = f.b[:0]
	for line := range bytes.Lines(text) {
		if line[len(line)-1] != '\n' {
			f.part = append(f.part, line...)
			break
		}
		if len(f.part) > 0 {
			f.part = append(f.part, line...)
			line = f.part
		}
		f.b = append(f.appendLine(f.b, line[:len(line)-1]), '\n')
		f.part = f.part[:0]
	}
	if _, err := f.out.Write(f.b); err != nil {
		return 0, err
	}
	return len(text), nil
}

// Flush writes a last line that has no end.
func (f *Fold) Flush() error {
	_, err := f.out.Write(f.appendLine(nil, f.part))
	f.part = nil
	return err
}

// appendLine appends a line, folded and in its colour.
func (f *Fold) appendLine(b, line []byte) []byte {
	from := len(b)
	if b = append(b, line...); f.width > 0 {
		b = appendFolded(b[:from], line, f.width)
	}
	if f.tint == nil || len(line) == 0 {
		return b
	}
	return inColor(b, from, f.tint(line))
}

// appendFolded appends a line as lines of at most width columns.
func appendFolded(b, line []byte, width int) []byte {
	if rule(line) {
		return append(b, line[:min(len(line), width)]...)
	}
	margin := 0
	for rest := line; ; {
		end := fitting(rest, width-margin)
		if end == len(rest) || width-margin < 1 {
			return append(b, rest...)
		}
		if blank := bytes.LastIndexByte(rest[:min(end+1, len(rest))], ' '); blank > len(rest)-len(bytes.TrimLeft(rest, " ")) {
			end = blank
		}
		b = append(append(b, bytes.TrimRight(rest[:end], " ")...), '\n')
		rest = bytes.TrimLeft(rest[end:], " ")
		if len(rest) == 0 {
			return b[:len(b)-1]
		}
		if margin == 0 {
			margin = min(len(line)-len(bytes.TrimLeft(line, " "))+4, width/2)
		}
		b = appendSpaces(b, margin)
	}
}

// fitting is how many bytes of a line take at most so many columns.
func fitting(line []byte, columns int) int {
	for i := 0; i < len(line); {
		r, n := utf8.DecodeRune(line[i:])
		if columns -= runeWidth(r); columns < 0 {
			return i
		}
		i += n
	}
	return len(line)
}

// rule reports whether a line is one character over and over.
func rule(line []byte) bool {
	return len(line) > 0 && (line[0] == '=' || line[0] == '-') && len(bytes.Trim(line, string(line[:1]))) == 0
}
