package events

import (
	"maps"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/report/diagnosis"
	"github.com/pktscope/pktscope/internal/track/cdp"
	"github.com/pktscope/pktscope/internal/track/cleartext"
	"github.com/pktscope/pktscope/internal/track/icmperror"
)

// findings tell what is wrong, by the rules of diagnosis: why IKE SAs and their children
// failed, and what works badly. A finding is told once it has stood for a while, or stands at
// the end of the capture. One that was told and does not stand any more is withdrawn.
//
// A finding is as certain as what the peers have said. That nothing was said is no more than
// likely before the capture ends.
//
// The rules are asked a while after a packet, sooner after a message of IKE, and then at
// intervals that double: what is never answered becomes a failure by the time that passes.
type findings struct {
	*Stream
	diagnose.Sources
	due     time.Time     // when the rules are asked next; zero: not until there is a packet
	pause   time.Duration // between the last time and due
	packets int           // since the last time
	known   map[string]*finding
	evicted uint64 // IKE SAs that were forgotten when the rules were asked last

	successors successors
}

// A finding is what is known of one, and when it was told.
type finding struct {
	diagnose.Finding
	event string    // that tells it first
	since time.Time // it stands since
	asked time.Time // it stood then
	last  telling   // zero: it was not told
}

// A telling is how a finding was told last.
type telling struct {
	at    time.Time
	sure  diagnose.Certainty
	bad   diagnose.Severity
	count int
}

const (
	firstPause = 2 * time.Second  // after a message of IKE
	usualPause = 10 * time.Second // after another packet
	lastPause  = time.Hour
	settled    = 5 * time.Second // a finding that stands for so long is told
	tellAgain  = time.Minute     // one that recurs, or is less bad, is told again after so long

	// The rules take time for each SA.
	pauseOfASA = time.Millisecond
	// Where few packets come between two times, the rules would take longer than all else: a
	// packet is worth so much of what work returns, in microseconds or so, and an SA takes so
	// much of it.
	workOfAPacket = 4
	workOfASA     = 8
	seldom        = 60
)

func newFindings(s *Stream) *findings {
	f := &findings{
		Stream: s, known: map[string]*finding{}, successors: successors{Stream: s},
		Sources: diagnose.Sources{IKE: s.IKE, Fragments: s.Fragments, ESP: s.esp, NAT: s.nat, ICMP: icmperror.New(), Cleartext: cleartext.New(0)},
	}
	for _, d := range s.discoveries {
		if table, ok := d.Watcher.(*cdp.Table); ok {
			f.Sources.CDP = table
		}
	}
	return f
}

// observe has the rules asked soon after a message of IKE, and less soon after others.
func (f *findings) observe(p *dissect.Packet) {
	f.ICMP.Watch(p)
	f.Cleartext.Watch(p)
	f.packets++
	if p.Time.IsZero() {
		return
	}
	pause := usualPause
	if p.Has(isakmp.Proto) {
		pause = firstPause
	}
	sas, work := f.work()
	if pause = max(pause, time.Duration(sas)*pauseOfASA); f.packets*workOfAPacket < work {
		pause *= seldom
	}
	if next := f.now.Add(pause); f.due.IsZero() || f.due.After(next) {
		f.due, f.pause = next, pause
	}
}

// work is how much it takes to ask the rules, which hold pairs of addresses against tunnels.
func (f *findings) work() (sas, work int) {
	ike, _ := f.Sources.IKE.Len()
	sas = ike + f.esp.Len()
	return sas, sas*workOfASA + (f.Cleartext.Len()+f.nat.Len())*(2+ike)/8
}

func (f *findings) pass(to time.Time) {
	for !f.due.IsZero() && !f.due.After(to) {
		at := f.due
		f.CDP.Expire(at)
		f.ask(at, false)
		f.tellSettled(at, settled)
		if f.pause *= 2; f.pause > lastPause {
			f.due = time.Time{}
			return
		}
		f.due = at.Add(f.pause)
	}
}

func (f *findings) end(at time.Time) {
	f.ask(at, true)
	f.tellSettled(at, 0)
}

