package cli

import (
	"errors"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/report/overview"
	"github.com/pktscope/pktscope/internal/session"
)

// reportFlags are the flags of "pktscope report".
type reportFlags struct {
	input   inputFlags
	options diagnose.Options
	output  string
	at      string
	inside  string
	help    bool
}

// declare puts the flags into f.
func (w *reportFlags) declare(f *pflag.FlagSet) {
	f.StringVarP(&w.output, "output", "o", "", "write the page in this `FILE`; '-' is standard output")
	f.BoolVar(&w.options.Audit, "audit", false, "tell each setting that works and is deprecated")
	f.StringVar(&w.at, "at", "end", "describe the state at this `TIME`: "+report.MomentHelp)
	f.StringVar(&w.inside, "inside", "", "the inside of a NAT: an `INTERFACE`, a file or a prefix")
	section(f, "Input", w.input.declareInput)
	section(f, "Decryption and decoding", w.input.declareDecoding)
	w.input.declareRun(f, &w.help)
}

const reportUsage = `pktscope report writes one page of HTML about captures: what is wrong and what
to type, tunnels with their messages, neighbors, translations, conversations
and protocols. The page needs nothing else, and has no keys in it.

Usage:
  pktscope report [options] CAPTURE... -o FILE.html

`

// runReport is "pktscope report".
func runReport(e *session.Env, args []string) int {
	var w reportFlags
	flags := newFlags("report")
	w.declare(flags)
	if err := flags.Parse(args); err != nil {
		return complain(e, flags, err)
	}
	if w.help {
		return e.Print(help(e, "report", reportUsage, flags))
	}
	moment, err := report.ParseMoment(w.at)
	if err != nil {
		return e.Complain(err)
	}
	w.input.options.Files = append(w.input.options.Files, flags.Args()...)
	if err := w.check(e, flags); err != nil {
		return e.Complain(err)
	}
	w.input.options.Output = w.output
	q := report.Request{Report: overview.Report(w.options), Format: "html", Inside: w.inside, Moment: moment, AtEnd: flags.Changed("at"), Options: w.input.options}
	if err := q.Check(); err != nil {
		return e.Complain(err)
	}
	return q.Run(e)
}

// check returns an error for flags that are missing or contradict each other.
func (w *reportFlags) check(e *session.Env, flags *pflag.FlagSet) error {
	if len(w.input.options.Files) == 0 {
		return errors.New("no capture to read: name a file, or '-' for standard input")
	}
	if w.output == "" && session.Terminal(e.Out) != nil {
		return errors.New("name the file that the page is written in: -o FILE.html")
	}
	return w.input.check(flags)
}
