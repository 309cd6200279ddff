package cli

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/ports"
)

// portsFlags are the flags of "pktscope ports".
type portsFlags struct {
	list     bool
	services []string
	format   string
	help     bool
}

func (p *portsFlags) declare(f *pflag.FlagSet) {
	f.BoolVar(&p.list, "list", false, "list every port that has a name")
	declareServices(f, &p.services)
	declareFormat(f, &p.format, "`FORMAT` of the list: ")
	declareHelp(f, &p.help)
}

// runPorts is "pktscope ports".
func runPorts(e *session.Env, args []string) int {
	var p portsFlags
	flags := newFlags("ports")
	p.declare(flags)
	if err := flags.Parse(args); err != nil {
		return complain(e, flags, err)
	}
	if p.help {
		return e.Print(help(e, "ports", portsUsage, flags))
	}
	queries, err := portQueries(flags.Args(), p.list)
	if err != nil {
		return e.Complain(err)
	}
	table, err := portTable(p.services)
	if err != nil {
		return e.Fail(err)
	}
	entries, unknown := searchPorts(table, queries)
	report := render.Report{Table: render.Table[ports.Entry]{Columns: portColumns, Rows: slices.Values(entries)}}
	if len(entries) > 0 || len(unknown) == 0 {
		if status := printReport(e, p.format, report); status != session.ExitOK {
			return status
		}
	}
	for _, q := range unknown {
		fmt.Fprintf(e.Err, "pktscope: ports: no entry for %s\n", q)
	}
	if len(unknown) > 0 {
		return session.ExitInput
	}
	return session.ExitOK
}

const portsUsage = `pktscope ports lists the names of ports, and where each comes from.

Usage:
  pktscope ports [PORT[/PROTOCOL] | NAME | FROM-TO]...
  pktscope ports --list

Descriptions are their source's own words; some of the services table are French.

`

// portQueries reads the words; --list asks for every port.
func portQueries(words []string, list bool) ([]ports.Query, error) {
	if list {
		words = append(words, "0-65535")
	}
	if len(words) == 0 {
		return nil, errors.New("ports: name a port, a service or a range, or --list")
	}
	var out []ports.Query
	for _, w := range words {
		q, err := ports.ParseQuery(w)
		if err != nil {
			return nil, err
		}
		out = append(out, q)
	}
	return out, nil
}

// searchPorts returns the entries that queries find, and the queries that find
// none.
func searchPorts(t *ports.Table, queries []ports.Query) (entries []ports.Entry, unknown []ports.Query) {
	for _, q := range queries {
		found := len(entries)
		for entry := range t.Search(q) {
			entries = append(entries, entry)
		}
		if len(entries) == found {
			unknown = append(unknown, q)
		}
	}
	return entries, unknown
}

var portColumns = []render.Column[ports.Entry]{
	{Title: "Port", Key: "port", Cell: func(e ports.Entry) any { return portCell(e.Ports) }},
	{Title: "Protocol", Key: "protocol", Cell: func(e ports.Entry) any { return e.Proto.String() }},
	{Title: "Name", Key: "name", Cell: func(e ports.Entry) any { return e.Name }},
	{Title: "Source", Key: "source", Cell: func(e ports.Entry) any { return e.Source.String() }},
	{Title: "Description", Key: "description", Cell: func(e ports.Entry) any { return e.Description }},
}

// portCell is a number, or a text for a run of ports.
func portCell(r ports.Range) any {
	if r.First == r.Last {
		return int(r.First)
	}
	return r.String()
}
