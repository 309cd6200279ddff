package ike

import (
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// An Unanswered is a message that waits for an answer: a request of IKEv2 (RFC 7296,
// section 2.1), a message of phase 1 or R-U-THERE of IKEv1. It is zero if all were
// answered.
type Unanswered struct {
	Exchange    isakmp.Exchange
	Sent        int // how often, each R-U-THERE one by one
	First, Last time.Time
	FirstFrame  uint64
	Frame       uint64 // the last time

	id    uint32
	probe bool
}

// IsProbe reports whether u is a liveness check: R-U-THERE of IKEv1 (RFC 3706), or an
// INFORMATIONAL request of IKEv2 that holds nothing (RFC 7296, section 2.4). One that was not
// decrypted is not known to be.
func (u *Unanswered) IsProbe() bool { return u.probe }

// await notes that m, which from has sent, waits for an answer or is one.
func (s *SA) await(m *isakmp.Packet, from Role, o *observation) {
	mine, theirs := &s.Unanswered[from], &s.Unanswered[from.Other()]
	if s.Version == 2 {
		switch {
		case m.Flags&isakmp.FlagResponse != 0:
			if theirs.Sent > 0 && theirs.id == m.MessageID {
				*theirs = Unanswered{}
			}
		case m.Fragment <= 1:
			mine.begin(m, o)
			mine.probe = isProbe(m)
		}
		return
	}
	switch m.Exchange {
	case isakmp.ExchangeInformational:
		switch {
		case hasNotify(m, isakmp.NotifyRUThere) && mine.probe:
			mine.again(o)
		case hasNotify(m, isakmp.NotifyRUThere):
			mine.begin(m, o)
			mine.probe = true
		case m.IsDecrypted():
			*theirs = Unanswered{}
		}
	default:
		*theirs = Unanswered{}
		if !s.State.Established() {
			mine.begin(m, o)
		}
	}
}

func (u *Unanswered) begin(m *isakmp.Packet, o *observation) {
	*u = Unanswered{Exchange: m.Exchange, Sent: 1, First: o.time, Last: o.time, FirstFrame: o.frame, Frame: o.frame, id: m.MessageID}
}

func (u *Unanswered) again(o *observation) {
	u.Sent++
	u.Last, u.Frame = o.time, o.frame
}

// awaitAgain notes that m, a retransmission, still waits.
func (s *SA) awaitAgain(m *isakmp.Packet, from Role, o *observation) {
	u := &s.Unanswered[from]
	if u.Sent > 0 && u.Exchange == m.Exchange && u.id == m.MessageID && m.Fragment <= 1 && o.time.Sub(u.Last) >= leastPause {
		u.again(o)
	}
}

// What shows that a peer has given up: so many sendings and such a silence, or a
// negotiation that it begins anew. RFC 7296, section 2.4, leaves both to the peer.
const (
	sentBeforeLoss    = 3
	sentBeforeSilence = 3
	sentBeforeAnew    = 2
	longSilence       = 2 * time.Minute
	leastPause        = 100 * time.Millisecond // a copy that comes sooner was captured twice, and not sent again
	longRetry         = 5 * time.Second        // of IKE_SA_INIT for the group that INVALID_KE_PAYLOAD wants
)

// silent reports whether u waits for so long at a moment that its sender has given up.
func (u *Unanswered) silent(at time.Time) bool {
	return u.Sent >= sentBeforeSilence && at.Sub(u.Last) > max(longSilence, 2*u.Last.Sub(u.First))
}

// A path is the endpoint of a peer that begins a negotiation, and the address of the
// other one. The ports of IKE are one: 0.
type path struct {
	from netip.AddrPort
	to   netip.Addr
}

func pathOf(from, to netip.AddrPort) path {
	if p := from.Port(); p == isakmp.Port || p == isakmp.PortNATT {
		from = netip.AddrPortFrom(from.Addr(), 0)
	}
	return path{from, to.Addr()}
}

// maxPaths bounds on how many paths a negotiation that begins anew is looked for.
const maxPaths = 1 << 16

// Judge decides, as of a moment, which of the SAs that wait for an answer have come to
// nothing. Messages that are observed later are not held to that.
func (t *Tracker) Judge(at time.Time) {
	t.judged = at
	t.begun = map[path]time.Time{}
	for s := range t.whole {
		s.pardon()
		for r, u := range s.Unanswered {
			if u.Sent >= sentBeforeAnew {
				t.lookFor(s.waitsOn(Role(r)))
			}
		}
	}
	for e := range t.halfOpen.table.All() {
		if e.Value.again != 0 {
			o := t.halfOpen.observation(e)
			t.lookFor(pathOf(o.place.src, o.place.dst))
		}
	}
	if len(t.begun) > 0 {
		t.noteAllBegun()
	}
	for s := range t.whole {
		t.judge(s)
	}
}

// whole yields the SAs that are kept as such: nothing is decided on begun SAs.
func (t *Tracker) whole(yield func(*SA) bool) {
	for e := range t.sas.All() {
		if s := e.Value.sa; s != nil && !yield(s) {
			return
		}
	}
}

// noteAllBegun keeps the last negotiations on the paths that are looked for.
func (t *Tracker) noteAllBegun() {
	for e := range t.sas.All() {
		if s := e.Value.sa; s == nil {
			ends := t.ends(e)
			t.noteBegun(pathOf(ends[Initiator], ends[Responder]), timeOf(t.compacted.At(e.Value.begun).first.first()))
		} else if s.Replaces == nil && !s.Late {
			t.noteBegun(pathOf(s.Peers[Initiator], s.Peers[Responder]), s.First)
		}
	}
	for e := range t.halfOpen.table.All() {
		o := t.halfOpen.observation(e)
		t.noteBegun(pathOf(o.place.src, o.place.dst), o.time)
	}
}

// waitsOn is the path on which side r of s waits for an answer.
func (s *SA) waitsOn(r Role) path {
	return pathOf(netip.AddrPortFrom(s.Now[r].Addr(), s.Peers[r].Port()), s.Now[r.Other()])
}

func (t *Tracker) lookFor(p path) {
	if len(t.begun) < maxPaths {
		t.begun[p] = time.Time{}
	}
}

// noteBegun keeps the last negotiation on a path that is looked for.
func (t *Tracker) noteBegun(p path, first time.Time) {
	if last, ok := t.begun[p]; ok && first.After(last) {
		t.begun[p] = first
	}
}

// judge decides on one SA.
func (t *Tracker) judge(s *SA) {
	if !s.Deleted.IsZero() || s.Failure.Failed() || s.ReplacedBy != nil {
		return
	}
	if u := s.wrongGroup; s.State == InitRefused && u.Failed() && t.judged.Sub(u.Time) > longRetry {
		s.sentence(u)
		return
	}
	for r := range s.Unanswered {
		u := &s.Unanswered[r]
		anew := t.begun[s.waitsOn(Role(r))].After(u.Last)
		kind := NoAnswer
		if !s.Ready.IsZero() {
			kind = PeerLost
			anew = anew && u.Sent >= sentBeforeLoss
		}
		if u.Sent >= sentBeforeAnew && anew || u.silent(t.judged) {
			s.sentence(Failure{Kind: kind, By: Role(r).Other(), Frame: u.Frame, Time: u.Last})
			return
		}
	}
}

// A verdict is what Judge has changed.
type verdict struct {
	state    State
	children []*Child
}

// sentence ends s as of the last message that was not answered.
func (s *SA) sentence(f Failure) {
	v := &verdict{state: s.State}
	for _, c := range s.Children {
		if c.Parent == s && c.Deleted.IsZero() && !c.Failure.Failed() {
			v.children = append(v.children, c)
		}
	}
	s.verdict = v
	s.fail(f)
}

// Pardon takes back what Judge has decided, of all SAs: they are as if it had never been
// called.
func (t *Tracker) Pardon() {
	t.judged, t.begun = time.Time{}, nil
	for s := range t.whole {
		s.pardon()
	}
}

// pardon takes back what Judge has decided.
func (s *SA) pardon() {
	v := s.verdict
	if v == nil {
		return
	}
	s.State, s.Failure, s.verdict = v.state, Failure{}, nil
	for _, c := range v.children {
		c.Deleted = time.Time{}
	}
}

// judgeHalfOpen decides on a half-open SA, which was sent so many times more.
func (t *Tracker) judgeHalfOpen(s *SA, repeated uint32, last time.Time) {
	if last.Sub(s.First) < leastPause {
		repeated = 0
	}
	u := Unanswered{Sent: 1 + int(repeated), First: s.First, Last: last}
	anew := repeated > 0 && t.begun[pathOf(s.Peers[Initiator], s.Peers[Responder])].After(last)
	if anew || !t.judged.IsZero() && u.silent(t.judged) {
		f := Failure{Kind: NoAnswer, By: Responder, Time: last}
		if repeated == 0 {
			f.Frame = s.Unanswered[Initiator].Frame // of the first message, the only one whose frame is kept
		}
		s.fail(f)
	}
}
