package cli

import (
	"errors"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"

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
	if r.live.list {
		return listInterfaces(e)
	}
	r.files = append(r.files, flags.Args()...)
	if len(r.files)+len(r.live.ifaces) == 0 {
		return e.complain(errors.New("no capture to read: name a file, or '-' for standard input, or an interface with -i"))
	}
	if err := r.check(flags); err != nil {
		return e.complain(err)
	}
	return r.run(e)
}

// gcPercent trades a little time for memory: what lives long are the trackers'
// tables, and little else is ever allocated.
const gcPercent = 50

// run reads the captures and prints or saves what the flags ask for.
func (r *reading) run(e *env) int {
	debug.SetGCPercent(gcPercent)
	registry, err := newRegistry()
	if err != nil {
		return e.fail(err)
	}
	format, status := r.newFormat(e, registry)
	if status != exitOK {
		return status
	}
	statistics, err := r.newStatistics()
	if err != nil {
		return e.complain(err)
	}
	in, err := r.open(e)
	if err != nil {
		return e.fail(err)
	}
	defer in.source.Close()
	if err := r.save.create(e, in, r.files); err != nil {
		return e.fail(err)
	}
	if err := r.confine(in); err != nil {
		return e.fail(err)
	}
	counts := newCounts(in, r.save.saver, format != nil)
	interrupted := e.watch(in, counts)
	defer interrupted.release()
	signal.Ignore(syscall.SIGPIPE) // a closed pipe is an error of Write, not a death
	done := e.progress(in, counts.read)
	config := pipeline.Config{
		Source: in.source, Registry: registry, Trackers: trackers(), Format: format, Out: e.out,
		Count: r.count, Each: r.each, Packets: counts.read,
	}
	if len(r.stats) > 0 {
		config.Taps = []track.Watcher{statistics}
	}
	if in.live != nil {
		// Those who read interfaces do not wait for those who render.
		config.Workers = runtime.GOMAXPROCS(0)
		runtime.GOMAXPROCS(config.Workers + len(r.live.ifaces))
	}
	if r.save.saver != nil {
		config.Save = r.save.saver
	}
	in.begin(e, r.save.stop.Duration)
	result := pipeline.Run(interrupted, config)
	done()
	status = e.outcome(interrupted.by(), result)
	if result.Write == nil {
		if err := e.tell(statistics, r.report); err != nil && !closedPipe(err) {
			status = e.fail(err)
		}
	}
	if err := in.finish(r.save.saver); err != nil && result.Write == nil && !closedPipe(err) {
		status = e.fail(err)
	}
	counts.displayed = result.Displayed
	counts.tell(e.err)
	return status
}

// outcome tells what went wrong and returns the exit status.
func (e *env) outcome(interrupted bool, result pipeline.Result) int {
	switch {
	case result.Write != nil && closedPipe(result.Write):
		return exitOK
	case result.Write != nil:
		return e.fail(result.Write)
	case len(result.Read) > 0:
		return e.fail(result.Read...)
	case interrupted:
		return exitInterrupted
	}
	return exitOK
}

// trackers are those that the rows of packets need, in the order in which
// they must see them.
func trackers() []track.Tracker {
	return []track.Tracker{frag.New(frag.DefaultLimits), flow.New(), http.New(), gryphon.New()}
}
