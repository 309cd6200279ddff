package view

import (
	tea "charm.land/bubbletea/v2"
)

// wheelLines is how many lines the wheel scrolls by.
const wheelLines = 3

// click does what a click is for at its place: a tab, a row, a field, a byte.
func (m *Model) click(at tea.Mouse) tea.Cmd {
	if at.Button != tea.MouseLeft || m.prompt != nil {
		return nil
	}
	m.note = ""
	area := m.area()
	switch {
	case at.Y == 0:
		if i := under(m.spansTabs, at.X); i >= 0 {
			return tabTo(i)(m)
		}
	case at.Y == 1:
		return m.typeFilter()
	case !area.has(at.X, at.Y):
	case len(m.over) > 0:
		return m.clickOver(at, area)
	case m.tab != tabPackets:
		return m.clickPage(at, area)
	default:
		return m.clickPackets(at, area)
	}
	return nil
}

// under is the span that a column is in, -1 for none.
func under(spans []span, x int) int {
	for i, s := range spans {
		if x >= s.from && x < s.to {
			return i
		}
	}
	return -1
}

// clickPackets selects what is clicked on in the Packets tab.
func (m *Model) clickPackets(at tea.Mouse, area rect) tea.Cmd {
	l := panes(area, m.zoomed, m.focus)
	if l.list.has(at.X, at.Y) {
		m.focus = listPane
		if y := at.Y - l.list.y - 1; y >= 0 {
			m.list.to(m.list.top + y)
			return m.moved(1)
		}
		return nil
	}
	if p, ok := m.clickInspector(&m.packet, l, at, m.focus); ok {
		m.focus = p
		return m.moved(1)
	}
	return nil
}

// clickInspector selects a field, a byte or a tab of the bytes, and returns the pane. A
// click on the selected field of the pane with the focus opens or closes it.
func (m *Model) clickInspector(in *inspector, l layout, at tea.Mouse, focus pane) (pane, bool) {
	switch {
	case l.tree.has(at.X, at.Y):
		if y := at.Y - l.tree.y - 1; y >= 0 {
			again := focus == treePane && in.tree.at == in.tree.top+y
			in.tree.to(in.tree.top + y)
			if again {
				in.tree.toggle()
			}
		}
		return treePane, true
	case l.dump.has(at.X, at.Y):
		x, y := at.X-l.dump.x, at.Y-l.dump.y-1
		if y < 0 {
			if i := under(m.spansDump, x); i >= 0 {
				in.dump.choose(i)
			}
		} else if i := in.dump.at(x, y); i >= 0 {
			in.dump.cursor = i
		}
		return dumpPane, true
	}
	return listPane, false
}

// clickPage selects a line of a table; a second click opens it.
func (m *Model) clickPage(at tea.Mouse, area rect) tea.Cmd {
	p := &m.pages[m.tab]
	i := p.top + at.Y - area.y - (area.h - p.rows)
	if i < p.top || i >= len(p.lines) || p.lines[i].entry == nil {
		return nil
	}
	if i == p.at {
		return m.openEntry()
	}
	p.to(i)
	return nil
}

// clickOver selects a line of what covers the tab; a second click opens it.
func (m *Model) clickOver(at tea.Mouse, area rect) tea.Cmd {
	if f := m.frame(); f != nil {
		l := inspectorPanes(area)
		if m.zoomed {
			l = panes(area, true, f.pane())
		}
		if p, ok := m.clickInspector(&f.inspector, l, at, f.pane()); ok {
			f.onDump = p == dumpPane
			return m.moved(1)
		}
		return nil
	}
	v := m.ladder()
	if v == nil {
		return nil
	}
	y := at.Y - area.y - 1 - len(v.head)
	if y < 0 || y >= v.rows || v.top+y >= len(v.lines) {
		return nil
	}
	if v.at == v.top+y {
		return m.openMessage()
	}
	v.to(v.top + y)
	return nil
}

// wheel scrolls what is below the pointer.
func (m *Model) wheel(at tea.Mouse) tea.Cmd {
	n := wheelLines
	switch at.Button {
	case tea.MouseWheelUp:
		n = -wheelLines
	case tea.MouseWheelDown:
	default:
		return nil
	}
	if s, d := m.below(at.X, at.Y); s != nil {
		s.wheel(n)
	} else if d != nil {
		d.wheel(n)
	}
	if m.tab != tabPackets && len(m.over) == 0 {
		m.pages[m.tab].settle(n)
	}
	return nil
}

// below is the list, or the bytes, below a place.
func (m *Model) below(x, y int) (*scroll, *dump) {
	area := m.area()
	f := m.frame()
	switch {
	case f != nil:
		return belowInspector(&f.inspector, inspectorPanes(area), x, y)
	case len(m.over) > 0 || m.tab != tabPackets:
		return m.scroller(), nil
	}
	l := panes(area, m.zoomed, m.focus)
	if l.list.has(x, y) {
		return &m.list.scroll, nil
	}
	return belowInspector(&m.packet, l, x, y)
}

func belowInspector(in *inspector, l layout, x, y int) (*scroll, *dump) {
	switch {
	case l.tree.has(x, y):
		return &in.tree.scroll, nil
	case l.dump.has(x, y):
		return nil, &in.dump
	}
	return nil, nil
}
