package render

import (
	"bufio"
	_ "embed" // the template and the style of pages
	"fmt"
	"html/template"
	"io"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/pktscope/pktscope/internal/svg"
)

// A Page is a whole HTML document. It has no scripts and asks nothing of other places: its
// policy (Content Security Policy) forbids both.
type Page struct {
	Title    string
	Lead     []string // lines below it
	Summary  *Section // before the contents; nil: none
	Contents []string // titles of sections that are linked to at the beginning; nil: none
	Style    string   // in CSS, of the pictures
	Sections iter.Seq[Section]
}

// A Section is a heading and what stands below it, in this order.
type Section struct {
	Title    string // "": none
	Class    string // how it looks: "error", "warning", "note", "good" or ""
	Lines    []string
	Facts    []Fact
	Table    Tabular // nil: none
	Exact    bool    // a Size in it has all digits
	List     []Item
	Figures  []Figure
	Text     iter.Seq[string] // as on a terminal, in parts; nil: none
	Notes    []string
	Sections []Section
}

// A Fact is a name and what it is, a cell.
type Fact struct {
	Name  string
	Value any
}

// An Item is an entry of a list: where, what, and what a program calls it.
type Item struct{ Place, Text, Code string }

// A Figure is a picture of package svg, with a line below it.
type Figure struct {
	SVG     []byte
	Caption string
}

// SectionOf is a table and what stands around it as a section.
func SectionOf(r Report) Section {
	s := Section{Title: r.Title, Lines: r.Lead, Table: r.Table, Exact: r.Exact, Notes: r.Notes}
	if r.Picture != nil {
		s.Figures = []Figure{{SVG: r.Picture(true)}}
	}
	return s
}

// PageOf is a page of tables.
func PageOf(title string, reports ...Report) Page {
	return Page{Title: title, Sections: func(yield func(Section) bool) {
		for _, r := range reports {
			s := SectionOf(r)
			if s.Title == title { // the page has it
				s.Title = ""
			}
			if !yield(s) {
				return
			}
		}
	}}
}

// With is the page with one more section, unless that is without content.
func (p Page) With(last Section) Page {
	if last.Title == "" && len(last.Lines)+len(last.Notes) == 0 {
		return p
	}
	first := p.Sections
	p.Sections = func(yield func(Section) bool) {
		for s := range first {
			if !yield(s) {
				return
			}
		}
		yield(last)
	}
	return p
}

// Behind is the page with one more section before the others.
func (p Page) Behind(first Section) Page {
	rest := p.Sections
	p.Sections = func(yield func(Section) bool) {
		if yield(first) {
			rest(yield)
		}
	}
	return p
}

// WritePage writes a page, table by table and row by row.
func WritePage(w io.Writer, p Page) error {
	out := bufio.NewWriterSize(w, writeSize)
	if err := document().Execute(out, &pageView{p}); err != nil {
		return err
	}
	return out.Flush()
}

//go:embed page.html
var pageText string

//go:embed page.css
var pageStyle string

// document is compiled if a page is asked for, and once.
var document = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Funcs(template.FuncMap{"clean": cleanText}).Parse(pageText))
})

// A pageView is a Page as its template sees it.
type pageView struct{ Page }

// CSS is the style of the page and of its pictures.
func (d *pageView) CSS() template.CSS {
	return template.CSS(pageStyle + svg.Style + svg.PlotStyle + d.Style)
}

// First is the summary.
func (d *pageView) First() *block {
	if d.Summary == nil {
		return nil
	}
	return &block{Section: *d.Summary, Level: 2}
}

// Links are the contents.
func (d *pageView) Links() (links []link) {
	for i, title := range d.Contents {
		links = append(links, link{anchor(i), title})
	}
	return links
}

type link struct{ ID, Title string }

func anchor(i int) string { return fmt.Sprintf("part-%d", i+1) }

// Blocks are the sections.
func (d *pageView) Blocks() iter.Seq[block] {
	return func(yield func(block) bool) {
		for s := range d.Sections {
			b := block{Section: s, Level: 2}
			if i := slices.Index(d.Contents, s.Title); i >= 0 {
				b.ID = anchor(i)
			}
			if !yield(b) {
				return
			}
		}
	}
}

// A block is a Section as its template sees it.
type block struct {
	Section
	Level int // of its heading
	ID    string
}

// Inner are the sections within it.
func (b block) Inner() (inner []block) {
	level := b.Level + 1
	if b.Title == "" {
		level = b.Level
	}
	for _, s := range b.Sections {
		inner = append(inner, block{Section: s, Level: level})
	}
	return inner
}

// A pageCell is a cell of a table.
type pageCell struct {
	Text   string
	Number bool
}

// Headings are those of the table.
func (b block) Headings() (cells []pageCell) {
	for _, h := range b.Table.headings(InHTML) {
		cells = append(cells, pageCell{h.title, h.number})
	}
	return cells
}

// Rows are the cells of the table. A row is valid until the next.
func (b block) Rows() iter.Seq[[]pageCell] {
	return func(yield func([]pageCell) bool) {
		headings := b.Table.headings(InHTML)
		cells := make([]pageCell, len(headings))
		for row := range b.Table.cells(InHTML) {
			for i, v := range row {
				cells[i] = pageCell{cellText(v, b.Exact), headings[i].number}
			}
			if !yield(cells) {
				return
			}
		}
	}
}

// Of is the text of a fact.
func (b block) Of(f Fact) string { return cellText(f.Value, b.Exact) }

// Pictures are the figures.
func (b block) Pictures() (list []picture) {
	for _, f := range b.Figures {
		list = append(list, picture{template.HTML(f.SVG), f.Caption})
	}
	return list
}

type picture struct {
	SVG     template.HTML
	Caption string
}

// cellText is a cell as text, a list of texts with a line for each.
func cellText(v any, exact bool) string {
	if list, ok := v.([]string); ok {
		lines := make([]string, len(list))
		for i, s := range list {
			lines[i] = string(AppendClean(nil, s))
		}
		return strings.Join(lines, "\n")
	}
	return string(clean(appendTableCell(nil, v, exact), 0))
}

// cleanText escapes control characters of a text of one or more lines.
func cleanText(text string) string { return cleanLines([]byte(text)) }
