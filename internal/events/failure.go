package events

import (
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/report/diagnosis"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// failures tell why IKE SAs and their children failed, by the rules of diagnosis: a
// finding is told once it has stood for a while, or stands at the end of the capture. One
// that was told and does not stand any more is withdrawn.
//
// A finding is as certain as what the peers have said. That nothing was said is no more than
// likely before the capture ends.
//
// The rules are asked a while after a message of IKE, and then at intervals that double:
// what is never answered becomes a failure by the time that passes.
type failures struct {
	*Stream
	diagnose.Sources
	due     time.Time     // when the rules are asked next; zero: not until there is a message
	pause   time.Duration // between the last time and due
	known   map[string]*finding
	evicted uint64 // SAs that were forgotten when the rules were asked last
}

// A finding is what is known of one, and when it was told.
type finding struct {
	diagnose.Finding
	since time.Time          // it stands since
	asked time.Time          // it stood then
	told  time.Time          // zero: not yet
	sure  diagnose.Certainty // when it was told, as is count
	count int
}

const (
	firstPause  = 2 * time.Second
	lastPause   = time.Hour
	settled     = 5 * time.Second  // a finding that stands for so long is told
	tellAgain   = time.Minute      // one that recurs is told again after so long
	pauseOfASA  = time.Millisecond // the rules take time for each SA
	failedIKE   = "ike.failed"
	failedChild = "ipsec.failed"
	withdrawn   = "ike.finding_withdrawn"
)

func newFailures(s *Stream) kind {
	return &failures{
		Stream: s, known: map[string]*finding{},
		Sources: diagnose.Sources{IKE: s.IKE, Fragments: s.Fragments, ESP: s.esp, ICMP: icmperror.New()},
	}
}

// observe has the rules asked soon after a message of IKE.
func (f *failures) observe(p *dissect.Packet) {
	f.ICMP.Watch(p)
	if !p.Has(isakmp.Proto) || p.Time.IsZero() {
		return
	}
	sas, _ := f.Sources.IKE.Len()
	f.pause = max(firstPause, time.Duration(sas)*pauseOfASA)
	if next := f.now.Add(f.pause); f.due.IsZero() || f.due.After(next) {
		f.due = next
	}
}

func (f *failures) pass(to time.Time) {
	for !f.due.IsZero() && !f.due.After(to) {
		at := f.due
		f.ask(at, false)
		f.tellSettled(at, settled)
		if f.pause *= 2; f.pause > lastPause {
			f.due = time.Time{}
			return
		}
		f.due = at.Add(f.pause)
	}
}

func (f *failures) end(at time.Time) {
	f.ask(at, true)
	f.tellSettled(at, 0)
}

// ask asks the rules as of a moment, which may be the end of the capture.
func (f *failures) ask(at time.Time, last bool) {
	for _, x := range f.Findings(at, diagnose.Options{Faults: true, Going: !last}) {
		if failed(&x) == "" || x.Severity != diagnose.Error { // less is said of SAs that others replace
			continue
		}
		if !last && !f.said(&x) {
			x.Certainty = min(x.Certainty, diagnose.Likely)
		}
		k := x.Rule + " " + x.Group()
		known := f.known[k]
		if known == nil {
			known = &finding{since: at}
			f.known[k] = known
		}
		known.Finding, known.asked = x, at
	}
	f.Sources.IKE.Pardon()
}

// said reports whether the peers have said that an SA failed which a finding is about.
func (f *failures) said(x *diagnose.Finding) bool {
	return slices.ContainsFunc(x.Symptoms, func(s diagnose.Symptom) bool {
		switch of := s.Of.(type) {
		case ike.SPI:
			sa := f.Sources.IKE.Begun(of)
			return s.Kind == diagnose.Failed && sa != nil && sa.Failure.Said()
		case *ike.Child:
			return of.Failure.Said()
		}
		return false
	})
}

// childRules are about children that are refused, also where the refusal is not decrypted
// and no child is known to have failed.
var childRules = []string{"ipsec.proposal", "ipsec.selectors", "ipsec.mode", "ipsec.pfs"}

// failed is the event of a finding, "" if it is not about an SA that failed.
func failed(x *diagnose.Finding) string {
	if slices.Contains(childRules, x.Rule) {
		return failedChild
	}
	i := slices.IndexFunc(x.Symptoms, func(s diagnose.Symptom) bool { return s.Kind == diagnose.Failed })
	if i < 0 {
		return ""
	}
	if _, child := x.Symptoms[i].Of.(*ike.Child); child {
		return failedChild
	}
	return failedIKE
}

// tellSettled tells the findings that stand for so long, and withdraws those that were told
// and do not stand any more.
func (f *failures) tellSettled(at time.Time, since time.Duration) {
	keys := make([]string, 0, len(f.known))
	for k := range f.known {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	forgot := f.Sources.IKE.EvictedSAs != f.evicted
	f.evicted = f.Sources.IKE.EvictedSAs
	for _, k := range keys {
		switch x := f.known[k]; {
		case !x.asked.Equal(at):
			if delete(f.known, k); !x.told.IsZero() && !forgot { // what was forgotten was right
				f.tellFinding(withdrawn, at, x)
			}
		case at.Sub(x.since) < since:
		case x.told.IsZero() || x.Certainty > x.sure || x.Count > x.count && at.Sub(x.told) >= tellAgain:
			x.told, x.sure, x.count = at, x.Certainty, x.Count
			f.tellFinding(failed(&x.Finding), at, x)
		}
	}
}

// tellFinding tells a finding, with the first frame of its evidence.
func (f *failures) tellFinding(name string, at time.Time, x *finding) {
	e := event{name: name, time: at}
	if name != withdrawn {
		e.rule = x.Rule
	}
	for i := range x.Evidence {
		if frame := x.Evidence[i].Frame; frame > 0 {
			e.frame = frame
			x.Evidence[i].File, x.Evidence[i].Number = f.frames.Place(frame)
		}
	}
	e.members = diagnosis.Members(&x.Finding, "rule", "severity", "certainty", "tunnel", "summary", "initiator", "responder", "evidence", "reference", "count", "first_seen", "last_seen")
	f.tell(e)
}
