package cli

import (
	"fmt"
	"strings"

	"pktscope/internal/capture"
	"pktscope/internal/render"
)

// listInterfaces is -D.
func listInterfaces(e *env) int {
	devices, err := capture.Devices()
	if err != nil {
		return e.fail(err)
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
	return e.print(b.String())
}

const interfacesUsage = `pktscope show interfaces lists what can be captured on.

Usage:
  pktscope show interfaces [options]

Options:
`

// runInterfaces is "pktscope show interfaces".
func runInterfaces(e *env, args []string) int {
	flags := newFlags("show interfaces")
	format := flags.String("format", "table", strings.Join(render.ReportFormats, ", "))
	help := flags.BoolP("help", "h", false, "this help")
	if err := flags.Parse(args); err != nil {
		return e.complain(err)
	}
	if *help {
		return e.print(interfacesUsage + flags.FlagUsages())
	}
	if flags.NArg() > 0 {
		return e.complain(fmt.Errorf("show interfaces: %q: no word may follow", flags.Arg(0)))
	}
	devices, err := capture.Devices()
	if err != nil {
		return e.fail(err)
	}
	report := render.Report{Columns: []render.Column{
		{Title: "No.", Key: "number"}, {Title: "Name", Key: "name"}, {Title: "Description", Key: "description"},
		{Title: "Link types", Key: "link_types"}, {Title: "Addresses", Key: "addresses"}, {Title: "State", Key: "state"},
	}}
	for _, d := range devices {
		report.Rows = append(report.Rows, []any{d.Number, d.Name, d.Description, linkTypes(d), addresses(d), d.State()})
	}
	if err := render.WriteReport(e.out, *format, report); err != nil && !closedPipe(err) {
		return e.complain(err)
	}
	return exitOK
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
