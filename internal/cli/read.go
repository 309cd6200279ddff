package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	"pktscope/internal/capture"
	"pktscope/internal/pipeline"
	"pktscope/internal/track"
	"pktscope/internal/track/flow"
	"pktscope/internal/track/frag"
	"pktscope/internal/track/gryphon"
	"pktscope/internal/track/http"
)

// runRead is pktscope without a command: captures in, rows out.
func runRead(e *env, args []string) int {
	var r reading
	flags := newFlags("pktscope")
	r.declare(flags)
	if err := flags.Parse(args); err != nil {
		return e.complain(err)
	}
	switch {
	case r.help:
		return e.print(usage(flags))
	case r.version:
		return e.print("pktscope " + version + "\n")
	}
	r.files = append(r.files, flags.Args()...)
	if len(r.files) == 0 {
		return e.complain(errors.New("no capture to read: name a file, or '-' for standard input"))
	}
	if err := r.check(flags); err != nil {
		return e.complain(err)
	}
	return r.run(e)
}

// run reads the captures and prints what the flags ask for.
func (r *reading) run(e *env) int {
	registry, err := newRegistry()
	if err != nil {
		return e.fail(err)
	}
	format, status := r.newFormat(e, registry)
	if status != exitOK {
		return status
	}
	source, err := capture.OpenSequence(r.files, capture.Options{})
	if err != nil {
		return e.fail(err)
	}
	defer source.Close()
	if err := r.confine(); err != nil {
		return e.fail(err)
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	signal.Ignore(syscall.SIGPIPE) // a closed pipe is an error of Write, not a death
	packets := new(atomic.Uint64)
	done := e.progress(source, packets)
	result := pipeline.Run(ctx, pipeline.Config{
		Source: source, Registry: registry, Trackers: trackers(), Format: format, Out: e.out,
		Count: r.count, Each: r.each, Packets: packets,
	})
	done()
	return e.outcome(ctx, result)
}

// outcome tells what went wrong and returns the exit status.
func (e *env) outcome(ctx context.Context, result pipeline.Result) int {
	switch {
	case result.Write != nil && closedPipe(result.Write):
		return exitOK
	case result.Write != nil:
		return e.fail(result.Write)
	case len(result.Read) > 0:
		return e.fail(result.Read...)
	case ctx.Err() != nil:
		return exitInterrupted
	}
	return exitOK
}

// trackers are those that the rows of packets need, in the order in which
// they must see them.
func trackers() []track.Tracker {
	return []track.Tracker{frag.New(frag.DefaultLimits), flow.New(), http.New(), gryphon.New()}
}
