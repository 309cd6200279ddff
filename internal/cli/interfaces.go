package cli

import (
	"fmt"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/session"
)

// listInterfaces is -D.
func listInterfaces(e *session.Env) int {
	devices, err := capture.Devices()
	if err != nil {
		return e.Fail(err)
	}
	var b []byte
	for _, d := range devices {
		b = render.AppendClean(fmt.Appendf(b, "%d. ", d.Number), d.Name) // Linux forbids spaces and little else
		switch {
		case d.Description != "":
			b = append(render.AppendClean(append(b, " ("...), d.Description), ')')
		case d.Loopback:
			b = append(b, " (Loopback)"...)
		}
		b = append(b, '\n')
	}
	return e.Print(string(b))
}

// showInterfaces is "show interfaces".
func showInterfaces() report.Report {
	return report.Report{Words: "interfaces", Brief: "interfaces that can be captured on", Idle: true, Ask: func(*report.Query) (*report.Answer, error) {
		devices, err := capture.Devices()
		if err != nil {
			return nil, err
		}
		r := render.Report{Table: render.Table[capture.Device]{Columns: deviceColumns, Rows: slices.Values(devices)}}
		return &report.Answer{Tables: func(time.Time) []render.Report { return []render.Report{r} }}, nil
	}}
}

var deviceColumns = []render.Column[capture.Device]{
	{Title: "No.", Key: "number", Cell: func(d capture.Device) any { return d.Number }},
	{Title: "Name", Key: "name", Cell: func(d capture.Device) any { return d.Name }},
	{Title: "Description", Key: "description", Cell: func(d capture.Device) any { return d.Description }},
	{Title: "Link types", Key: "link_types", Cell: func(d capture.Device) any { return linkTypes(d) }},
	{Title: "Addresses", Key: "addresses", Cell: func(d capture.Device) any { return addresses(d) }},
	{Title: "State", Key: "state", Cell: func(d capture.Device) any { return d.State() }},
}

// linkTypes names what the device can deliver, nil where it cannot be opened.
func linkTypes(d capture.Device) any {
	links, err := d.Links()
	if err != nil {
		return nil
	}
	names := []string{}
	for _, l := range links {
		names = append(names, l.Name)
	}
	return names
}

func addresses(d capture.Device) []string {
	out := []string{}
	for _, a := range d.Addresses {
		out = append(out, a.String())
	}
	return out
}
