package view

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/pktscope/pktscope/internal/render"
)

// A streamView is the text of a stream, in the order of the stream.
type streamView struct {
	scroll
	stream *Stream
	before string // the filter that there was
	lines  []streamLine
	width  int // that the lines are made for
}

// A streamLine is a line of what one end said.
type streamLine struct {
	from int
	text string
}

// followStream shows what the two ends of the packet's stream said, and displays its packets
// alone.
func (m *Model) followStream() tea.Cmd {
	number := m.inspected().number
	if number == 0 {
		return nil
	}
	before := m.status.Filter
	return m.start("following", func(ctx context.Context) (func(*Model) tea.Cmd, error) {
		s, err := m.src.Follow(ctx, number)
		if err != nil {
			return nil, err
		}
		return func(m *Model) tea.Cmd {
			cmd := m.filter(s.Filter)
			v := &streamView{stream: s, before: before}
			v.free = true
			m.over = append(m.over, v)
			return cmd
		}, nil
	})
}

// leaveOverlay goes back from what is on top: from a stream to the packets that were displayed
// before.
func (m *Model) leaveOverlay() tea.Cmd {
	top := m.over[len(m.over)-1]
	m.over = m.over[:len(m.over)-1]
	if v, ok := top.(*streamView); ok && v.before != m.status.Filter {
		return m.filter(v.before)
	}
	return nil
}

func (v *streamView) scope() scope      { return inStream }
func (v *streamView) scroller() *scroll { return &v.scroll }
func (v *streamView) hint() string {
	return "Esc goes back, p to the packets of the stream"
}

// stay goes back to the packet list, which has the packets of the stream.
func (m *Model) stay() tea.Cmd {
	m.over = nil
	return nil
}

// lay makes the lines of a width.
func (v *streamView) lay(width int) {
	if v.width == width {
		return
	}
	v.width, v.lines = width, nil
	for _, t := range v.stream.Turns {
		for line := range strings.SplitSeq(strings.TrimSuffix(t.Text, "\n"), "\n") {
			for len(line) > width {
				v.lines = append(v.lines, streamLine{t.From, line[:width]})
				line = line[width:]
			}
			v.lines = append(v.lines, streamLine{t.From, line})
		}
	}
}

// draw draws the lines in sight. An arrow says which end a line is of, as its hue does.
func (v *streamView) draw(m *Model, area rect) []string {
	st := &m.styles
	s := v.stream
	v.lay(max(1, area.w-3))
	v.resize(area.h-2, len(v.lines))
	title := fmt.Sprintf(" Stream of %s (→) and %s (←)", s.Peers[0], s.Peers[1])
	if s.Note != "" {
		title += ": " + s.Note
	}
	out := []string{st.title.Bold(true).Render(fit(title, area.w)), blanks(area.w)}
	if len(v.lines) == 0 {
		out = append(out, st.dim.Render(fit(" Neither end said anything.", area.w)))
	}
	for _, l := range v.lines[v.top:v.end()] {
		arrow, hue := "→ ", render.HueKeys
		if l.from == 1 {
			arrow, hue = "← ", render.HueTCP
		}
		out = append(out, st.hues[hue].Render(fit(" "+arrow+l.text, area.w)))
	}
	return filled(out, area.w, area.h)
}
