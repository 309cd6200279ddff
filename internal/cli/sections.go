package cli

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/session"
)

// sectionKey is the annotation of a flag with the section of the help that it is in.
const sectionKey = "section"

// ownFlags is the title of flags without a section.
const ownFlags = "Options"

// A page is how wide a help is, in columns.
type page int

// Widths of helps: without a terminal, and the narrowest and the widest that are read with
// ease.
const (
	helpWidth             = 80
	leastHelp, widestHelp = 40, 120
)

// pageOf is the page of the terminal, or of none.
func pageOf(e *session.Env) page {
	if tty := session.Terminal(e.Out); tty != nil {
		if w := session.Width(tty); w > 0 {
			return page(min(max(w, leastHelp), widestHelp))
		}
	}
	return helpWidth
}

// help is the help of a command: what it does, examples, and its flags.
func help(e *session.Env, command, text string, f *pflag.FlagSet) string {
	p := pageOf(e)
	return p.fit(strings.TrimRight(text, "\n")+"\n\n"+exampleText(command)) + p.flags(f)
}

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

// A flagSection is the flags that stand together in the help, below a title.
type flagSection struct {
	title string
	flags *pflag.FlagSet
}

// flagSections are the sections of f with flags that are shown, in the order of their
// declaration.
func flagSections(f *pflag.FlagSet) (sections []flagSection) {
	f.VisitAll(func(flag *pflag.Flag) {
		if flag.Hidden {
			return
		}
		title := ownFlags
		if named := flag.Annotations[sectionKey]; len(named) > 0 {
			title = named[0]
		}
		i := slices.IndexFunc(sections, func(s flagSection) bool { return s.title == title })
		if i < 0 {
			i = len(sections)
			sections = append(sections, flagSection{title, newFlags(title)})
		}
		sections[i].flags.AddFlag(flag)
	})
	return sections
}

// flags describes the flags of f by section.
func (p page) flags(f *pflag.FlagSet) string {
	var parts []string
	for _, s := range flagSections(f) {
		parts = append(parts, s.title+":\n"+s.flags.FlagUsagesWrapped(int(p)))
	}
	return strings.Join(parts, "\n")
}

// fit breaks the lines of a help text that are too wide for it: in the right of two
// columns, or below the left one where that takes most of the line.
func (p page) fit(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if utf8.RuneCountInString(strings.TrimSuffix(line, "\n")) <= int(p) {
			b.WriteString(line)
			continue
		}
		margin := len(line) - len(strings.TrimLeft(line, " "))
		at := margin + strings.LastIndex(line[margin:], "   ") + 3
		switch {
		case at < margin+3: // one column
			b.WriteString(p.wrapped(line, strings.Repeat(" ", margin)))
		case at > int(p)*5/8:
			b.WriteString(strings.TrimRight(line[:at], " ") + "\n" + p.wrapped(line[at:], strings.Repeat(" ", margin+4)))
		default:
			b.WriteString(line[:at] + strings.TrimLeft(p.wrapped(line[at:], strings.Repeat(" ", at)), " "))
		}
	}
	return b.String()
}
