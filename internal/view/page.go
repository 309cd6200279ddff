package view

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/pktscope/pktscope/internal/render"
)

// A page is a tab with tables. Titles are lines, too, which cannot be selected.
type page struct {
	scroll
	content *Page
	err     error
	lines   []pageLine
	left    int       // columns that are scrolled out of sight
	version uint64    // of the Source when the content was asked for
	final   bool      // the content was asked for when the capture was read
	made    time.Time // when the content was
	took    time.Duration
	asked   bool
	from    int // the line that Enter went from, if jumped
	jumped  bool
	stale   bool // it is not asked for anew yet, though there is more to show
}

// A pageLine is a line of a page.
type pageLine struct {
	text  string
	keep  int    // columns at its beginning that stay in sight: the first of a table
	entry *Entry // nil: a title
	kind  lineKind
}

type lineKind uint8

const (
	entryLine lineKind = iota
	sectionLine
	columnsLine
	otherLine
)

// A pageMsg is the content of a tab that has come.
type pageMsg struct {
	tab     int
	content *Page
	err     error
	version uint64
	final   bool
	took    time.Duration
}

// restTimes is how many times as long as it takes to make a content the capture is read before
// it is made anew: reading stands still meanwhile.
const restTimes = 10

// restTimesUnseen is the same of a page that is not shown.
const restTimesUnseen = 50

// need asks for the content, unless that of this version is there.
func (p *page) need(src Source, tab int, st Status, shown bool) tea.Cmd {
	due := p.made.Add(restTimesUnseen * p.took)
	if shown {
		due = p.made.Add(restTimes * p.took)
	}
	final := !st.Reading && !st.Live
	fresh := p.content != nil && p.final == final && p.version == st.Version
	p.stale = !fresh && !p.asked && p.content != nil && p.final == final && time.Now().Before(due)
	if p.asked || fresh || p.stale {
		return nil
	}
	p.asked = true
	kind := tabs()[tab].page
	return func() tea.Msg {
		begin := time.Now()
		content, err := src.Page(kind)
		return pageMsg{tab, content, err, st.Version, final, time.Since(begin)}
	}
}

// take takes the content. The same line stays selected.
func (p *page) take(msg pageMsg) {
	p.asked = false
	p.version, p.final, p.err = msg.version, msg.final, msg.err
	p.made, p.took = time.Now(), msg.took
	first, selected := p.content == nil, p.current()
	p.content = msg.content
	if p.content == nil {
		p.content = &Page{}
	}
	p.lay()
	p.resize(p.rows, len(p.lines))
	if first {
		p.at = 0
	}
	p.keep(selected)
	p.settle(1)
}

// keep selects the line that a line of the content before has become, where it was on the
// screen if it can be there.
func (p *page) keep(before *Entry) {
	if now := p.current(); before == nil || now != nil && now.is(before) {
		return
	}
	nearest := -1
	for i, l := range p.lines {
		if l.entry != nil && l.entry.is(before) && (nearest < 0 || abs(i-p.at) < abs(nearest-p.at)) {
			nearest = i
		}
	}
	if nearest >= 0 {
		p.top += nearest - p.at
		p.to(nearest)
	}
}

func abs(n int) int { return max(n, -n) }

// is reports whether e is what an entry of another content has become: the same ladder, or
// the packets of the same filter, by the same name.
func (e *Entry) is(o *Entry) bool {
	return e.Ladder == o.Ladder && e.Filter == o.Filter && e.Frame == o.Frame && e.Cells[0] == o.Cells[0]
}

// lay makes the lines of the content.
func (p *page) lay() {
	p.lines = p.lines[:0]
	for i := range p.content.Sections {
		s := &p.content.Sections[i]
		if i > 0 {
			p.lines = append(p.lines, pageLine{kind: otherLine})
		}
		p.lines = append(p.lines, pageLine{text: s.Title, kind: sectionLine})
		p.table(s)
	}
}

// table makes the lines of a section.
func (p *page) table(s *Section) {
	if len(s.Entries) == 0 {
		p.lines = append(p.lines, pageLine{text: "  " + s.Empty, kind: otherLine})
		return
	}
	w := columnWidths(s)
	keep := 0
	if len(w) > 1 {
		keep = lineIndent + w[0] + columnGap
	}
	if s.Columns != nil {
		var titles []string
		for _, c := range s.Columns {
			titles = append(titles, c.Title)
		}
		p.lines = append(p.lines, pageLine{text: tableLine(s, w, titles), keep: keep, kind: columnsLine})
	}
	if s.Heading != "" {
		p.lines = append(p.lines, pageLine{text: "  " + clean(s.Heading), kind: columnsLine})
	}
	for i := range s.Entries {
		e := &s.Entries[i]
		l := pageLine{text: tableLine(s, w, e.Cells), keep: keep, entry: e}
		if e.Fixed {
			l = pageLine{text: l.text, kind: otherLine}
		}
		p.lines = append(p.lines, l)
	}
}

// columnWidths are the widths that a section's cells need.
func columnWidths(s *Section) []int {
	w := make([]int, len(s.Columns))
	for i, c := range s.Columns {
		w[i] = ansi.StringWidth(c.Title)
	}
	for _, e := range s.Entries {
		for i := range min(len(w), len(e.Cells)) {
			w[i] = max(w[i], ansi.StringWidth(clean(e.Cells[i])))
		}
	}
	return w
}

// Blanks before a line, and behind each column.
const (
	lineIndent = 2
	columnGap  = 2
)

