package view

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// A tab is a word of the first line, and what it shows.
type tab struct {
	title string
	short string   // on a narrow screen
	page  PageKind // of tabs that are not Packets
}

// Indices of tabs: the packet list with detail and bytes, and the reports of tunnels.
const (
	tabPackets = iota
	tabTunnels
)

func tabs() []tab {
	return []tab{
		{title: "Packets", short: "Pkts"},
		{"Tunnels", "Tunnels", PageTunnels},
		{"Neighbors", "Neighb", PageNeighbors},
		{"Translations", "NAT", PageTranslations},
		{"Conversations", "Convs", PageConversations},
		{"Statistics", "Stats", PageStatistics},
	}
}

// tabLine is the first line, with the places of the tabs.
func (m *Model) tabLine(width int) (string, []span) {
	titles := make([]string, 0, len(tabs()))
	total := 0
	for i, t := range tabs() {
		titles = append(titles, fmt.Sprintf(" %d %s ", i+1, t.title))
		total += len(titles[i])
	}
	if total > width {
		for i, t := range tabs() {
			titles[i] = fmt.Sprintf(" %d %s ", i+1, t.short)
		}
	}
	var spans []span
	line, at := "", 0
	for i, title := range titles {
		style := m.styles.title
		if i == m.tab {
			style = m.styles.active
		}
		spans = append(spans, span{at, at + len(title)})
		at += len(title)
		line += style.Render(title)
	}
	rest := width - at
	name := cut(m.status.Name, max(0, rest-2))
	if name != "" {
		name += " "
	}
	return line + m.styles.title.Render(blanks(rest-ansi.StringWidth(name))+name), spans
}

// tabTo shows a tab.
func tabTo(i int) func(*Model) tea.Cmd {
	return func(m *Model) tea.Cmd {
		m.toTab(i)
		return nil
	}
}

// tabBy shows the tab n to the right.
func tabBy(n int) func(*Model) tea.Cmd {
	return func(m *Model) tea.Cmd {
		m.toTab((m.tab + n + len(tabs())) % len(tabs()))
		return nil
	}
}

// toTab shows a tab.
func (m *Model) toTab(i int) { m.over, m.tab = nil, i }
