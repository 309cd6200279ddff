package view

import (
	tea "charm.land/bubbletea/v2"
)

// What the keys of the screen and of typed lines do.

// openHelp shows the help page, which begins with the keys of where one is.
func (m *Model) openHelp() tea.Cmd {
	m.over = append(m.over, newHelp(m.actions, m.scope()))
	return nil
}

// escape stops what goes on, or goes back.
func (m *Model) escape() tea.Cmd {
	switch {
	case m.job != nil:
		m.job.cancel()
		m.note = m.job.what + " is being stopped"
	case len(m.over) > 0:
		return m.leaveOverlay()
	case m.tab != tabPackets:
		m.pages[m.tab].back()
	}
	return nil
}

// back goes back from what covers a tab; from a tab it quits.
func (m *Model) back() tea.Cmd {
	if len(m.over) > 0 {
		return m.leaveOverlay()
	}
	if m.live && !m.warned && m.status.Packets > 0 && m.src.SaveName() == "" {
		m.warned = true
		m.note = "what was captured is saved nowhere: q quits"
		return nil
	}
	return m.quit()
}

// quit ends the program, and what it waits for.
func (m *Model) quit() tea.Cmd {
	m.cancelJob()
	return tea.Quit
}

// suspend stops the process until it is continued.
func (m *Model) suspend() tea.Cmd {
	return func() tea.Msg {
		m.stopped()
		return tea.ClearScreen()
	}
}

// redraw draws the whole screen anew.
func (m *Model) redraw() tea.Cmd { return tea.ClearScreen }

// typeFilter has the user type a filter; it begins as the one there is.
func (m *Model) typeFilter() tea.Cmd {
	m.openPrompt(filterPrompt, m.status.Filter)
	return nil
}

func (m *Model) typeSearch() tea.Cmd {
	m.openPrompt(searchPrompt, "")
	return nil
}

func (m *Model) typeNumber() tea.Cmd {
	m.openPrompt(gotoPrompt, "")
	return nil
}

// leavePrompt leaves everything as it was before the line was typed.
func (m *Model) leavePrompt() tea.Cmd {
	m.prompt = nil
	return nil
}

func (m *Model) completeName() tea.Cmd {
	m.prompt.complete(m.src)
	return nil
}

// choose chooses another name or, where none are listed, another text that was typed before.
func choose(n int) func(*Model) tea.Cmd {
	return func(m *Model) tea.Cmd {
		switch p := m.prompt; {
		case len(p.names) > 0:
			p.pick.move(n)
		default:
			m.recall(-n)
		}
		return nil
	}
}
