package view

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// filterLine is the line below the tabs: the display filter, or what is typed in its
// place. It returns the cursor's column, -1 for none.
func (m *Model) filterLine(width int) (string, int) {
	p := m.prompt
	if p == nil {
		return m.restingFilter(width), -1
	}
	label := p.kind.label()
	room, note := width-ansi.StringWidth(label), p.verdict()
	text, column := p.line.draw(room - ansi.StringWidth(note))
	style := m.styles.good
	if p.err != nil {
		style = m.styles.bad
	}
	return label + style.Render(text+note), ansi.StringWidth(label) + column
}

// verdict says without a colour what the colour of the line says. The status line has the
// reason.
func (p *prompt) verdict() string {
	switch {
	case p.err != nil:
		return " ✗"
	case p.kind == filterPrompt && len(p.line.text) > 0:
		return " ✓"
	}
	return ""
}

// restingFilter is the filter of the displayed packets.
func (m *Model) restingFilter(width int) string {
	label := filterPrompt.label()
	if m.status.Filter == "" {
		return label + m.styles.dim.Render(fit("none; / to filter", width-len(label)))
	}
	return label + m.styles.good.Render(fit(m.status.Filter, width-len(label)))
}

// completions are the lines of the list below the filter line.
func (m *Model) completions(width int) []string {
	p := m.prompt
	if p == nil || len(p.names) == 0 {
		return nil
	}
	names := 0
	for _, c := range p.names[p.pick.top:p.pick.end()] {
		names = max(names, ansi.StringWidth(c.Name))
	}
	names = min(names, width/2)
	var out []string
	for i := p.pick.top; i < p.pick.end(); i++ {
		c := p.names[i]
		text := fit("  "+fit(c.Name, names)+"  "+c.Brief, width)
		if i == p.pick.at {
			text = m.styles.selected.Render(text)
		} else {
			text = m.styles.title.Render(text)
		}
		out = append(out, text)
	}
	return out
}

// firstLine is a text up to its first line break.
func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}
