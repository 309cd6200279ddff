package stats

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/internal/render"
)

// A hosts is -z hosts: the addresses that responses of DNS give for names, in the form
// of a file of hosts.
type hosts struct {
	plan  *plan
	which string // ipv4, ipv6; "": both
	limit int
	names map[netip.Addr]string // the first that was told
	lost  uint64
}

// hostFields are the name of a record, and the address in it.
var hostFields = []string{"dns.resp.name", "dns.a", "dns.aaaa"}

// newHosts makes the statistic; of may be ipv4 or ipv6.
func (p *plan) newHosts(of string) (*hosts, error) {
	switch of {
	case "", "ipv4", "ipv6":
	default:
		return nil, fmt.Errorf("%q: want ipv4 or ipv6", of)
	}
	for _, name := range hostFields {
		if err := p.wantText(name); err != nil {
			return nil, err
		}
	}
	return &hosts{plan: p, which: of, limit: p.limit, names: map[netip.Addr]string{}}, nil
}

// count implements statistic.
func (h *hosts) count(s *sample) {
	name := ""
	for field, value := range s.said() {
		if field == hostFields[0] {
			name = value
			continue
		}
		a, err := netip.ParseAddr(value)
		if err != nil || name == "" || field != hostFields[1] && field != hostFields[2] {
			continue
		}
		if _, known := h.names[a]; known {
			continue
		}
		if len(h.names) >= h.limit {
			h.lost++
			continue
		}
		h.names[a] = strings.Clone(name)
	}
}

// A host is a line of the report.
type host struct {
	netip.Addr
	name string
}

func (h *hosts) report() render.Report {
	var list []host
	for a, name := range h.names {
		if h.which == "" || a.Is4() == (h.which == "ipv4") {
			list = append(list, host{a, name})
		}
	}
	slices.SortFunc(list, func(a, b host) int { return cmp.Or(a.Compare(b.Addr), strings.Compare(a.name, b.name)) })
	r := render.Report{
		Title: "Hosts",
		Table: render.Table[host]{Rows: slices.Values(list), Columns: []render.Column[host]{
			{Title: "Address", Key: "address", Cell: func(h host) any { return h.String() }},
			{Title: "Name", Key: "name", Cell: func(h host) any { return h.name }},
		}},
	}
	if h.lost > 0 {
		r.Notes = []string{fmt.Sprintf("%d addresses are left out: no more than %d are kept.", h.lost, h.limit)}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# TShark hosts output\n#\n# Host data gathered from %s\n\n", render.AppendClean(nil, h.plan.File))
	for _, each := range list {
		fmt.Fprintf(&b, "%s\t%s\n", each.Addr, render.AppendClean(nil, each.name))
	}
	r.Text = b.String()
	return r
}

// String is the address.
func (h host) String() string { return h.Addr.String() }
