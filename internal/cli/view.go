package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/browse"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/view"
	"github.com/pktscope/pktscope/ports"
)

// viewFlags are the flags of "pktscope view".
type viewFlags struct {
	input inputFlags
	time  string
	color string
	help  bool
}

const viewUsage = `pktscope view shows captures interactively: the packet list, the detail and the
bytes, the ladders of tunnels with what is wrong with them, neighbors,
translations, conversations and statistics. ? lists its keys.

Usage:
  pktscope view [options] [-r] FILE...
  pktscope view [options] -i IFACE

`

// declare puts the flags into f.
func (v *viewFlags) declare(f *pflag.FlagSet) {
	v.input.declare(f)
	save := &v.input.options.Save
	f.StringVarP(&save.Name, "write", "w", "", "the `FILE` that keys save packets in: from inside the sandbox no other can be opened")
	f.StringVarP(&save.Format, "write-format", "F", "pcapng", "file `FORMAT` for -w: "+strings.Join(capture.SaveFormats, ", "))
	f.StringVarP(&v.time, "time", "t", "r", "`FORM` of the time column at the beginning, as without view: r, d, dd, a, ad, u, ud, e")
	declareColor(f, &v.color)
	v.input.declareRun(f, &v.help)
}

// runView is "pktscope view".
func runView(e *session.Env, args []string) int {
	var v viewFlags
	flags := newFlags("view")
	v.declare(flags)
	if err := flags.Parse(fromTshark(args)); err != nil {
		return complain(e, flags, err)
	}
	switch {
	case v.help:
		return e.Print(help(e, "view", viewUsage, flags))
	case v.input.listInterfaces:
		return listInterfaces(e)
	}
	o := &v.input.options
	o.Files = append(o.Files, flags.Args()...)
	if err := v.check(flags); err != nil {
		return e.Reject(err)
	}
	terminal, err := view.OpenTerminal(session.Terminal(e.In), session.Terminal(e.Out), os.Environ(), v.color)
	if err != nil {
		return e.Complain(err)
	}
	return v.run(e, terminal)
}

// check returns an error for flags that cannot be followed, and takes what names and times
// are written as.
func (v *viewFlags) check(f *pflag.FlagSet) (err error) {
	o := &v.input.options
	if err := v.input.check(f); err != nil {
		return &session.OptionError{Err: err}
	}
	if err := checkColor(v.color); err != nil {
		return &session.OptionError{Err: err}
	}
	if err := checkFormat(&o.Save); err != nil {
		return &session.OptionError{Err: err}
	}
	if o.Save.Name == "-" {
		return &session.OptionError{Err: errors.New("-w -: view draws on standard output; name a file")}
	}
	if o.Time, err = render.ParseTime(v.time); err != nil {
		return &session.OptionError{Err: err}
	}
	o.Names = resolved(false)
	if v.input.numeric {
		return nil
	}
	table, err := portTable(o.Services)
	if err != nil {
		return err
	}
	o.Names.Service, o.Names.Port = true, func(t field.Transport, port uint16) string { return table.Name(ports.Proto(t), port) }
	return nil
}

// run shows the captures until the user quits.
func (v *viewFlags) run(e *session.Env, terminal *view.Terminal) int {
	o := v.input.options
	o.Save.Application = application
	changed := make(chan struct{}, 1)
	tell := func() {
		select {
		case changed <- struct{}{}:
		default: // it is told already
		}
	}
	c, err := browse.Open(e, browse.Options{Session: o, Reports: viewReports(), Statistics: view.Statistics(), Changed: tell})
	if err != nil {
		return e.Reject(err)
	}
	c.Start()
	by, err := terminal.Run(c, view.Options{
		Name: inputName(&o), Save: o.Save.Name, Time: o.Time.Form, Filter: o.DisplayFilter, Suspend: session.Suspend, Changed: changed,
	})
	status := c.Close()
	switch n, ok := by.(syscall.Signal); {
	case ok:
		return bySignal + int(n)
	case err != nil:
		return e.Fail(fmt.Errorf("the terminal: %w", err))
	}
	return status
}

// bySignal and a signal's number are the exit status of what the signal ended, as shells have it.
const bySignal = 128

// inputName is what the captures are called on the screen.
func inputName(o *session.Options) string {
	names := slices.Clone(o.Live.Interfaces)
	for _, file := range o.Files {
		if file == "-" {
			file = "standard input"
		}
		names = append(names, filepath.Base(file))
	}
	return strings.Join(names, ", ")
}

// viewReports are the reports that view shows.
func viewReports() (list []*report.Report) {
	wanted := view.Reports()
	for _, r := range reports() {
		if slices.Contains(wanted, r.Words) {
			list = append(list, &r)
		}
	}
	return list
}
