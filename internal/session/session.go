// Package session is one run through captures or interfaces, from opening them to
// the exit status: Prepare reads the keys and makes a Plan of Options, Plan.Start opens
// inputs and outputs and confines the process, Session.Run takes the packets
// through the pipeline, Session.End closes what was saved and reports errors.
package session

import (
	"net"
	"os"
	"runtime"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/sandbox"
	"github.com/pktscope/pktscope/internal/track"
)

// A Session is a run whose inputs and outputs are open.
type Session struct {
	plan        *Plan
	env         *Env
	in          *input
	keysFrom    captures       // read for the keys of ESP before all else; nil: nothing is
	preview     captures       // for Preview; nil: the captures are not read before they are saved
	saver       *capture.Saver // nil: nothing is saved
	output      *os.File       // that SaveAgain writes; nil: there is none
	embedded    *capture.Meta  // saved before what the captures say; nil: nothing is
	answer      *os.File       // in place of standard output; nil: that
	listener    net.Listener   // of Options.Metrics; nil: there is none
	events      *os.File       // of Options.Events; nil: there is none
	counts      *counts
	interrupted *watch
	notices     *notices
	backlog     *backlog // nil unless the plan looks ahead
}

// Start opens what is read and what is saved, confines the process to that, and
// derives the keys of ESP, unless captures are read again: then DeriveKeys does.
func (p *Plan) Start(e *Env) (*Session, error) {
	if err := p.Options.sandboxed(e); err != nil {
		return nil, err
	}
	told := &notices{env: e}
	in, err := p.Options.open(e, told.tell)
	if err != nil {
		return nil, hintDisplay(err, p.Options.CaptureFilter, p.Fields)
	}
	s := &Session{plan: p, env: e, in: in, notices: told}
	if err = s.freeOutput(); err == nil {
		err = s.openAgain()
	}
	if err == nil {
		err = s.makeOutputs()
	}
	if err == nil && in.live != nil {
		in.live.Limit(s.limit())
	}
	if err == nil && p.Options.Again && in.live != nil {
		in.again = s.keepLive()
	}
	if err == nil && e.Paged {
		e.Page()
	}
	if err == nil && e.OwnProcess {
		err = p.Options.confine(in, s.listener)
	}
	if err == nil && p.Options.Again {
		err = p.Options.begin(in, p.Options.read(in.again))
	}
	if err != nil {
		in.close()
		return nil, err
	}
	s.counts = newCounts(in, s.saver)
	s.interrupted = e.watch(in, s.counts)
	s.endWithPager()
	if !p.Options.Again {
		s.DeriveKeys()
	}
	return s, nil
}

// makeOutputs makes the files that are written, as the user that the process is from now
// on.
func (s *Session) makeOutputs() error {
	o := &s.plan.Options
	if s.env.OwnProcess {
		if err := sandbox.Become(o.User); err != nil {
			return err
		}
	}
	if o.Outputs != nil {
		if err := o.Outputs(); err != nil {
			return err
		}
	}
	if err := s.openAnswer(); err != nil {
		return err
	}
	if err := s.openEvents(); err != nil {
		return err
	}
	if err := s.listen(); err != nil {
		return err
	}
	return s.save()
}

// openAgain opens the captures for the passes before the run.
func (s *Session) openAgain() (err error) {
	o := &s.plan.Options
	if s.plan.keyPass == readTwice {
		if s.keysFrom, err = o.openFiles(); err != nil {
			return err
		}
	}
	if o.Save.Packets == WithKeys {
		s.preview, err = o.openFiles()
	}
	return err
}

// Live reports whether packets come from interfaces.
func (s *Session) Live() bool { return s.in.live != nil }

// Saver saves the packets that the command makes.
func (s *Session) Saver() *capture.Saver { return s.saver }

// Config is the pipeline with the plan's trackers, and more behind them.
func (s *Session) Config(more ...track.Tracker) pipeline.Config {
	c := s.Plain()
	s.plan.Track(&c, more...)
	return c
}

// Plain is the pipeline without trackers: packets are read, filtered and saved.
func (s *Session) Plain() pipeline.Config {
	c := pipeline.Config{
		Source: s.in.source, Registry: s.plan.Registry, Filter: s.plan.Filter, Count: s.limit(), Packets: &s.counts.read,
		Live: s.Live(),
	}
	if s.saver != nil && s.plan.Options.Save.Packets != ByOthers && !s.plan.Options.Again {
		c.Save = s.saver
	}
	return c
}

