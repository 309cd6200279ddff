package view

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/browse"
)

// Page implements Source.
func (b *browsed) Page(_ context.Context, p PageKind) (*Page, error) {
	switch p {
	case PageTunnels:
		return b.tunnels()
	case PageNeighbors:
		return b.neighbors()
	case PageTranslations:
		return b.translations()
	case PageConversations:
		return b.conversations()
	}
	return b.statistics()
}

// A shownReport is a report of "pktscope show" on a page.
type shownReport struct {
	words  string
	filter string // of the packets that it is about
	// filters are those of its lines; nil: all have the same.
	filters func(lines []string) []string
}

// Reports are the words of the reports that pages show: the browse.Capture has to be opened
// with them.
func Reports() []string {
	words := []string{natTranslations, natStatistics, natUntranslated}
	for _, r := range slices.Concat(tunnelReports(), topologyReports()) {
		words = append(words, r.words)
	}
	for _, d := range discoveries() {
		words = append(words, d.neighbors(), d.detail())
	}
	return words
}

// Statistics are the statistics of -z that pages show: the browse.Capture has to be opened
// with them.
func Statistics() []string {
	list := []string{hierarchy}
	for _, layer := range conversationLayers() {
		list = append(list, conversationsOf+layer)
	}
	return list
}

// Statistics of -z.
const (
	hierarchy       = "io,phs"
	conversationsOf = "conv,"
)

func conversationLayers() []string { return []string{"ip", "ipv6", "tcp", "udp"} }

func tunnelReports() []shownReport { return []shownReport{{"crypto ipsec sa", "esp || ah", saFilters}} }

// nothing stands for a report without lines.
const nothing = "There is nothing of this among these packets."

// reports are reports one below the other, line by line.
func (b *browsed) reports(list []shownReport) (sections []Section, err error) {
	for _, r := range list {
		lines, err := b.c.Report(r.words)
		if err != nil {
			return nil, err
		}
		s := Section{Title: "show " + r.words, Empty: nothing}
		var filters []string
		if r.filters != nil {
			filters = r.filters(lines)
		}
		for i, line := range lines {
			if strings.HasPrefix(line, "%CRYPTO-") { // a finding, which the page has
				continue
			}
			line, ok := onScreen(line)
			if !ok {
				continue
			}
			if why, ok := strings.CutPrefix(line, "% "); ok && len(s.Entries) == 0 {
				if s.Empty == nothing {
					s.Empty = why
				}
				continue
			}
			if strings.TrimSpace(line) != "" || len(s.Entries) > 0 {
				e := Entry{Cells: []string{line}, Filter: r.filter}
				if filters != nil {
					e.Filter = filters[i]
				}
				s.Entries = append(s.Entries, e)
			}
		}
		sections = append(sections, s)
	}
	return sections, nil
}

// onScreen is a line of a report without the command or the flag that it names, which a screen
// cannot be told; ok is false where nothing is left of it.
func onScreen(line string) (text string, ok bool) {
	if !strings.HasPrefix(line, "% ") {
		return line, true
	}
	text, _, _ = strings.Cut(line, "; --")
	text, _, _ = strings.Cut(text, ": type ")
	return text, text != "% Their protocols" && !strings.HasPrefix(text, "% --")
}

// tunnels are the findings, the IKE SAs and the ESP SAs.
func (b *browsed) tunnels() (*Page, error) {
	p := b.findings(ofTunnels)
	esp, err := b.reports(tunnelReports())
	if err != nil {
		return nil, err
	}
	sas := Section{
		Title: "IKE SAs", Empty: "There is no IKE SA among these packets.",
		Columns: []Column{{Title: "IKE"}, {Title: "Initiator"}, {Title: "Responder"}, {Title: "State"}, {Title: "Status"}, {Title: "Messages", Right: true}, {Title: "Decrypted", Right: true}},
	}
	list, more := b.c.Negotiations(mostSAs)
	for i := range list {
		n := &list[i]
		e := Entry{Ladder: saID(n), Filter: n.Filter}
		e.Cells = []string{fmt.Sprintf("v%d", n.Version), n.Initiator, n.Responder, n.State, n.Status, fmt.Sprint(n.Messages), decryptedText(n.Decrypted, n.Encrypted)}
		sas.Entries = append(sas.Entries, e)
	}
	if more > 0 {
		sas.Title = fmt.Sprintf("IKE SAs (%d more are not listed)", more)
	}
	p.Sections = append(append(p.Sections, sas), esp...)
	return p, nil
}

