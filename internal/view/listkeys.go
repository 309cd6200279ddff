package view

import (
	"fmt"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"
)

// What the keys of the packet list do.

func (m *Model) unfilter() tea.Cmd { return m.filter("") }

func (m *Model) findNext() tea.Cmd { return m.find(m.list.at+1, false) }

func (m *Model) findPrevious() tea.Cmd { return m.find(m.list.at-1, true) }

// goTo selects the packet with a number, or says that it is not displayed.
func (m *Model) goTo(number uint64) tea.Cmd {
	m.toTab(tabPackets)
	m.note = ""
	i := m.src.IndexOf(number)
	m.list.follow, m.list.before = false, 0
	m.list.to(i)
	switch {
	case number == 0 || number > uint64(m.status.Packets):
		m.note = fmt.Sprintf("there is no packet %d: the last is %d", number, m.status.Packets)
	case m.status.Filter != "":
		return func() tea.Msg { return m.checkShown(i, number) }
	}
	return nil
}

// checkShown reports a packet that the filter has left out.
func (m *Model) checkShown(i int, number uint64) tea.Msg {
	rows, err := m.src.Rows(m.ctx, i, 1)
	if err == nil && len(rows) == 1 && rows[0].Number == number {
		return nil
	}
	return noteMsg(fmt.Sprintf("packet %d is not displayed: u removes the filter", number))
}

// A noteMsg is a text for the status line.
type noteMsg string

// enterDetail gives the focus to the detail.
func (m *Model) enterDetail() tea.Cmd {
	m.focus = treePane
	return nil
}

// markPacket marks the selected packet, or takes its mark away; its detail tells of it.
func (m *Model) markPacket() tea.Cmd {
	number, marked := m.list.mark()
	if number == 0 {
		return nil
	}
	return func() tea.Msg {
		m.src.Mark(number, marked)
		return markedMsg(number)
	}
}

// A markedMsg is the number of a packet that the Source has marked, or not any more.
type markedMsg uint64

// nextMark selects the next marked packet, behind the last the first.
func (m *Model) nextMark() tea.Cmd {
	numbers := slices.Sorted(maps.Keys(m.list.marks))
	r := m.list.current()
	if len(numbers) == 0 || r == nil {
		m.note = "no packet is marked: m marks"
		return nil
	}
	i, _ := slices.BinarySearch(numbers, r.Number+1)
	return m.goTo(numbers[i%len(numbers)])
}

// nextTime gives the times another form.
func (m *Model) nextTime() tea.Cmd {
	m.note = "time: " + m.src.NextTime()
	m.list.forget()
	return nil
}

func (m *Model) saveDisplayed() tea.Cmd { return m.save(nil) }

// saveMarked saves the marked packets.
func (m *Model) saveMarked() tea.Cmd {
	if len(m.list.marks) == 0 {
		m.note = "no packet is marked: m marks, w saves what is displayed"
		return nil
	}
	return m.save(slices.Sorted(maps.Keys(m.list.marks)))
}

// follow has the last packet selected as packets arrive, or no more.
func (m *Model) follow() tea.Cmd {
	m.list.follow = !m.list.follow
	m.note = "packets that arrive are not followed"
	if m.list.follow {
		m.note = "the last packet is followed"
		m.list.to(m.status.Displayed - 1)
	}
	return nil
}

// stop ends a live capture.
func (m *Model) stop() tea.Cmd {
	if !m.status.Live {
		m.note = "nothing is being captured"
		return nil
	}
	m.note = "the capture is being stopped"
	return func() tea.Msg {
		m.src.Stop()
		return tickMsg{}
	}
}
