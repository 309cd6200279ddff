package view

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/pktscope/pktscope/internal/render"
)

// A ladderView is the messages of an exchange between its peers, below what is wrong
// with it.
type ladderView struct {
	scroll
	id     string
	ladder *Ladder // nil until it has come
	err    error
	head   []string // the first note, which is always in sight
	lines  []ladderLine
	width  int // that lines are made for
	marked int // the message that the next marked one is compared with, -1 for none
}

// A ladderLine is a line of the notes, or a message.
type ladderLine struct {
	note    *Note
	message int // -1 for none
	text    string
}

// A ladderMsg is a ladder that has come.
type ladderMsg struct {
	id     string
	ladder *Ladder
	err    error
}

// openLadder opens the ladder of an entry.
func (m *Model) openLadder(id string) tea.Cmd {
	m.over = append(m.over, &ladderView{id: id, marked: -1})
	return func() tea.Msg {
		l, err := m.src.Ladder(m.ctx, id)
		return ladderMsg{id, l, err}
	}
}

// ladder is the ladder on top, nil if there is none.
func (m *Model) ladder() *ladderView {
	if len(m.over) == 0 {
		return nil
	}
	v, _ := m.over[len(m.over)-1].(*ladderView)
	return v
}

// tookLadder takes a ladder that has come; its first message is selected.
func (m *Model) tookLadder(msg ladderMsg) {
	v := m.ladder()
	if v == nil || v.id != msg.id {
		return
	}
	v.ladder, v.err, v.width = msg.ladder, msg.err, 0
	if msg.err != nil {
		return
	}
	v.lay(m.width)
	v.resize(v.room(m.area()), len(v.lines))
	for i, l := range v.lines {
		if l.message == 0 {
			v.to(i)
		}
	}
}

func (v *ladderView) scope() scope      { return inLadder }
func (v *ladderView) scroller() *scroll { return &v.scroll }

func (v *ladderView) hint() string {
	switch {
	case v.marked >= 0:
		return "m on another message compares; Esc goes back"
	case v.ladder != nil && len(v.ladder.Messages) == 0:
		return "Enter opens a packet, a filters, ? help, Esc goes back"
	}
	return "Enter opens, m marks to compare, a filters, Esc goes back"
}

// Widths of a ladder.
const (
	timeWidth    = 13
	mostLane     = 72
	leastMeaning = 30
)

// footHeight is the lines of what the selected message means.
const footHeight = 2

// lane is the width between the peers, and that of what stands at the right of them: 0
// where there is no room for it.
func lane(width int) (between, meaning int) {
	between = min(mostLane, width-timeWidth-2)
	if meaning = width - timeWidth - 2 - between - 1; meaning < leastMeaning {
		return width - timeWidth - 2, 0
	}
	return between, meaning
}

// lay makes the lines for a width.
func (v *ladderView) lay(width int) {
	if v.ladder == nil || width == v.width {
		return
	}
	v.width, v.head, v.lines = width, nil, nil
	if notes := v.ladder.Notes; len(notes) > 0 {
		v.head = atMost(mostHead, render.Wrap(notes[0].Text, width-2))
		v.notes(notes[1:], width)
	}
	if len(v.ladder.Messages) > 0 {
		if len(v.lines)+len(v.head) > 0 {
			v.lines = append(v.lines, ladderLine{message: -1})
		}
		between, _ := lane(width)
		v.lines = append(v.lines, ladderLine{message: -1, text: fitRight(fmt.Sprintf("since #%d ", v.ladder.Messages[0].Number), timeWidth) + ends(v.ladder.Peers[0], v.ladder.Peers[1], between+2)})
	}
	for i := range v.ladder.Messages {
		v.lines = append(v.lines, ladderLine{message: i})
	}
	if len(v.ladder.More) > 0 {
		v.lines = append(v.lines, ladderLine{message: -1})
		v.notes(v.ladder.More, width)
	}
	v.resize(v.rows, len(v.lines))
}

// mostHead is how many lines of the first note are in sight.
const mostHead = 3

// atMost is so many lines at most: the last one has what would be below it.
func atMost(n int, lines []string) []string {
	if len(lines) <= n {
		return lines
	}
	return append(lines[:n-1:n-1], strings.Join(lines[n-1:], " "))
}

// room is how many lines there are between what is always in sight.
func (v *ladderView) room(area rect) int { return area.h - 1 - len(v.head) - footHeight }

// notes adds the lines of notes. What is too long goes on below its beginning.
func (v *ladderView) notes(notes []Note, width int) {
	for i := range notes {
		n := &notes[i]
		text := strings.TrimLeft(n.Text, " ")
		indent := min(len(n.Text)-len(text), width/2)
		for _, part := range render.Wrap(text, width-2-indent) {
			v.lines = append(v.lines, ladderLine{n, -1, " " + blanks(indent) + part})
		}
	}
}

// message is the selected message, nil for none.
func (v *ladderView) message() *Message {
	if v.ladder == nil || v.at >= len(v.lines) {
		return nil
	}
	if i := v.lines[v.at].message; i >= 0 {
		return &v.ladder.Messages[i]
	}
	return nil
}

