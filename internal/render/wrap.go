package render

import (
	"strings"
	"unicode/utf8"

	"github.com/olekukonko/tablewriter/pkg/twwarp"
)

// Wrap breaks text into lines of at most width columns of a terminal, between words;
// a longer word has a line of its own. Control characters are escaped. A width of 0 is
// no limit.
func Wrap(text string, width int) []string {
	text = string(AppendClean(nil, text))
	if width <= 0 || utf8.RuneCountInString(text) <= width {
		return []string{text}
	}
	lines, _ := twwarp.WrapString(text, width)
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return lines
}
