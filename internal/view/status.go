package view

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/pktscope/pktscope/internal/render"
)

// mostStatus is how many lines a message may take.
const mostStatus = 4

// statusLines are the last lines: what the last key did or what keys there are, and the
// counts of packets. There are several where a message has no room in one.
func (m *Model) statusLines(width int) []string {
	counts := m.counts() + " "
	lines := []string{m.hint()}
	if text := m.message(); text != "" {
		lines = render.Wrap(text, width-1)
		if ansi.StringWidth(lines[len(lines)-1])+1+ansi.StringWidth(counts) > width {
			lines = append(lines, "")
		}
		lines = append(atMost(mostStatus-1, lines[:len(lines)-1]), lines[len(lines)-1])
	}
	for i := range lines {
		right := ""
		if i == len(lines)-1 {
			right = counts
		}
		lines[i] = m.styles.status.Render(ends(" "+lines[i], right, width))
	}
	return lines
}

// message is what there is to say in place of a hint, "" for nothing.
func (m *Model) message() string {
	switch {
	case m.prompt != nil && m.prompt.err != nil:
		return firstLine(m.prompt.err.Error())
	case m.note != "":
		return firstLine(m.note)
	case m.job != nil:
		return m.job.what + percent(m.status.Tried) + ": Esc stops"
	case m.status.Err != nil:
		return firstLine(m.status.Err.Error())
	}
	return m.status.Notice
}

// hint is the keys of the place.
func (m *Model) hint() string {
	switch {
	case m.prompt != nil:
		return "Enter accepts, Tab completes, Esc leaves it as it was"
	case len(m.over) > 0:
		return m.over[len(m.over)-1].hint()
	case m.tab != tabPackets && m.pages[m.tab].jumped:
		return "Esc goes back to the line before, a filters, ? help"
	case m.tab != tabPackets && m.pages[m.tab].wider(m.width):
		return "Enter opens, a filters, → shows more, ? help, q quits"
	case m.tab != tabPackets:
		return "Enter opens, a filters, ? help, q quits"
	case m.focus == listPane:
		return "? help, / filter, Tab pane, q quits"
	}
	return "? help, a filters by the field, Tab pane"
}

// counts is " 120 packets, 30 displayed, 4 dropped, 2 marked, reading 42 %".
func (m *Model) counts() string {
	st := &m.status
	parts := []string{render.Plural(st.Packets, "packet", "packets")}
	if st.Filter != "" {
		parts = append(parts, fmt.Sprintf("%d displayed", st.Displayed))
	}
	if st.Dropped > 0 {
		parts = append(parts, fmt.Sprintf("%d dropped", st.Dropped))
	}
	if n := len(m.list.marks); n > 0 {
		parts = append(parts, fmt.Sprintf("%d marked", n))
	}
	switch {
	case st.Live && m.list.follow:
		parts = append(parts, "live, followed")
	case st.Live:
		parts = append(parts, "live")
	case st.Reading:
		parts = append(parts, "reading"+percent(st.Done))
	}
	return " " + strings.Join(parts, ", ")
}

// percent is " 42 %", "" of what is not known.
func percent(done float64) string {
	if done < 0 {
		return ""
	}
	return fmt.Sprintf(" %d %%", int(100*min(1, done)))
}

// wrapped is a text in as many lines as there are.
func wrapped(text string, width, height int) []string {
	lines := render.Wrap(text, max(1, width))
	for i := range lines {
		lines[i] = cut(lines[i], width)
	}
	return lines[:min(len(lines), max(0, height))]
}
