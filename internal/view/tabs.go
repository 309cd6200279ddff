package view

import (
	"fmt"
	"strings"

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
		func(i int, t tab) string { return t.title + m.errorsOf(i, " (%s)") },
		func(i int, t tab) string { return t.short + m.errorsOf(i, " (%s)") },
		func(i int, t tab) string { return t.short + m.errorsOf(i, " !") },
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

// errorsOf is what a tab's title tells of errors, "" of none.
func (m *Model) errorsOf(i int, form string) string {
	content := m.pages[i].content
	if content == nil || content.Errors == 0 {
		return ""
	}
	return strings.ReplaceAll(form, "%s", render.Plural(content.Errors, "error", "errors"))
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