// ask asks the rules as of a moment, which may be the end of the capture. Of several findings
// of one rule on the same tunnel the worst counts, which comes first.
func (f *findings) ask(at time.Time, last bool) {
	for _, x := range f.Findings(at, diagnose.Options{Faults: true, Going: !last}) {
		event := f.eventOf(&x)
		if event == "" {
			continue
		}
		k := keyOf(event, &x)
		known := f.known[k]
		switch {
		case known == nil && x.Severity == diagnose.Note, known != nil && known.asked.Equal(at):
			continue
		case known == nil:
			known = &finding{event: event, since: at}
			f.known[k] = known
		}
		if !last && f.mayChange(&x, event) {
			x.Certainty = min(x.Certainty, diagnose.Likely)
		}
		known.Finding, known.asked = x, at
	}
	f.packets = 0
	f.Sources.IKE.Pardon()
	f.successors.tell(at, f.Tunnels(at), last)
}

// keyOf is what findings have in common that an event tells as one: the rule, and the tunnel
// or the neighbours.
func keyOf(event string, x *diagnose.Finding) string {
	k := event + " " + x.Rule + " " + x.Group()
	for _, n := range x.Neighbors {
		k += " " + n.Interface + " " + n.Device + " " + n.Port
	}
	return k
}

// mayChange reports whether packets that are still to come may show a finding to be none,
// however certain it is as of now.
func (f *findings) mayChange(x *diagnose.Finding, event string) bool {
	if event != findingNew {
		return !f.said(x)
	}
	return slices.ContainsFunc(x.Symptoms, func(s diagnose.Symptom) bool { return s.Kind == diagnose.Silent })
}

// tellSettled withdraws the findings that were told and do not stand any more, and tells those
// that stand for so long: what took the place of one that is withdrawn is told behind it.
func (f *findings) tellSettled(at time.Time, since time.Duration) {
	forgot := f.Sources.IKE.EvictedSAs != f.evicted
	f.evicted = f.Sources.IKE.EvictedSAs
	keys := slices.Sorted(maps.Keys(f.known))
	for _, k := range keys {
		if x := f.known[k]; !x.asked.Equal(at) {
			if delete(f.known, k); !x.last.at.IsZero() && !forgot { // what was forgotten was right
				f.tellFinding(findingWithdrawn, at, x, since == 0)
			}
		}
	}
	for _, k := range keys {
		x := f.known[k]
		if x == nil || at.Sub(x.since) < since {
			continue
		}
		if name := x.news(at, since == 0); name != "" {
			x.last = telling{at, x.Certainty, x.Severity, x.Count}
			f.tellFinding(name, at, x, since == 0)
		}
	}
}

// news is the event that tells x as of a moment, "" if nothing is new of it.
func (x *finding) news(at time.Time, last bool) string {
	again := at.Sub(x.last.at) >= tellAgain
	switch {
	case x.last.at.IsZero() && x.Severity == diagnose.Note: // by now
	case x.last.at.IsZero():
		return x.event
	case x.event != findingNew:
		if x.Certainty > x.last.sure || x.Count > x.last.count && again {
			return x.event
		}
	case x.Severity > x.last.bad, x.Severity == x.last.bad && x.Certainty > x.last.sure,
		(x.Severity != x.last.bad || x.Certainty != x.last.sure) && (again || last):
		return findingChanged
	}
	return ""
}

// tellFinding tells a finding, with the last frame of its evidence.
func (f *findings) tellFinding(name string, at time.Time, x *finding, last bool) {
	e := event{name: name, time: at, rule: x.Rule}
	for i := range x.Evidence {
		if frame := x.Evidence[i].Frame; frame > 0 {
			e.frame = frame
			x.Evidence[i].File, x.Evidence[i].Number = f.frames.Place(frame)
		}
	}
	e.members = append(diagnosis.Members(&x.Finding, "rule", "severity", "certainty", "tunnel", "summary", "initiator", "responder", "evidence", "reference", "count", "first_seen", "last_seen"),
		atEnd(last))
	f.tell(e)
}