// frame is the packet of the selected line, 0 for none.
func (v *ladderView) frame() uint64 {
	if msg := v.message(); msg != nil {
		return msg.Number
	}
	if v.at < len(v.lines) {
		if n := v.lines[v.at].note; n != nil {
			return n.Frame
		}
	}
	return 0
}

// draw draws the title, the lines in sight and what the selected message means.
func (v *ladderView) draw(m *Model, area rect) []string {
	st := &m.styles
	switch {
	case v.err != nil:
		return filled([]string{st.hues[render.HueErr].Render(fit(" "+v.err.Error(), area.w))}, area.w, area.h)
	case v.ladder == nil:
		return filled([]string{st.dim.Render(fit(" "+ellipsis, area.w))}, area.w, area.h)
	}
	v.lay(area.w)
	v.resize(v.room(area), len(v.lines))
	place := ""
	if v.top > 0 || v.end() < len(v.lines) { // there is more than is in sight
		place = fmt.Sprintf("  lines %d to %d of %d ", v.top+1, v.end(), len(v.lines))
	}
	out := []string{st.title.Bold(true).Render(ends(" "+v.ladder.Title, place, area.w))}
	for _, text := range v.head {
		out = append(out, st.hues[v.ladder.Notes[0].Hue].Render(fit(" "+text, area.w)))
	}
	for i := v.top; i < v.end(); i++ {
		out = append(out, v.line(st, i, area.w))
	}
	return append(filled(out, area.w, area.h-footHeight), v.foot(st, area.w)...)
}

// line is a line of the screen.
func (v *ladderView) line(st *styles, i, width int) string {
	l := &v.lines[i]
	text, hue := l.text, render.HueNone
	switch {
	case l.message >= 0:
		msg := &v.ladder.Messages[l.message]
		text, hue = v.rung(msg, l.message == v.marked, width), msg.Hue
	case l.note != nil:
		hue = l.note.Hue
	}
	text = fit(text, width)
	if i == v.at {
		return st.selected.Render(text)
	}
	return st.hues[hue].Render(text)
}

// rung is "  0.001234 │─ #3 Main Mode: SA ───▶│ what it means".
func (v *ladderView) rung(msg *Message, marked bool, width int) string {
	between, column := lane(width)
	label := cut(fmt.Sprintf(" #%d %s ", msg.Number, msg.Label), between-3)
	shaft := strings.Repeat("─", between-2-ansi.StringWidth(label))
	arrow := "─" + label + shaft + "▶"
	if msg.From == 1 {
		arrow = "◀" + label + shaft + "─"
	}
	mark := " "
	if marked {
		mark = "*"
	}
	text := mark + fmt.Sprintf("%*.6f ", timeWidth-2, msg.Time.Seconds()) + "│" + arrow + "│"
	if column > 0 {
		text += " " + cut(msg.Meaning, column)
	}
	return text
}

// foot is what the selected message means, in two lines.
func (v *ladderView) foot(st *styles, width int) []string {
	text := ""
	if msg := v.message(); msg != nil {
		if text = msg.Meaning; text != "" {
			text = fmt.Sprintf("#%d %s", msg.Number, text)
		}
	}
	wrapped := atMost(footHeight, render.Wrap(text, width-2))
	var out []string
	for i := range footHeight {
		line := ""
		if i < len(wrapped) {
			line = " " + wrapped[i]
		}
		out = append(out, st.dim.Render(fit(line, width)))
	}
	return out
}

// openMessage opens the packet of the selected line.
func (m *Model) openMessage() tea.Cmd {
	if n := m.ladder().frame(); n > 0 {
		return m.openFrame(n)
	}
	m.note = "there is no packet behind this line"
	return nil
}

// markMessage marks the selected message; the second one is compared with the first.
func (m *Model) markMessage() tea.Cmd {
	v := m.ladder()
	msg := v.message()
	switch {
	case msg == nil:
		m.note = "this line is no message"
		return nil
	case v.marked < 0:
		v.marked = v.lines[v.at].message
		return nil
	case v.marked == v.lines[v.at].message:
		v.marked = -1
		return nil
	}
	first := v.ladder.Messages[v.marked].Number
	v.marked = -1
	return m.compare(first, msg.Number)
}

// applyLadder displays the packets of the ladder.
func (m *Model) applyLadder() tea.Cmd {
	v := m.ladder()
	if v.ladder == nil || v.ladder.Filter == "" {
		m.note = "no filter can be made of this ladder"
		return nil
	}
	return m.filter(v.ladder.Filter)
}

// showInList selects the packet in the packet list.
func (m *Model) showInList() tea.Cmd {
	number := uint64(0)
	if f := m.frame(); f != nil {
		number = f.number
	} else if v := m.ladder(); v != nil {
		number = v.frame()
	}
	if number == 0 {
		m.note = "there is no packet behind this line"
		return nil
	}
	return m.goTo(number)
}
