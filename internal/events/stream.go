// Package events tells what happens in a network, a line of JSON an event, as packets
// come and as time passes on their clock: a neighbour that is new or lost, an IKE SA that
// comes up or fails, packets that are missing. A file is read for the same events that its
// packets made when they were captured.
//
// To add an event: a file with a kind, a line in kinds, and a row in docs/operations.md.
package events

import (
	"cmp"
	"io"
	"math"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report/neighbors"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// Options are what a Stream learns from, and where it writes.
type Options struct {
	Out       io.Writer    // nil: events are counted alone
	Failed    func()       // called once, when Out takes no more; may be nil
	IKE       *ike.Tracker // of the run, as is Fragments
	Fragments *frag.Tracker
	Merged    bool // files are of one time: none ends where another one begins
}

// A Stream writes events. It learns in the capture's order, from all packets, whether
// they are displayed or not.
type Stream struct {
	Options
	esp    *esp.Tracker // of several kinds
	pairs  pairs
	totals Totals

	discoveries []neighbors.Discovery
	nat         *nat.Tracker

	kinds  []kind
	frames diagnose.Frames
	now    time.Time       // the latest time of a packet, or that has passed without one
	seen   uint64          // packets
	file   string          // of the last packet
	ended  time.Time       // the latest time in files that the one that is read does not go on with
	packet *dissect.Packet // that the trackers are at; nil: time passes
	told   []event         // not written yet
	line   []byte
	drops  map[string]Drop // as they were told, by the interfaces that are captured on
	err    error
}

// A kind tells events of one kind. Its clock is the packets'.
type kind interface {
	// observe learns from a packet, behind all trackers of the run.
	observe(p *dissect.Packet)
	// pass tells what has happened until a moment: no packet comes before it any more.
	pass(to time.Time)
	// end tells what is final at the end of the capture.
	end(at time.Time)
}

// kinds are all kinds of events. Those of one packet are told in this order. Findings are
// those of moments, and see no neighbour that is lost later.
func kinds(s *Stream) []kind {
	return slices.Concat([]kind{newFindings(s)}, newNeighbors(s), []kind{newAssociations(s), newPackets(s), newTranslations(s)})
}

// New makes a Stream. The trackers of o must not have observed a packet yet.
func New(o Options) *Stream {
	s := &Stream{
		Options: o, esp: esp.New(0), discoveries: neighbors.Discoveries(), nat: nat.New(nat.Limits{Exact: math.MaxUint64}),
	}
	s.kinds = kinds(s)
	return s
}

// Trackers are those of a run, with those of s before and behind them.
func (s *Stream) Trackers(run []track.Tracker) []track.Tracker {
	return slices.Concat([]track.Tracker{clock{s}}, run, []track.Tracker{s})
}

// A clock is the tracker before all others: time passes until the packet.
type clock struct{ *Stream }

// Observe implements track.Tracker.
func (c clock) Observe(_ *dissect.Engine, p *dissect.Packet) {
	c.begin(p.File)
	c.Pass(p.Time)
	c.packet = p
}

// begin notes that a packet is of a file: what happened between the file before and one that
// is not of its ring is not known.
func (s *Stream) begin(file string) {
	if file == s.file {
		return
	}
	if s.seen > 0 && !s.Merged && capture.RingOf(file) != capture.RingOf(s.file) {
		s.ended = s.now
	}
	s.file = file
}

// Observe implements track.Tracker.
func (s *Stream) Observe(_ *dissect.Engine, p *dissect.Packet) {
	for _, k := range s.kinds {
		k.observe(p)
	}
	s.totals.count(p)
	s.packet = nil
	s.seen++
	s.write()
}

// Pass tells what has happened until a moment: no packet comes before it any more.
func (s *Stream) Pass(to time.Time) {
	if !to.After(s.now) {
		return
	}
	s.now = to
	for _, k := range s.kinds {
		k.pass(to)
	}
	s.inOrder()
	s.write()
}

// End tells what is final at the end of the capture, and returns why Out took no more.
func (s *Stream) End() error {
	if !s.now.IsZero() {
		for _, k := range s.kinds {
			k.end(s.now)
		}
		s.inOrder()
		s.write()
	}
	return s.err
}

// An event is a line. Members stand behind the keys that all events have.
type event struct {
	name    string
	time    time.Time
	frame   uint64 // 0: no frame makes it
	iface   string // "": it is of none
	rule    string // of a failure or a finding: that found it
	members render.Object
}

// atEnd is the member that says whether an event is told because the capture ends: what
// would have come later is not known.
func atEnd(last bool) render.Member { return render.Member{Key: "at_end", Value: last} }

func (s *Stream) tell(e event) {
	s.told = append(s.told, e)
	s.totals.told(&e)
}

// tellPacket tells an event that the packet makes which the trackers are at.
func (s *Stream) tellPacket(name string, members render.Object) {
	p := s.packet
	s.tell(event{name: name, time: p.Time, frame: p.Number, iface: p.Interface, members: members})
}

// inOrder has events that became known together told in the order of their times.
func (s *Stream) inOrder() {
	slices.SortStableFunc(s.told, func(a, b event) int { return a.time.Compare(b.time) })
}

// write writes the events that were told.
func (s *Stream) write() {
	if len(s.told) == 0 {
		return
	}
	b := s.line[:0]
	for i := range s.told {
		b = s.append(b, &s.told[i])
	}
	clear(s.told)
	s.told, s.line = s.told[:0], b
	if s.err != nil || s.Out == nil {
		return
	}
	if _, s.err = s.Out.Write(b); s.err != nil && s.Failed != nil {
		s.Failed()
	}
}

// append appends the line of an event.
func (s *Stream) append(b []byte, e *event) []byte {
	o := render.Object{
		{Key: "time", Value: e.time}, {Key: "frame"}, {Key: "file"},
		{Key: "interface", Value: render.OrNil(e.iface)}, {Key: "event", Value: e.name},
	}
	if e.frame > 0 {
		file, number := s.frames.Place(e.frame)
		o[1].Value, o[2].Value = number, render.OrNil(file)
	}
	line, err := render.AppendJSON(b, append(o, e.members...))
	if err != nil {
		s.err = cmp.Or(s.err, err)
		return b
	}
	return append(line, '\n')
}