// Again is the pipeline over the same captures from their first packet, with trackers of
// its own: it may run while others do. The keys that were derived are known to it.
func (s *Session) Again(more ...track.Tracker) (pipeline.Config, error) {
	in, err := s.readAgain()
	if err != nil {
		return pipeline.Config{}, err
	}
	p := s.plan.again()
	c := pipeline.Config{Source: in.source, Registry: p.Registry, Count: s.limit(), Live: s.Live()}
	if p.Keys != nil {
		c.Source = newEmbeddedSecrets(in, p.ESP)
	}
	p.Track(&c, more...)
	return c, nil
}

// readAgain begins another reading of the captures.
func (s *Session) readAgain() (*input, error) {
	in := &input{live: s.in.live}
	return in, s.plan.Options.begin(in, s.plan.Options.read(s.in.again))
}

// Files are the captures that are read again.
func (s *Session) Files() *capture.Files { return s.in.again }

// Metas is the metadata of the captures. Only the goroutine that reads them may call it.
func (s *Session) Metas() []*capture.Meta { return s.in.metas.Metas() }

// Progress returns how many bytes of the captures were read by Run, and how many they
// have, -1 if that is unknown.
func (s *Session) Progress() (read, size int64) { return s.in.Progress() }

// Read is how many packets were read so far.
func (s *Session) Read() uint64 { return s.counts.read.Load() }

// Devices are the interfaces that are captured on, in the order of Stats.
func (s *Session) Devices() []string { return s.in.devices() }

// Stats are the counts of the interfaces, nil for files.
func (s *Session) Stats() []capture.Stats {
	if s.in.live == nil {
		return nil
	}
	return s.in.live.Stats()
}

// Captured is how many packets have come from interfaces, and whether no more will.
func (s *Session) Captured() (packets uint64, ended bool) {
	if s.in.live == nil {
		return 0, false
	}
	return s.in.live.Captured()
}

// Preview reads the captures once more, before they are saved WithKeys, and shows
// every packet to w. What is wrong with the captures is told when they are copied.
func (s *Session) Preview(w track.Watcher) {
	c := pipeline.Config{Source: s.preview, Registry: s.plan.Registry, Watchers: []track.Watcher{w}, Count: s.limit()}
	s.plan.Track(&c)
	s.readBefore(s.preview, c)
}

// Embed has the session save secrets before the packets.
func (s *Session) Embed(x capture.Secrets) { s.embedded.Secrets = append(s.embedded.Secrets, x) }

// Run takes the packets through the pipeline.
func (s *Session) Run(c pipeline.Config) pipeline.Result {
	if s.in.live != nil && s.env.OwnProcess {
		// Readers of interfaces do not wait for rendering.
		c.Workers = runtime.GOMAXPROCS(0)
		runtime.GOMAXPROCS(c.Workers + len(s.plan.Options.Live.Interfaces))
	}
	if s.in.live != nil && c.Format == nil && !s.plan.Options.Again && s.saver != nil && s.plan.Options.Save.Name != "-" {
		s.in.live.SaveOnly()
	}
	done := s.progress(s.in, &s.counts.read, c.Format != nil)
	defer done()
	if !s.plan.Options.Again {
		s.in.announce(s.env)
	}
	s.in.limit(s.plan.Options.Stop.Duration, s.interrupted.end)
	s.counts.prints = c.Format != nil
	return pipeline.Run(s.interrupted, c)
}

// limit is how many packets are read at most, 0 for all.
func (s *Session) limit() uint64 {
	o := &s.plan.Options
	if n := o.Stop.Packets; n > 0 && s.saver == nil && (o.Count == 0 || n < o.Count) {
		return n
	}
	return o.Count
}

// HoldNotices keeps back what is told while the session runs, as something else is on
// the terminal, or writes what was kept back.
func (s *Session) HoldNotices(hold bool) { s.notices.hold(hold) }

// Interrupt ends the run as a signal does.
func (s *Session) Interrupt() { s.interrupted.interrupt() }

// Stop ends the run as the end of its input does.
func (s *Session) Stop() { s.interrupted.end() }

// End closes what was saved, writes what went wrong and what was counted, and
// returns the exit status.
func (s *Session) End(result pipeline.Result) int {
	// A signal is how a live capture ends, as in tshark and tcpdump.
	status := s.env.Outcome(s.interrupted.caught() && !s.Live() && !s.in.piped, result)
	if err := s.in.finish(s.saver); err != nil && result.Write == nil && !ClosedPipe(err) {
		status = s.env.Fail(err)
	}
	s.counts.displayed = result.Displayed
	s.counts.writeTotal(s.env.Err)
	if s.backlog != nil {
		s.backlog.writeLate(s.env.Err)
	}
	return status
}

// Close ends the handling of signals. Files are left to the end of the process: where
// it was interrupted, a worker still waits in one for a packet.
func (s *Session) Close() { s.interrupted.release() }
