package flow

import (
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// Analysis is a track.Tracker that lists what each side of a TCP stream has sent and the
// other has not acknowledged: which segment an acknowledgement is for, how long that
// took, and how many bytes are in flight. A Tracker observes before it. Only fields tell
// these; a run that shows none does without it.
type Analysis struct {
	streams *bounded.Table[uint32, flights]
}

// maxAnalysis bounds the bytes that an Analysis keeps. The oldest stream is forgotten
// first.
const maxAnalysis = 32 << 20

// flights are the two sides of a stream; the first is that of the lower endpoint.
type flights [2]flight

// A flight is what a side has sent that is not acknowledged.
type flight struct {
	sent   unacknowledged
	gap    bool   // some of it was not captured
	acks   bool   // a segment of it has acknowledged something
	pushed uint32 // bytes since the last PSH
	ended  bool   // the last segment had a PSH
	next   uint32 // the highest number so far, and one
	frame  uint64 // the segment that took it there
	time   int64
	runs   runs
}

// costOf are bytes: of a stream without segments, and of a segment.
const (
	streamCost  = 200
	segmentCost = 32
	runCost     = 8
)

// NewAnalysis makes an Analysis.
func NewAnalysis() *Analysis { return &Analysis{bounded.New[uint32, flights](maxAnalysis)} }

// Protos implements track.Selective.
func (*Analysis) Protos() []*field.Proto { return []*field.Proto{inet.TCPProto} }

// AnalysisFields names the fields that tell what Analysis finds.
func AnalysisFields() []string {
	return []string{
		"tcp.analysis", "tcp.analysis.acks_frame", "tcp.analysis.ack_rtt", "tcp.analysis.partial_ack", "tcp.analysis.ambiguous_ack",
		"tcp.analysis.initial_rtt", "tcp.analysis.bytes_in_flight", "tcp.analysis.push_bytes_sent",
		"tcp.analysis.rto", "tcp.analysis.rto_frame",
		"_ws.expert", "_ws.expert.message", "_ws.expert.severity", "_ws.expert.group",
		"tcp.stream.client.contiguity_count", "tcp.stream.server.contiguity_count",
	}
}

// Observe implements track.Tracker.
func (t *Analysis) Observe(_ *dissect.Engine, p *dissect.Packet) {
	for i := range p.Layers {
		l := &p.Layers[i]
		if l.Quoted {
			return
		}
		if m, ok := l.Message.(*inet.TCP); ok && m.Facts.Known && m.HasLen && m.Whole() {
			t.segment(p, m)
		}
	}
}

func (t *Analysis) segment(p *dissect.Packet, m *inet.TCP) {
	e := t.streams.Find(m.Facts.Stream)
	if e == nil {
		e = t.streams.Add(m.Facts.Stream)
	}
	_, from := endpoints(m.Src, m.Dst, m.SrcPort, m.DstPort)
	fwd, rev := &e.Value[from], &e.Value[1-from]
	a := inet.TCPAnalysis{}
	if m.Facts.Analysis != nil {
		a = *m.Facts.Analysis
	}
	now := nanoseconds(p)
	fwd.runs = fwd.runs.add(m)
	a.Runs, a.OtherRuns, a.Counted = uint32(len(fwd.runs)), uint32(len(rev.runs)), true
	fwd.send(&a, m, p.Number, now)
	if m.Flags&inet.FlagACK != 0 {
		fwd.acks = true
		rev.acknowledge(&a, m.Ack, now)
	}
	if rev.acks {
		fwd.measure(&a, m)
	}
	m.Facts.Analysis = &a
	t.streams.SetCost(e, streamCost+segmentCost*(fwd.sent.room()+rev.sent.room())+runCost*(cap(fwd.runs)+cap(rev.runs)))
	t.streams.Trim()
}

// send adds a segment to the flight, and finds what it repeats.
func (f *flight) send(a *inet.TCPAnalysis, m *inet.TCP, frame uint64, now int64) {
	if a.Marks&inet.MarkLost != 0 {
		f.gap = true
	}
	of, since := f.frame, f.time
	again := a.Marks&inet.MarkRetransmission != 0
	if again {
		if x := f.sent.begins(m.Seq); x != nil {
			x.again, of, since = true, x.frame, x.time
		}
		if a.Marks&(inet.MarkSpurious|inet.MarkFast) == 0 {
			a.RTO, a.RTOFrame = time.Duration(now-since), of
		}
	}
	if next := m.Seq + m.Span(); f.frame == 0 || !after(f.next, next) && a.Marks&inet.MarkZeroWindowProbe == 0 {
		f.next, f.frame, f.time = next, frame, now
	}
	if m.Span() == 0 {
		return
	}
	f.sent.add(sent{m.Seq, m.Seq + m.Span(), m.Seq + uint32(m.Len), frame, now, again})
}

// acknowledge finds the segment that ack is for, and takes it and those before it out of
// the flight.
func (f *flight) acknowledge(a *inet.TCPAnalysis, ack uint32, now int64) {
	if x, ok := f.sent.acknowledge(ack); ok {
		a.AcksFrame, a.AckRTT = x.frame, time.Duration(now-x.time)
		if x.end == ack {
			a.Ambiguous = x.again
		} else {
			a.Partial = true
		}
		f.gap = false
	}
}

// measure counts bytes in flight, and since the last PSH; behind a gap neither. As in
// Wireshark it is not asked before the other side has acknowledged something.
func (f *flight) measure(a *inet.TCPAnalysis, m *inet.TCP) {
	first, last, any := f.sent.reach()
	if m.Len == 0 || f.gap || !any {
		return
	}
	if f.ended {
		f.pushed = 0
	}
	f.pushed += uint32(m.Len)
	f.ended = m.Flags&inet.FlagPSH != 0
	a.InFlight, a.Pushed = last-first, f.pushed
}
