package view

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/pktscope/pktscope/internal/render"
)

// All texts of a capture pass clean before they are drawn: fit, fitRight and cut call
// it. Lines that are made of them are not cut again.

const ellipsis = "…"

// clean escapes what would control the terminal, or is not visible.
func clean(s string) string { return string(render.AppendClean(nil, s)) }

// cut shortens a text to width columns.
func cut(s string, width int) string { return ansi.Truncate(clean(s), max(0, width), ellipsis) }

// fit makes a text width columns wide.
func fit(s string, width int) string {
	s = cut(s, width)
	return s + blanks(width-ansi.StringWidth(s))
}

// fitRight is fit with the text at the right.
func fitRight(s string, width int) string {
	s = cut(s, width)
	return blanks(width-ansi.StringWidth(s)) + s
}

// shifted leaves out the first columns of a text.
func shifted(s string, columns int) string {
	if columns <= 0 {
		return s
	}
	return ansi.TruncateLeft(clean(s), columns, ellipsis)
}

func blanks(n int) string { return strings.Repeat(" ", max(0, n)) }

// ends puts one text at the left and one at the right of a line; the left one is cut.
func ends(left, right string, width int) string {
	right = cut(right, width)
	return fit(left, width-ansi.StringWidth(right)) + right
}

// filled adds empty lines up to height, and cuts those below.
func filled(lines []string, width, height int) []string {
	for len(lines) < height {
		lines = append(lines, blanks(width))
	}
	return lines[:max(0, height)]
}

// beside puts two columns of lines next to each other.
func beside(left, right []string, between string) []string {
	out := make([]string, len(left))
	for i := range left {
		out[i] = left[i] + between + right[i]
	}
	return out
}
