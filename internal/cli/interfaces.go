package cli

import (
	"fmt"
	"strings"
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
	var b strings.Builder
	for _, d := range devices {
		fmt.Fprintf(&b, "%d. %s", d.Number, d.Name)
		switch {
		case d.Description != "":
			fmt.Fprintf(&b, " (%s)", d.Description)
		case d.Loopback:
			b.WriteString(" (Loopback)")
		}
		b.WriteByte('\n')
	}
	return e.Print(b.String())
}

// showInterfaces is "show interfaces".
func showInterfaces() report.Report {
	return report.Report{Words: "interfaces", Brief: "interfaces that can be captured on", Idle: true, Ask: func(*report.Query) (*report.Answer, error) {
		devices, err := capture.Devices()
		if err != nil {
			return nil, err
		}
		r := render.Report{Columns: []render.Column{
			{Title: "No.", Key: "number"}, {Title: "Name", Key: "name"}, {Title: "Description", Key: "description"},
			{Title: "Link types", Key: "link_types"}, {Title: "Addresses", Key: "addresses"}, {Title: "State", Key: "state"},
		}}
		for _, d := range devices {
			r.Rows = append(r.Rows, []any{d.Number, d.Name, d.Description, linkTypes(d), addresses(d), d.State()})
		}
		return &report.Answer{Tables: func(time.Time) []render.Report { return []render.Report{r} }}, nil
	}}
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
