package cli

import (
	"strings"
	"unicode/utf8"

	"github.com/spf13/pflag"
)

// sectionKey is the annotation of a flag with the section of the help that it is in.
const sectionKey = "section"

// helpWidth is the width of the help in columns.
const helpWidth = 80

// section declares flags that stand together in the help.
func section(f *pflag.FlagSet, title string, declare func(f *pflag.FlagSet)) {
	before := 0
	f.VisitAll(func(*pflag.Flag) { before++ }) // in the order of their declaration
	declare(f)
	in := map[string][]string{sectionKey: {title}}
	f.VisitAll(func(flag *pflag.Flag) {
		if before--; before < 0 && flag.Annotations == nil {
			flag.Annotations = in
		}
	})
}

// flagUsages describes the flags of f, by section in the order of their
// declaration.
func flagUsages(f *pflag.FlagSet) string {
	var titles []string
	sections := map[string]*pflag.FlagSet{}
	f.VisitAll(func(flag *pflag.Flag) {
		title := "Options"
		if named := flag.Annotations[sectionKey]; len(named) > 0 {
			title = named[0]
		}
		if sections[title] == nil {
			sections[title] = newFlags(title)
			titles = append(titles, title)
		}
		sections[title].AddFlag(flag)
	})
	var parts []string
	for _, title := range titles {
		if text := sections[title].FlagUsagesWrapped(helpWidth); text != "" {
			parts = append(parts, title+":\n"+text)
		}
	}
	return strings.Join(parts, "\n")
}

// fit breaks the lines of a help text that are too wide for it: in the right of two
// columns, or below the left one where that takes most of the line.
func fit(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if utf8.RuneCountInString(strings.TrimSuffix(line, "\n")) <= helpWidth {
			b.WriteString(line)
			continue
		}
		margin := len(line) - len(strings.TrimLeft(line, " "))
		at := margin + strings.LastIndex(line[margin:], "   ") + 3
		switch {
		case at < margin+3: // one column
			b.WriteString(wrapped(line, strings.Repeat(" ", margin)))
		case at > helpWidth*5/8:
			b.WriteString(strings.TrimRight(line[:at], " ") + "\n" + wrapped(line[at:], strings.Repeat(" ", margin+4)))
		default:
			b.WriteString(line[:at] + strings.TrimLeft(wrapped(line[at:], strings.Repeat(" ", at)), " "))
		}
	}
	return b.String()
}
