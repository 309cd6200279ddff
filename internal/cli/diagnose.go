package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/report/diagnosis"
	"github.com/pktscope/pktscope/internal/session"
)

// diagnoseFlags are the flags of "pktscope diagnose".
type diagnoseFlags struct {
	input   inputFlags
	options diagnosis.Options
	format  string
	at      string
	watch   bool
	inside  string
	color   string
	help    bool
}

// declare puts the flags into f.
func (w *diagnoseFlags) declare(f *pflag.FlagSet) {
	declareFormat(f, &w.format, "`FORMAT` of the findings, one of: ")
	f.BoolVar(&w.options.Audit, "audit", false, "tell each setting that works and is deprecated")
	f.StringVar(&w.options.FailOn, "fail-on", "", "exit with status 3 if a finding is of this `SEVERITY` or worse: error, warning")
	f.StringSliceVar(&w.options.Platforms, "platform", nil, "what to type on this `PLATFORM` only: ios, ios-xe, asa, strongswan")
	f.StringVar(&w.at, "at", "end", "judge as of this `TIME`: "+report.MomentHelp)
	f.BoolVar(&w.watch, "watch", false, "redraw the findings as packets arrive")
	f.StringVar(&w.inside, "inside", "", "the inside of a NAT: an `INTERFACE`, a file or a prefix")
	declareColor(f, &w.color)
	w.input.declare(f)
	w.input.declareRun(f, &w.help)
}

const diagnoseUsage = `pktscope diagnose says why a tunnel is down: what is wrong, what each side said,
in which frames, and what to type.

Usage:
  pktscope diagnose [options] CAPTURE...

`

// runDiagnose is "pktscope diagnose".
func runDiagnose(e *session.Env, args []string) int {
	var w diagnoseFlags
	flags := newFlags("diagnose")
	w.declare(flags)
	if err := flags.Parse(args); err != nil {
		return complain(e, flags, err)
	}
	if w.input.listInterfaces {
		return listInterfaces(e)
	}
	if w.help {
		return e.Print(help(e, "diagnose", diagnoseUsage, flags))
	}
	if err := w.check(); err != nil {
		return e.Complain(err)
	}
	moment, err := report.ParseMoment(w.at)
	if err != nil {
		return e.Complain(err)
	}
	w.input.options.Files = append(w.input.options.Files, flags.Args()...)
	if err := w.input.check(flags); err != nil {
		return e.Complain(err)
	}
	w.options.Live = len(w.input.options.Live.Interfaces) > 0
	w.options.Style = w.style(e)
	q := report.Request{
		Report: diagnosis.Report(w.options), Format: w.format, Inside: w.inside, Moment: moment, AtEnd: flags.Changed("at"),
		Watch: w.watch, Options: w.input.options,
	}
	if err := q.Check(); err != nil {
		return e.Complain(err)
	}
	e.Paged = !w.watch && !w.options.Live
	return q.Run(e)
}

// check returns an error for a value that a flag does not take.
func (w *diagnoseFlags) check() error {
	if f := w.options.FailOn; f != "" && f != "error" && f != "warning" {
		return fmt.Errorf("--fail-on %q: want error or warning", f)
	}
	for _, p := range w.options.Platforms {
		if !slices.Contains(diagnose.Platforms(), diagnose.Platform(p)) {
			return fmt.Errorf("--platform %q: want ios, ios-xe, asa or strongswan", p)
		}
	}
	return checkColor(w.color)
}

// style is how the page is drawn: on a terminal in its width and in colours.
func (w *diagnoseFlags) style(e *session.Env) diagnosis.Style {
	var s diagnosis.Style
	if w.format == "table" {
		s.Color, s.Palette = colors(e, w.color)
	}
	if tty := session.Terminal(e.Out); tty != nil {
		s.Width = session.Width(tty)
	}
	return s
}
