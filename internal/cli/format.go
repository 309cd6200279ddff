package cli

import (
	"os"
	"strings"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/link"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/oui"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/ports"
)

// newFormat is the format of the rows, nil if none are printed.
func (r *readFlags) newFormat(e *session.Env, fields render.Fields) (render.Format, int) {
	if r.quiet || r.silent() || r.events.replacesRows() {
		return nil, session.ExitOK
	}
	dialect, err := render.ParseDialect(r.as)
	if err != nil {
		return nil, e.Complain(err)
	}
	o := render.Options{
		Registry: fields.Registry, Names: fields.Names, Time: fields.Time, As: dialect, Header: !r.noHeader,
		Summary: r.print && r.input.options.Save.Name == "",
		Detail:  r.verbose || len(r.only) > 0, Only: words(r.only...), Hex: r.hex || len(r.dump) > 0,
		Layers: words(r.layers), WholeLayers: words(r.wholeLayers),
		Tint: r.color == "always", File: strings.Join(r.input.options.Files, ", "), Version: version,
	}
	if r.format == "text" {
		o.Color, o.Palette = colors(e, r.color)
		o.Cells = session.Terminal(e.Out) != nil && !r.wide
	}
	if o.Fields, err = render.ParseFields(r.fields, r.layout); err != nil {
		return nil, e.Complain(err)
	}
	for _, word := range r.dump {
		if err := o.Dump.Set(word); err != nil {
			return nil, e.Complain(err)
		}
	}
	o.Columns = r.columns
	format, err := render.New(r.format, o)
	if err != nil {
		return nil, e.Complain(err)
	}
	return format, session.ExitOK
}

// columnTexts sets how columns write names and times.
func (r *readFlags) columnTexts(o *session.Options) (err error) {
	if o.Names, err = r.names(); err != nil {
		return err
	}
	if r.tshark.resolve != "" {
		o.Resolved = resolved(strings.Contains(r.tshark.resolve, "m"))
	}
	if o.Time, err = render.ParseTime(r.time); err != nil {
		return &session.OptionError{Err: err}
	}
	return nil
}

// names resolves what -N says, nothing with -n. Without both, people get names of
// ports; programs get those of group addresses, as from tshark.
func (r *readFlags) names() (*field.Names, error) {
	letters := r.tshark.resolve
	if letters == "" && !r.input.numeric {
		if letters = "m"; r.format == "text" || len(r.input.options.Services) > 0 {
			letters = "t"
		}
	}
	n := resolved(strings.Contains(letters, "m"))
	n.Service = r.tshark.resolve == "" // tshark names both ports
	if strings.Contains(letters, "t") {
		table, err := portTable(r.input.options.Services)
		if err != nil {
			return nil, err
		}
		n.Port = func(t field.Transport, port uint16) string { return table.Name(ports.Proto(t), port) }
	}
	return n, nil
}

// resolved are the names of organisations, and of EUI-48 addresses where they are asked for.
func resolved(addresses bool) *field.Names {
	blocks := oui.Embedded()
	n := &field.Names{Organisation: blocks.Organisation}
	if addresses {
		n.Ether = etherName(blocks)
	}
	return n
}

// etherName names EUI-48 addresses: groups by their whole addresses, others by the block
// that they are of.
func etherName(blocks *oui.Table) func(a [6]byte) string {
	return func(a [6]byte) string {
		if name := link.AddressName(a); name != "" {
			return name
		}
		return blocks.Name(a)
	}
}

// portTable is the built-in services table below the user's own files.
func portTable(files []string) (*ports.Table, error) {
	var user []ports.Entry
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, &capture.Error{File: name, Kind: capture.ErrRead, Err: capture.Bare(err)}
		}
		entries, err := ports.ParseServices(name, f)
		_ = f.Close()
		if err != nil {
			return nil, err
		}
		user = append(user, entries...)
	}
	return ports.New(ports.WithUser(user...)), nil
}
