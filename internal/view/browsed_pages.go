package view

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/browse"
)

// Page implements Source.
func (b *browsed) Page(p PageKind) (*Page, error) {
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

// tunnelReports are those of which a line is about no SA in particular: SAs have a table.
func tunnelReports() []shownReport { return []shownReport{{words: ipsecSAs}} }

const ipsecSAs = "crypto ipsec sa"

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
		for _, line := range lines {
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
				s.Entries = append(s.Entries, Entry{Cells: []string{line}, Filter: r.filter})
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
	p := b.findings("tunnels", ofTunnels)
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
	table, err := b.c.Tables(ipsecSAs)
	if err != nil {
		return nil, err
	}
	p.Sections = append(append(p.Sections, sas, spiSection(&table[0])), esp...)
	return p, nil
}

// spiSection is the SAs of ESP and AH.
func spiSection(t *browse.Table) Section {
	s := tableSection(t.Only("protocol", "spi", "src", "dst", "packets", "lost", "duplicates", "replays", "decrypted", "reason"), spiFilter)
	s.Title, s.Empty = "ESP and AH SAs", "There is no SA of ESP or AH among these packets."
	return s
}

// spiFilter is the filter of an SA's packets. Peers of others may have the same SPI.
func spiFilter(v map[string]string) string {
	dst, err := netip.ParseAddr(v["dst"])
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s.spi == %s && %s", v["protocol"], v["spi"], addressFilter(dst))
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
		t, err := b.c.Statistic(conversationsOf + layer)
		if err != nil {
			return nil, err
		}
		s := tableSection(t, func(v map[string]string) string { return conversationFilter(layer, v) })
		totalsFirst(&s)
		s.Empty = "There are none among these packets."
		p.Sections = append(p.Sections, s)
	}
	return p, nil
}

// conversationFilter is the filter of a row of the statistic conv.
func conversationFilter(layer string, v map[string]string) string {
	a, b := v["address_a"], v["address_b"]
	switch {
	case a == "" || b == "":
		return ""
	case layer == "ip" || layer == "ipv6":
		return fmt.Sprintf("%s.addr == %s && %s.addr == %s", layer, a, layer, b)
	}
	version := "ip"
	if strings.Contains(a, ":") {
		version = "ipv6"
	}
	return fmt.Sprintf("%s.addr == %s && %s.port == %s && %s.addr == %s && %s.port == %s", version, a, layer, v["port_a"], version, b, layer, v["port_b"])
}

// statistics are the packets over time, and the protocol hierarchy.
func (b *browsed) statistics() (*Page, error) {
	traffic := b.c.Traffic()
	p := &Page{Graph: &Graph{First: traffic.First, Every: traffic.Width}}
	for _, i := range traffic.Intervals {
		p.Graph.Counts = append(p.Graph.Counts, int(i.Packets))
	}
	p.Graph.Last = traffic.First.Add(traffic.Width * time.Duration(len(traffic.Intervals)))
	t, err := b.c.Statistic(hierarchy)
	if err != nil {
		return nil, err
	}
	for k := range t.Rows { // what a protocol is within is told by the indent, as in tshark
		if within := valuesOf(t, k)["within"]; within != "" {
			t.Rows[k][0] = strings.Repeat("  ", 1+strings.Count(within, ":")) + t.Rows[k][0]
		}
	}
	s := tableSection(t.Only("protocol", "frames", "bytes"), func(v map[string]string) string { return b.protocolFilter(v["protocol"]) })
	s.Title, s.Empty = "Protocol hierarchy", "There are no packets."
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
