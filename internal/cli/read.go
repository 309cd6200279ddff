package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/export"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/metrics"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/stats"
	"github.com/pktscope/pktscope/internal/track"
)

// runRead is pktscope without a command: captures in, rows out.
func runRead(e *session.Env, args []string) int {
	args = fromTshark(args)
	if c, args := commandBehind(args); c != nil {
		e.Command = c.name
		return c.run(e, args)
	}
	var r readFlags
	flags := newFlags("pktscope")
	r.declare(flags)
	if err := flags.Parse(args); err != nil {
		return complain(e, flags, err)
	}
	if status, done := r.answer(e, flags); done {
		return status
	}
	if err := r.takeWords(flags.Args()); err != nil {
		return e.Reject(err)
	}
	if err := r.applyTshark(e, flags); err != nil {
		return e.Complain(err)
	}
	if err := r.check(flags); err != nil {
		return e.Complain(err)
	}
	status := r.run(e)
	if status == session.ExitInput && mistyped(args[0]) {
		fmt.Fprintf(e.Err, "%v.\n", noCommand(args[0]))
	}
	return status
}

// answer prints what the flags ask for beside packets, and reports whether they do.
func (r *readFlags) answer(e *session.Env, flags *pflag.FlagSet) (status int, done bool) {
	switch {
	case r.help:
		return e.Print(usage(e, flags)), true
	case r.version:
		return e.Print(about(session.Terminal(e.Out) != nil)), true
	case r.tshark.glossary != "":
		return runGlossary(e, r.tshark.report()), true
	case slices.Contains(r.stats, "help"):
		return e.Print(strings.Join(stats.Names(), "\n") + "\n"), true
	case slices.Contains(r.input.options.DecodeAs, "."):
		return e.Print("-d LAYER==NUMBER,PROTOCOL; LAYER is one of\n" + strings.Join(session.LayerTypes(), "\n") + "\n"), true
	case r.tshark.links:
		return listLinks(e, r.input.options.Live.Interfaces), true
	case r.input.listInterfaces:
		return listInterfaces(e), true
	}
	return 0, false
}

// mistyped reports whether the first word of the command line may have been
// meant for a command.
func mistyped(word string) bool {
	_, err := os.Stat(word)
	return errors.Is(err, fs.ErrNotExist) && strings.IndexFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) < 0
}

// run reads the captures and prints or saves what the flags ask for.
func (r *readFlags) run(e *session.Env) int {
	o := r.options(e)
	var objects *export.HTTP
	if o.Export != "" {
		o.Outputs = func() (err error) {
			objects, err = export.NewHTTP(o.Export)
			return err
		}
	}
	if err := r.columnTexts(&o); err != nil {
		return e.Reject(err)
	}
	plan, err := session.Prepare(e, o)
	if err != nil {
		return e.Reject(err)
	}
	set, err := stats.New(r.stats, plan.Fields, stats.DefaultLimit)
	switch {
	case errors.As(err, new(*filter.Error)):
		return e.Fail(err)
	case err != nil:
		return e.Complain(err)
	}
	set.File = strings.Join(r.input.options.Files, ", ")
	format, status := r.newFormat(e, plan.Fields)
	if status != session.ExitOK {
		return status
	}
	e.Paged = r.isLong(format)
	s, err := plan.Start(e)
	if err != nil {
		return e.Fail(err)
	}
	defer s.Close()
	config := s.Config(session.OnDemand(format, plan.Filter, set)...)
	config.Format, config.Out, config.Each = format, listing(e, format), r.each
	if len(r.stats) > 0 {
		config.Tap = set
	}
	if objects != nil {
		config.Watchers = []track.Watcher{objects}
	}
	end := func() error { return nil }
	if r.tells() {
		end = metrics.Begin(s, plan, &config, r.eventsOf(s), version)
	}
	result := s.Run(config)
	result.Write = errors.Join(result.Write, end())
	if objects != nil && objects.Err() != nil {
		result.Write = errors.Join(result.Write, objects.Err())
	}
	if len(r.stats) > 0 && result.Write == nil && !result.Unread() {
		result.Write = r.writeStatistics(e, set)
	}
	return s.End(result)
}

// listing is where rows are written: on a terminal a list in its width.
func listing(e *session.Env, f render.Format) io.Writer {
	tty := session.Terminal(e.Out)
	if tty == nil {
		return e.Out
	}
	return render.NewListing(f, e.Out, func() int { return session.Width(tty) })
}