// mostSAs bounds the IKE SAs that are listed.
const mostSAs = 1000

// decryptedText is "3 of 4": of encrypted messages.
func decryptedText(decrypted, encrypted uint64) string {
	if encrypted == 0 {
		return "-"
	}
	return fmt.Sprintf("%d of %d", decrypted, encrypted)
}

// conversations are those of addresses and ports.
func (b *browsed) conversations() (*Page, error) {
	p := &Page{}
	for _, layer := range conversationLayers() {
		x, err := b.c.Statistic(conversationsOf + layer)
		if err != nil {
			return nil, err
		}
		s := section(x, func(cells []string) string { return conversationFilter(layer, cells) })
		totalsFirst(&s)
		s.Empty = "There are none among these packets."
		p.Sections = append(p.Sections, s)
	}
	return p, nil
}

// section is a statistic as a table, with the filter of each row by its cells.
func section(x *browse.Statistic, filter func(cells []string) string) Section {
	s := Section{Title: strings.Join(append([]string{x.Title}, x.Notes...), ": ")}
	for i, title := range x.Titles {
		s.Columns = append(s.Columns, Column{Title: title, Right: x.Numbers[i]})
	}
	for _, cells := range x.Rows {
		s.Entries = append(s.Entries, Entry{Cells: cells, Filter: filter(cells)})
	}
	return s
}

// conversationFilter is the filter of a row of the statistic conv: address A, port A,
// address B, port B, where the layer has ports.
func conversationFilter(layer string, w []string) string {
	switch {
	case len(w) < 4:
		return ""
	case layer == "ip" || layer == "ipv6":
		return fmt.Sprintf("%s.addr == %s && %s.addr == %s", layer, w[0], layer, w[1])
	}
	version := "ip"
	if strings.Contains(w[0], ":") {
		version = "ipv6"
	}
	return fmt.Sprintf("%s.addr == %s && %s.port == %s && %s.addr == %s && %s.port == %s", version, w[0], layer, w[1], version, w[2], layer, w[3])
}

// statistics are the packets over time, and the protocol hierarchy.
func (b *browsed) statistics() (*Page, error) {
	traffic := b.c.Traffic()
	p := &Page{Graph: &Graph{First: traffic.First, Every: traffic.Width}}
	for _, i := range traffic.Intervals {
		p.Graph.Counts = append(p.Graph.Counts, int(i.Packets))
	}
	p.Graph.Last = traffic.First.Add(traffic.Width * time.Duration(len(traffic.Intervals)))
	x, err := b.c.Statistic(hierarchy)
	if err != nil {
		return nil, err
	}
	s := section(x, func(cells []string) string { return b.protocolFilter(cells[0]) })
	s.Title, s.Empty = "Protocol hierarchy", "There are no packets."
	s.Columns = s.Columns[:3]
	for i := range s.Entries { // the fourth is what it is within: as in tshark, that is told by the indent
		cells := s.Entries[i].Cells
		depth := 0
		if cells[3] != "" {
			depth = 1 + strings.Count(cells[3], ":")
		}
		s.Entries[i].Cells = append([]string{strings.Repeat("  ", depth) + cells[0]}, cells[1:3]...)
	}
	p.Sections = append(p.Sections, s)
	return p, nil
}

// protocolFilter is the filter for a protocol, "" for one that no filter knows.
func (b *browsed) protocolFilter(name string) string {
	if b.Check(name) != nil {
		return ""
	}
	return name
}
