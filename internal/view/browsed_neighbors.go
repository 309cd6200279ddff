package view

import (
	"fmt"
	"strings"

	"github.com/pktscope/pktscope/internal/browse"
)

// A discovery is a protocol by which neighbors announce themselves: its name in filters.
type discovery string

func discoveries() []discovery { return []discovery{"cdp", "lldp", "fdp", "edp"} }

// The reports on a protocol: a row for each neighbor, and the lines on each.
func (d discovery) neighbors() string { return string(d) + " neighbors" }

func (d discovery) detail() string { return d.neighbors() + " detail" }

func topologyReports() []shownReport {
	return []shownReport{{words: "cdp topology", filter: "cdp || lldp || fdp || edp"}}
}

// neighbors are the findings on neighbors, the tables of those protocols that were spoken,
// the links, and what each neighbor announces, to which its row leads.
func (b *browsed) neighbors() (*Page, error) {
	p := b.findings("neighbors", ofNeighbors)
	var details []Section
	for _, d := range discoveries() {
		tables, err := b.c.Tables(d.neighbors())
		if err != nil {
			return nil, err
		}
		texts, err := b.c.Entries(d.detail())
		if err != nil {
			return nil, err
		}
		if t := &tables[0]; len(t.Rows) > 0 || d == "cdp" {
			p.Sections = append(p.Sections, d.table(t))
			details = append(details, d.announced(t, texts))
		}
	}
	links, err := b.reports(topologyReports())
	if err != nil {
		return nil, err
	}
	p.Sections = append(append(p.Sections, links...), details...)
	return p, nil
}

// leading are the columns that stand before the others, whose texts may be long.
func leading() []string {
	return []string{"device_id", "local_interface", "holdtime", "capabilities", "port_id"}
}

// table has a row for each neighbor.
func (d discovery) table(t *browse.Table) Section {
	s := tableSection(t.Only(append(leading(), t.Keys...)...), d.filter)
	s.Title, s.Empty = "show "+d.neighbors(), nothing
	for k := range t.Rows {
		s.Entries[k].Opens = d.name(k)
	}
	return s
}

// announced are the lines on each neighbor of a table.
func (d discovery) announced(t *browse.Table, texts [][]string) Section {
	s := Section{Title: "show " + d.detail(), Empty: nothing}
	for k, lines := range texts {
		filter := string(d)
		if k < len(t.Rows) { // the texts are a moment younger
			filter = d.filter(valuesOf(t, k))
		}
		for i, line := range lines {
			e := Entry{Cells: []string{line}, Filter: filter}
			if i == 0 {
				e.Name = d.name(k)
			}
			s.Entries = append(s.Entries, e)
		}
	}
	return s
}

// name is that of the k-th neighbor's lines.
func (d discovery) name(k int) string { return fmt.Sprintf("%s %d", d, k) }

// filter is that of a neighbor's packets: by its name and port, which CDP has fields for, or
// else by the address that it sends from.
func (d discovery) filter(values map[string]string) string {
	name, port, from := values["device_id"], values["port_id"], values["source"]
	switch {
	case d == "cdp" && quotable(name) && quotable(port):
		return fmt.Sprintf("cdp.deviceid == %q && cdp.portid == %q", name, port)
	case d == "cdp" && quotable(name):
		return fmt.Sprintf("cdp.deviceid == %q", name)
	case from != "":
		return fmt.Sprintf("%s && eth.src == %s", d, from)
	}
	return string(d)
}

// quotable reports whether a text stands in a filter as it is.
func quotable(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' })
}

// valuesOf are the cells of a row by the keys of their columns.
func valuesOf(t *browse.Table, row int) map[string]string {
	values := map[string]string{}
	for i, key := range t.All.Keys {
		values[key] = t.All.Rows[row][i]
	}
	return values
}