// tableLine is one line of a table, or the one text of an entry without columns.
func tableLine(s *Section, w []int, cells []string) string {
	var b strings.Builder
	b.WriteString(blanks(lineIndent))
	for i, text := range cells {
		if i < len(w) {
			text = cell(text, w[i], s.Columns[i].Right)
		}
		b.WriteString(clean(text) + blanks(columnGap))
	}
	return strings.TrimRight(b.String(), " ")
}

// settle has an entry selected, not a title: the next one in the direction of by, or
// else the nearest.
func (p *page) settle(by int) {
	direction := 1
	if by < 0 {
		direction = -1
	}
	for _, d := range [2]int{direction, -direction} {
		for i := p.at; i >= 0 && i < len(p.lines); i += d {
			if p.lines[i].entry != nil {
				p.to(i)
				if d < 0 && p.titleAbove(i) {
					p.top = 0
				}
				return
			}
		}
	}
}

// titleAbove reports whether only titles are above a line: they are shown with it.
func (p *page) titleAbove(line int) bool {
	for i := range line {
		if p.lines[i].entry != nil {
			return false
		}
	}
	return line < p.rows
}

// current is the selected entry, nil for none.
func (p *page) current() *Entry {
	if p.at >= len(p.lines) {
		return nil
	}
	return p.lines[p.at].entry
}

// section selects the first entry of the section n further.
func (p *page) section(n int) {
	var starts []int
	now := 0
	for i, l := range p.lines {
		if l.entry != nil && (i == 0 || p.lines[i-1].entry == nil) {
			if i <= p.at {
				now = len(starts)
			}
			starts = append(starts, i)
		}
	}
	if len(starts) > 0 {
		p.to(starts[(now+n+len(starts))%len(starts)])
	}
}

// draw draws the graph and the lines in sight.
func (p *page) draw(st *styles, area rect) []string {
	if p.err != nil {
		return filled([]string{st.hues[render.HueErr].Render(fit(" "+p.err.Error(), area.w))}, area.w, area.h)
	}
	if p.content == nil {
		return filled([]string{st.dim.Render(fit(" "+ellipsis, area.w))}, area.w, area.h)
	}
	out := p.content.Graph.draw(st, area.w, graphHeight(area.h))
	for i := p.top; i < p.end(); i++ {
		out = append(out, p.line(st, i, area.w))
	}
	return filled(out, area.w, area.h)
}

// line is a line of the screen.
func (p *page) line(st *styles, i, width int) string {
	l := &p.lines[i]
	text := fit(l.shifted(p.left, width), width)
	switch {
	case l.kind == sectionLine:
		return st.title.Bold(true).Render(fit(" "+l.text, width))
	case l.kind == columnsLine:
		return st.dim.Underline(true).Render(text)
	case l.entry == nil:
		return st.dim.Render(text)
	case i == p.at:
		return st.selected.Render(text)
	}
	return st.hues[l.entry.Hue].Render(text)
}

// shifted is the text of a line from a column on. The first column of a table stays, unless it
// takes most of the screen.
func (l *pageLine) shifted(columns, width int) string {
	if l.keep == 0 || columns == 0 || l.keep > width/2 {
		return shifted(l.text, columns)
	}
	return ansi.Truncate(l.text, l.keep, "") + shifted(ansi.TruncateLeft(l.text, l.keep, ""), columns)
}

// nextSection goes to the table n further.
func nextSection(n int) func(*Model) tea.Cmd {
	return func(m *Model) tea.Cmd {
		m.pages[m.tab].section(n)
		return nil
	}
}

// openEntry opens the ladder of an entry, or goes to its packet.
func (m *Model) openEntry() tea.Cmd {
	e := m.pages[m.tab].current()
	switch {
	case e == nil:
	case e.Ladder != "":
		return m.openLadder(e.Ladder)
	case e.Frame > 0:
		return m.openFrame(e.Frame)
	case e.Opens != "":
		m.pages[m.tab].toName(e.Opens)
	case e.Filter != "":
		return m.filter(e.Filter)
	default:
		m.note = "there is nothing behind this line"
	}
	return nil
}

// toName selects the entry with a name; back returns from it.
func (p *page) toName(name string) {
	for i, l := range p.lines {
		if l.entry != nil && l.entry.Name == name {
			if !p.jumped {
				p.from, p.jumped = p.at, true
			}
			p.to(i)
			p.top = min(i, max(0, len(p.lines)-p.rows))
			return
		}
	}
}

// back selects the line that Enter went from; it reports whether there was one.
func (p *page) back() bool {
	jumped := p.jumped
	if p.jumped = false; jumped {
		p.to(p.from)
		p.settle(1)
	}
	return jumped
}

// longest is the width of the longest line in sight.
func (p *page) longest() (width int) {
	for i := p.top; i < p.end(); i++ {
		if l := &p.lines[i]; l.kind != sectionLine {
			width = max(width, ansi.StringWidth(l.text)-l.keep)
		}
	}
	return width
}

// wider reports whether a line in sight goes on at the right of the screen.
func (p *page) wider(width int) bool {
	for i := p.top; i < p.end(); i++ {
		if p.lines[i].kind != sectionLine && ansi.StringWidth(p.lines[i].text) > p.left+width {
			return true
		}
	}
	return false
}

// applyEntry displays the packets of an entry.
func (m *Model) applyEntry() tea.Cmd {
	e := m.pages[m.tab].current()
	if e == nil || e.Filter == "" {
		m.note = "no filter can be made of this line"
		return nil
	}
	return m.filter(e.Filter)
}
