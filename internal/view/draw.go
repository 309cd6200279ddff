package view

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// View draws the screen.
func (m *Model) View() tea.View {
	content, cursor := m.screen()
	v := tea.NewView(content)
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.Cursor = cursor
	return v
}

// screen is the lines of the screen, and the cursor where something is typed.
func (m *Model) screen() (string, *tea.Cursor) {
	switch {
	case m.width == 0:
		return "", nil
	case m.width < leastWidth || m.height < leastHeight:
		text := fmt.Sprintf("The screen needs %d columns and %d lines, please; there are %d and %d.", leastWidth, leastHeight, m.width, m.height)
		return strings.Join(wrapped(text, m.width, m.height), "\n"), nil
	}
	var out []string
	line, spans := m.tabLine(m.width)
	m.spansTabs = spans
	filterLine, column := m.filterLine(m.width)
	out = append(out, line, filterLine)
	out = append(out, m.body()...)
	for i, c := range m.completions(m.width) {
		if at := 2 + i; at < len(out) {
			out[at] = c
		}
	}
	last := m.statusLines(m.width)
	out = append(out[:m.height-len(last)], last...)
	if column < 0 {
		return strings.Join(out, "\n"), nil
	}
	return strings.Join(out, "\n"), tea.NewCursor(column, 1)
}

// area is what tabs are drawn in: the screen without the lines of the tabs, of the
// filter and of the status.
func (m *Model) area() rect { return rect{0, 2, m.width, m.height - 3} }

// body draws the tab, or what covers it.
func (m *Model) body() []string {
	area := m.area()
	switch {
	case len(m.over) > 0:
		return m.over[len(m.over)-1].draw(m, area)
	case m.tab != tabPackets:
		return m.pages[m.tab].draw(&m.styles, area)
	}
	l := panes(area, m.zoomed, m.focus)
	var out []string
	if l.list.h > 0 {
		out = m.list.draw(&m.styles, l.list.w, m.focus == listPane)
	}
	rest := rect{area.x, area.y + l.list.h, area.w, area.h - l.list.h}
	if rest.h == 0 {
		return out
	}
	return append(out, m.drawInspector(&m.packet, l, rest, m.focus)...)
}

// drawInspector draws the detail and the bytes, one below the other or side by side.
func (m *Model) drawInspector(in *inspector, l layout, area rect, focus pane) []string {
	var fields, bytes []string
	if l.tree.h > 0 {
		style := m.styles.title
		if focus == treePane {
			style = m.styles.active
		}
		fields = append(fields, style.Render(fit(in.treeTitle(), l.tree.w)))
		fields = append(fields, in.tree.draw(&m.styles, l.tree.w, focus == treePane)...)
	}
	if l.dump.h > 0 {
		in.dump.quiet = focus == listPane // no field has been chosen yet
		title, spans := in.dumpTitle(&m.styles, l.dump.w, focus == dumpPane)
		m.spansDump = spans
		bytes = append(bytes, title)
		bytes = append(bytes, in.dump.draw(&m.styles, l.dump.w, focus == dumpPane)...)
	}
	if l.tree.h > 0 && l.dump.h > 0 && l.tree.y == l.dump.y {
		return filled(beside(fields, bytes, "│"), area.w, area.h)
	}
	return filled(append(fields, bytes...), area.w, area.h)
}

// lay gives every part its room.
func (m *Model) lay() {
	if m.width < leastWidth || m.height < leastHeight {
		return
	}
	area := m.area()
	l := panes(area, m.zoomed, m.focus)
	if l.list.h > 0 {
		m.list.resize(l.list.h-1, m.status.Displayed)
	}
	layInspector(&m.packet, l)
	if f := m.frame(); f != nil {
		fl := inspectorPanes(area)
		if m.zoomed {
			fl = panes(area, true, f.pane())
		}
		layInspector(&f.inspector, fl)
	}
	for i := range m.pages {
		p := &m.pages[i]
		rows := area.h
		if p.content != nil && p.content.Graph != nil && len(p.content.Graph.Counts) > 0 {
			rows -= graphHeight(area.h)
		}
		p.resize(rows, len(p.lines))
	}
}

func layInspector(in *inspector, l layout) {
	if l.tree.h > 0 {
		in.tree.resize(l.tree.h-1, len(in.tree.shown))
	}
	if l.dump.h > 0 {
		in.dump.resize(l.dump.w, l.dump.h-1)
	}
}
