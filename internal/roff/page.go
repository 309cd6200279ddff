// Package roff writes manual pages in the macros of man(7), as groff and mandoc read them.
package roff

import (
	"bytes"
	"fmt"
	"strings"
	"time"
)

// Text is a line of text in roff's language: made of what Plain, Bold and Italic return.
type Text string

// Plain is a text as it stands. Its hyphens are hyphen-minuses (\-), and its quotes and
// accents those of ASCII, so that what is copied from a page can be typed.
func Plain(text string) Text {
	return Text(strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`, "\n", " ").Replace(text))
}

// Bold is a text to type as it stands.
func Bold(text string) Text { return `\fB` + Plain(text) + `\fR` }

// Italic is a text that stands for another.
func Italic(text string) Text { return `\fI` + Plain(text) + `\fR` }

// A Page is a manual page, written from its beginning to its end.
type Page struct {
	b     bytes.Buffer
	first bool // nothing stands below the last heading yet
}

// New begins the page of a name in a section of the manual. Source is what the name comes
// with, for the page's foot. Lines are neither justified nor broken within a word: most
// words are to be typed.
func New(name string, section int, date time.Time, source string) *Page {
	p := new(Page)
	fmt.Fprintf(&p.b, ".TH %s %d %s \"%s\"\n.nh\n.ad l\n", Plain(strings.ToUpper(name)), section, date.UTC().Format(time.DateOnly), Plain(source))
	return p
}

// Bytes is the page so far.
func (p *Page) Bytes() []byte { return p.b.Bytes() }

// Section begins a section.
func (p *Page) Section(title string) { p.heading(".SH", title) }

// Subsection begins a part of a section.
func (p *Page) Subsection(title string) { p.heading(".SS", title) }

func (p *Page) heading(macro, title string) {
	fmt.Fprintf(&p.b, "%s \"%s\"\n", macro, Plain(title))
	p.first = true
}

// Paragraph writes a paragraph of lines, each of which begins on the left.
func (p *Page) Paragraph(lines ...Text) {
	if !p.first { // man(7): below a heading a paragraph begins by itself
		p.b.WriteString(".PP\n")
	}
	for i, line := range lines {
		if i > 0 {
			p.b.WriteString(".br\n")
		}
		p.line(line)
	}
}

// Item writes an entry of a list: a term, and what it is, indented below or beside it.
func (p *Page) Item(term, text Text) {
	p.b.WriteString(".TP\n")
	p.line(term)
	p.line(text)
}

// line writes a text. A control character at its beginning would make it a macro.
func (p *Page) line(text Text) {
	if strings.HasPrefix(string(text), ".") {
		p.b.WriteString(`\&`)
	}
	p.b.WriteString(string(text) + "\n")
	p.first = false
}
