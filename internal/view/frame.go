package view

import (
	tea "charm.land/bubbletea/v2"
)

// A frameView is one packet that was opened from a ladder or a table, whether or not the
// filter displays it.
type frameView struct {
	inspector
	onDump bool // the bytes have the focus
}

// openFrame opens a packet.
func (m *Model) openFrame(number uint64) tea.Cmd {
	f := &frameView{}
	f.tree.open = m.packet.tree.open
	m.over = append(m.over, f)
	return f.ask(m.ctx, m.src, number)
}

// frame is the packet on top, nil if there is none.
func (m *Model) frame() *frameView {
	if len(m.over) == 0 {
		return nil
	}
	f, _ := m.over[len(m.over)-1].(*frameView)
	return f
}

func (f *frameView) scope() scope {
	if f.onDump {
		return inDump | inFrame
	}
	return inTree | inFrame
}

func (f *frameView) scroller() *scroll {
	if f.onDump {
		return nil
	}
	return &f.tree.scroll
}

func (f *frameView) hint() string {
	return "Tab changes the pane, p goes to the packet list, Esc goes back"
}

func (f *frameView) pane() pane {
	if f.onDump {
		return dumpPane
	}
	return treePane
}

// draw draws the detail and the bytes.
func (f *frameView) draw(m *Model, area rect) []string {
	l := inspectorPanes(area)
	if m.zoomed {
		l = panes(area, true, f.pane())
	}
	return m.drawInspector(&f.inspector, l, area, f.pane())
}
