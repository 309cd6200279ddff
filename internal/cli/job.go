package cli

import (
	"runtime"
	"runtime/debug"
	"slices"

	"github.com/pktscope/pktscope/internal/pipeline"
)

// A job is one run through captures, from opening them to the exit status.
// Packet lists and reports are jobs: start, run, end, close.
type job struct {
	*reading
	env         *env
	in          *input
	counts      *counts
	interrupted *watch
	backlog     *backlog // nil where nobody looks ahead
}

// gcPercent trades a little time for memory: what lives long are the trackers'
// tables, and little else is ever allocated.
const gcPercent = 50

// start opens what is read and written, and shuts the process in. prints says
// whether packets are printed.
func (r *reading) start(e *env, prints bool) (*job, error) {
	debug.SetGCPercent(gcPercent)
	in, err := r.open(e)
	if err != nil {
		return nil, err
	}
	j := &job{reading: r, env: e, in: in}
	err = r.save.create(e, in, slices.Concat(r.files, r.secrets.files, r.services))
	if err == nil {
		err = r.rehearse()
	}
	if err == nil {
		err = r.confine(in)
	}
	if err != nil {
		_ = in.source.Close()
		return nil, err
	}
	j.counts = newCounts(in, r.save.saver, prints)
	j.interrupted = e.watch(in, j.counts)
	return j, nil
}

// run takes the packets through the pipeline.
func (j *job) run(c pipeline.Config) pipeline.Result {
	j.derive(c.Registry)
	c.Source, c.Filter, c.Count, c.Packets = j.in.source, j.sieve, j.limit(), j.counts.read
	if j.in.live != nil {
		// Those who read interfaces do not wait for those who render.
		c.Workers = runtime.GOMAXPROCS(0)
		runtime.GOMAXPROCS(c.Workers + len(j.live.ifaces))
	}
	if j.save.saver != nil && !j.save.made {
		c.Save = j.save.saver
	}
	done := j.env.progress(j.in, j.counts.read)
	defer done()
	j.in.begin(j.env, j.save.stop.Duration)
	return pipeline.Run(j.interrupted, c)
}

// limit is how many packets are read at most, 0 for all.
func (j *job) limit() uint64 {
	if n := j.save.stop.Packets; n > 0 && j.save.saver == nil && (j.count == 0 || n < j.count) {
		return n
	}
	return j.count
}

// end tells what went wrong and what was counted, and returns the exit status.
func (j *job) end(result pipeline.Result) int {
	status := j.env.outcome(j.interrupted.by(), result)
	if err := j.in.finish(j.save.saver); err != nil && result.Write == nil && !closedPipe(err) {
		status = j.env.fail(err)
	}
	j.counts.displayed = result.Displayed
	j.counts.tell(j.env.err)
	j.backlog.tell(j.env.err)
	return status
}

// close lets go of the signals. Files are left to the end of the process: where
// it was interrupted, a worker still waits in one for a packet.
func (j *job) close() { j.interrupted.release() }

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
