package view

import (
	tea "charm.land/bubbletea/v2"
)

// What the keys that move do. In the bytes a line is as many bytes as are in one.

// step moves by lines.
func step(lines int) func(*Model) tea.Cmd {
	return func(m *Model) tea.Cmd { return m.move(lines) }
}

// pageBy moves by halves of what is shown.
func pageBy(halves int) func(*Model) tea.Cmd {
	return func(m *Model) tea.Cmd {
		rows := m.inspected().dump.rows
		if s := m.scroller(); s != nil {
			rows = s.rows
		}
		return m.move(halves * max(2, rows) / 2)
	}
}

// move moves by lines.
func (m *Model) move(lines int) tea.Cmd {
	if s := m.scroller(); s != nil {
		s.move(lines)
	} else {
		d := &m.inspected().dump
		if next := d.cursor + lines*d.per; next >= 0 && next < len(d.bytes()) {
			d.move(lines * d.per)
		}
	}
	return m.moved(lines)
}

// first goes to the first entry.
func (m *Model) first() tea.Cmd { return m.toEnd(false) }

// last goes to the last one.
func (m *Model) last() tea.Cmd { return m.toEnd(true) }

func (m *Model) toEnd(last bool) tea.Cmd {
	far := -(1 << 40)
	if last {
		far = -far
	}
	if s := m.scroller(); s != nil {
		s.move(far)
	} else {
		m.inspected().dump.move(far)
	}
	return m.moved(-far)
}

// moved follows a move: the bytes of the field, the field of the byte, and no following
// of a live capture but from its end.
func (m *Model) moved(by int) tea.Cmd {
	switch now := m.scope(); {
	case now&inTree != 0:
		m.inspected().fieldSelected()
	case now&inDump != 0:
		m.inspected().byteSelected()
	case now&inList != 0:
		m.list.follow = m.status.Live && m.list.last()
		m.list.before = 0
	case now&inPage != 0:
		m.pages[m.tab].settle(by)
	}
	return nil
}

// sideways goes left or right: what that is depends on the pane.
func sideways(n int) func(*Model) tea.Cmd {
	const columns = 8
	return func(m *Model) tea.Cmd {
		switch now := m.scope(); {
		case now&inList != 0:
			shift(&m.list.left, n*columns, m.list.longest())
		case now&inPage != 0:
			p := &m.pages[m.tab]
			shift(&p.left, n*columns, p.longest())
		case now&inDiff != 0:
			v := m.comparison()
			shift(&v.left, n*columns, v.longest())
		case now&inDump != 0:
			m.inspected().dump.move(n)
			m.inspected().byteSelected()
		case now&inTree != 0 && n > 0:
			m.inspected().tree.right()
			m.inspected().fieldSelected()
		case now&inTree != 0:
			m.inspected().tree.back()
			m.inspected().fieldSelected()
		}
		return nil
	}
}

// shift moves texts by columns, as long as something of the longest one is in sight.
func shift(left *int, by, longest int) {
	if by < 0 || *left+by < longest {
		*left = max(0, *left+by)
	}
}

// turn gives the focus to the pane n further.
func turn(n int) func(*Model) tea.Cmd {
	return func(m *Model) tea.Cmd {
		if f := m.frame(); f != nil {
			f.onDump = !f.onDump
			return nil
		}
		m.focus = pane((int(m.focus) + n + 3) % 3)
		return nil
	}
}

// zoom shows the pane with the focus alone, or all of them.
func (m *Model) zoom() tea.Cmd {
	m.zoomed = !m.zoomed
	return nil
}
