package view

import (
	tea "charm.land/bubbletea/v2"
)

// What the keys of the detail and of the bytes do. They are about the selected field.

func (m *Model) toggle() tea.Cmd {
	m.inspected().tree.toggle()
	return nil
}

func openAll(open bool) func(*Model) tea.Cmd {
	return func(m *Model) tea.Cmd {
		m.inspected().tree.set(open)
		return nil
	}
}

// field is the selected field, nil for one that no filter can be made of. A title that says
// the same as a field below it stands for that.
func (m *Model) field() *Node {
	t := &m.inspected().tree
	n := t.current()
	if n != nil && n.Filter == "" {
		for i := t.shown[t.at] + 1; i < len(t.nodes) && t.nodes[i].Depth > n.Depth; i++ {
			if below := &t.nodes[i]; below.Label == n.Label && below.Filter != "" {
				return below
			}
		}
	}
	if n == nil || n.Filter == "" {
		m.note = "no filter can be made of this line"
		return nil
	}
	return n
}

func (m *Model) applyField() tea.Cmd {
	if n := m.field(); n != nil {
		return m.filter(n.Filter)
	}
	return nil
}

// applyFieldToo narrows the filter down to packets that have the field as well.
func (m *Model) applyFieldToo() tea.Cmd {
	n := m.field()
	switch {
	case n == nil:
		return nil
	case m.status.Filter == "":
		return m.filter(n.Filter)
	}
	return m.filter("(" + m.status.Filter + ") && " + n.Filter)
}

// applyFieldNot leaves out the packets that have the field.
func (m *Model) applyFieldNot() tea.Cmd {
	n := m.field()
	switch {
	case n == nil:
		return nil
	case m.status.Filter == "":
		return m.filter("!(" + n.Filter + ")")
	}
	return m.filter("(" + m.status.Filter + ") && !(" + n.Filter + ")")
}

// copyFilter gives the terminal the field as a filter, for its clipboard.
func (m *Model) copyFilter() tea.Cmd {
	n := m.field()
	if n == nil {
		return nil
	}
	return m.copied(n.Filter)
}

// copyValue gives it the field's value.
func (m *Model) copyValue() tea.Cmd {
	n := m.inspected().tree.current()
	if n == nil {
		return nil
	}
	if n.Value == "" {
		return m.copied(n.Label)
	}
	return m.copied(n.Value)
}

// copied sends a text to the terminal's clipboard by OSC 52, which terminals may
// be set to ignore.
func (m *Model) copied(text string) tea.Cmd {
	text = clean(text)
	m.note = "copied: " + text
	return tea.SetClipboard(text)
}

// nextBuffer shows the next buffer, if there are several.
func (m *Model) nextBuffer() tea.Cmd {
	d := &m.inspected().dump
	if len(d.buffers) < 2 {
		m.note = "the packet has no bytes that were decrypted or reassembled"
		return nil
	}
	d.next()
	return nil
}

// enterTree gives the focus to the detail, where the byte's field is selected.
func (m *Model) enterTree() tea.Cmd {
	if f := m.frame(); f != nil {
		f.onDump = false
		return nil
	}
	m.focus = treePane
	return nil
}
