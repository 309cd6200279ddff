package view

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/pktscope/pktscope/internal/render"
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
	titles := m.tabTitles(width)
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

// tabTitles are the titles of the tabs, as long as there is room for.
func (m *Model) tabTitles(width int) (titles []string) {
	for _, form := range []func(i int, t tab) string{
		func(i int, t tab) string { return t.title + m.alarmsOf(i).words() },
		func(i int, t tab) string { return t.short + m.alarmsOf(i).words() },
		func(i int, t tab) string { return t.short + m.alarmsOf(i).errors() },
		func(i int, t tab) string { return t.short + m.alarmsOf(i).sign() },
	} {
		titles = nil
		total := 0
		for i, t := range tabs() {
			titles = append(titles, fmt.Sprintf(" %d %s ", i+1, form(i, t)))
			total += len(titles[i])
		}
		if total <= width {
			break
		}
	}
	return titles
}

// alarmsOf are the findings on a tab. The page of tunnels, which is made whether it is shown or
// not, knows those of all.
func (m *Model) alarmsOf(i int) Alarms {
	content := m.pages[tabTunnels].content
	if content == nil || i == tabPackets {
		return Alarms{}
	}
	return content.Alarms[tabs()[i].page]
}

// words are what a title tells of the worst alarms, "" of none.
func (a Alarms) words() string {
	switch {
	case a.Errors > 0:
		return fmt.Sprintf(" (%s)", render.Plural(a.Errors, "error", "errors"))
	case a.Warnings > 0:
		return fmt.Sprintf(" (%s)", render.Plural(a.Warnings, "warning", "warnings"))
	}
	return ""
}

// errors are words of errors alone; other alarms have a sign.
func (a Alarms) errors() string {
	if a.Errors > 0 {
		return a.words()
	}
	return a.sign()
}

// sign stands for alarms where words have no room.
func (a Alarms) sign() string {
	if a == (Alarms{}) {
		return ""
	}
	return " !"
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
