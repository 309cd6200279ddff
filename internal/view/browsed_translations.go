package view

import (
	"cmp"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/internal/browse"
)

// The reports on translations.
const (
	natTranslations = "ip nat translations"
	natStatistics   = "ip nat statistics"
	natUntranslated = "ip nat untranslated"
)

// translations are the findings on NAT and the tables of its reports, in whose rows is what
// the filters of their packets are made of.
func (b *browsed) translations() (*Page, error) {
	p := b.findings("translations", ofTranslations)
	for _, r := range []struct {
		words  string
		filter func(values map[string]string) string
	}{
		{natTranslations, translationFilter},
		{natStatistics, poolFilter},
		{natUntranslated, func(v map[string]string) string { return flowFilter(v["protocol"], v["src"], v["dst"]) }},
	} {
		tables, err := b.c.Tables(r.words)
		if err != nil {
			return nil, err
		}
		for i := range tables {
			t := &tables[i]
			s := tableSection(t, r.filter)
			if s.Title = "show " + r.words; t.Title != "" {
				s.Title += ": " + t.Title
			}
			if r.words == natStatistics && i == 0 {
				s = turned(s)
			}
			if len(t.Rows) == 0 {
				s.Empty = cmp.Or(b.remark(r.words), nothing)
			}
			p.Sections = append(p.Sections, s)
		}
	}
	return p, nil
}

// remark is the first that a report has on itself, such as why it is empty; "" for none.
func (b *browsed) remark(words string) string {
	lines, err := b.c.Report(words)
	if err != nil {
		return ""
	}
	for _, line := range lines {
		if text, ok := onScreen(line); ok && strings.HasPrefix(text, "% ") {
			return text[2:]
		}
	}
	return ""
}

// tableSection is a table of a report, its notes below, with the filter of each row and the
// packet that it names.
func tableSection(t *browse.Table, filter func(values map[string]string) string) Section {
	s := Section{Title: t.Title}
	for i, title := range t.Titles {
		s.Columns = append(s.Columns, Column{Title: title, Right: t.Numbers[i]})
	}
	for k, cells := range t.Rows {
		values := valuesOf(t, k)
		frame, _ := strconv.ParseUint(values["frame"], 10, 64) // 0 where the table has none
		s.Entries = append(s.Entries, Entry{Cells: cells, Filter: filter(values), Frame: frame})
	}
	for _, note := range t.Notes {
		s.Entries = append(s.Entries, Entry{Cells: []string{note}, Fixed: true})
	}
	return s
}

// turned is a table of one row as one with a row for each column that has a value.
func turned(s Section) Section {
	out := Section{Title: s.Title, Columns: []Column{{Title: "Count"}, {Title: "Value"}}, Empty: s.Empty}
	for _, e := range s.Entries {
		if e.Fixed {
			out.Entries = append(out.Entries, e)
			continue
		}
		for i, text := range e.Cells {
			if text != "" {
				out.Entries = append(out.Entries, Entry{Cells: []string{s.Columns[i].Title, text}})
			}
		}
	}
	return out
}

// translationFilter is the filter of the packets of a translation, before and behind the NAT.
func translationFilter(v map[string]string) string {
	inside := flowFilter(v["protocol"], v["inside_local"], v["outside_local"])
	outside := flowFilter(v["protocol"], v["inside_global"], v["outside_global"])
	if inside == "" || outside == "" || inside == outside {
		return inside
	}
	return fmt.Sprintf("(%s) || (%s)", inside, outside)
}

// poolFilter is the filter of a protocol's packets, of those with a global address where the
// row is about one.
func poolFilter(v map[string]string) string {
	protocol := protocolName(v["protocol"])
	address, err := netip.ParseAddr(v["inside_global"])
	if protocol == "" || err != nil {
		return protocol
	}
	return protocol + " && " + addressFilter(address)
}

// protocolName is the name in filters of a protocol of a report, "" of one that has none.
func protocolName(name string) string {
	switch name {
	case "tcp", "udp", "icmp", "esp", "gre":
		return name
	case "icmp6":
		return "icmpv6"
	}
	return ""
}

// flowFilter is the filter of a flow's packets in both directions. Its ends have ports, those
// of ICMP the identifier of a ping in their place; ESP and GRE have none.
func flowFilter(protocol, from, to string) string {
	protocol = protocolName(protocol)
	a, b := endOf(from), endOf(to)
	if protocol == "" || !a.IsValid() || !b.IsValid() {
		return ""
	}
	between := fmt.Sprintf("%s && %s", addressFilter(a.Addr()), addressFilter(b.Addr()))
	switch protocol {
	case "tcp", "udp":
		return fmt.Sprintf("%s && %s.port == %d && %s.port == %d", between, protocol, a.Port(), protocol, b.Port())
	case "icmp":
		return fmt.Sprintf("%s && icmp.ident == %d", between, a.Port())
	case "icmpv6":
		return fmt.Sprintf("%s && icmpv6.echo.identifier == %d", between, a.Port())
	}
	return protocol + " && " + between
}

// endOf is an end of a flow, with port 0 where it has none.
func endOf(text string) netip.AddrPort {
	if at, err := netip.ParseAddrPort(text); err == nil {
		return at
	}
	a, err := netip.ParseAddr(text)
	if err != nil {
		return netip.AddrPort{}
	}
	return netip.AddrPortFrom(a, 0)
}
