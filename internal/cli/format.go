package cli

import (
	"os"
	"strings"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/all"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/ports"
)

// newRegistry knows every protocol, and the frame around them.
func (r *reading) newRegistry() (*dissect.Registry, error) {
	registry, err := dissect.NewRegistry(all.Bindings()...)
	if err != nil {
		return nil, err
	}
	ports, rules, err := streams(r.decodeAs)
	if err != nil {
		return nil, err
	}
	r.secrets.ports = ports
	if err := decodeAs(registry, rules); err != nil {
		return nil, err
	}
	if err := registry.Declare(frame.CommentsProto); err != nil {
		return nil, err
	}
	return registry, registry.Declare(frame.Proto)
}

// newFormat is the output that the flags ask for, nil for none.
func (r *reading) newFormat(e *env, registry *dissect.Registry) (render.Format, int) {
	if r.quiet || r.save.silent() {
		return nil, exitOK
	}
	names, err := r.names()
	if err != nil {
		return nil, e.fail(err)
	}
	clock, err := render.ParseTime(r.time)
	if err != nil {
		return nil, e.complain(err)
	}
	o := render.Options{
		Registry: registry, Names: names, Time: clock, Header: !r.noHeader,
		Detail: r.verbose || len(r.only) > 0, Only: r.protocols(), Hex: r.hex,
		Color: r.color == "always", File: strings.Join(r.files, ", "), Version: version,
	}
	if tty := terminal(e.out); tty != nil {
		o.Width = width(tty)
		o.Color = r.color != "never" && os.Getenv("NO_COLOR") == "" || o.Color
	}
	if o.Fields, err = render.ParseFields(r.fields, r.layout); err != nil {
		return nil, e.complain(err)
	}
	format, err := render.New(r.format, o)
	if err != nil {
		return nil, e.complain(err)
	}
	return format, exitOK
}

// names resolves ports unless -n is given.
func (r *reading) names() (*field.Names, error) {
	if r.numeric {
		return nil, nil
	}
	table, err := portTable(r.services)
	if err != nil {
		return nil, err
	}
	return &field.Names{Port: func(t field.Transport, port uint16) string {
		return table.Name(ports.Proto(t), port)
	}}, nil
}

// portTable is the built-in services table below the user's own files.
func portTable(files []string) (*ports.Table, error) {
	var user []ports.Entry
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
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
