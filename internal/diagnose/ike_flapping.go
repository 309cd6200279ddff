package diagnose

import (
	"fmt"
	"time"

	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// What is a tunnel that goes up and down: so many IKE SAs one after the other, each of
// them for less than a time.
const (
	flaps    = 3
	flapLife = 10 * time.Minute
)

// checkFlapping finds tunnels that go up and down again and again.
func checkFlapping(f *Facts, found func(Finding)) {
	done := map[tunnel.Peers]bool{}
	for _, s := range f.SAs {
		p := peersOf(s)
		if done[p] {
			continue
		}
		done[p] = true
		if lives := livesOf(f.between[p]); len(lives) > flaps {
			f.flapping(lives, found)
		}
	}
}

// livesOf is the longest run of established IKE SAs between two peers each of which was
// no longer used when the next one began, after less than flapLife.
func livesOf(list []*ike.SA) (longest []*ike.SA) {
	var run []*ike.SA
	for _, s := range list {
		if s.Ready.IsZero() || s.Late {
			continue
		}
		if n := len(run); n > 0 && (!run[n-1].Last.Before(s.First) || s.First.Sub(run[n-1].First) > flapLife) {
			run = nil
		}
		if run = append(run, s); len(run) > len(longest) {
			longest = run
		}
	}
	return longest
}

// flapping tells of a tunnel with many lives.
func (f *Facts) flapping(lives []*ike.SA, found func(Finding)) {
	first, last := lives[0], lives[len(lives)-1]
	x := Finding{
		Severity: Warning, Certainty: Likely, Tunnel: tunnelOf(last), Count: len(lives) - 1, Reference: "RFC 7296, section 2.4",
		Summary: fmt.Sprintf("The tunnel between %s and %s goes up and down: %d times up in %s, each time anew from the first message on",
			name(last, ike.Initiator), name(last, ike.Responder), len(lives), span(last.Ready.Sub(first.First))),
		Remedies: livenessRemedies(last),
	}
	for _, s := range f.between[peersOf(last)] {
		if !s.First.Before(first.First) && !s.First.After(last.Last) {
			x.Symptoms = append(x.Symptoms, FailureOf(s), lossOf(s), gapOf(s))
		}
	}
	for _, s := range lives {
		if len(s.Log) > 0 {
			m := &s.Log[0]
			x.Evidence = append(x.Evidence, exchangeEvidence(m.Frame, m.Time, m.Exchange, "begins anew"))
		}
	}
	found(x)
}

// lossOf is the Symptom of messages of an IKE SA that were sent again.
func lossOf(s *ike.SA) Symptom { return Symptom{Lossy, s.SPIs[ike.Initiator]} }

// gapOf is the Symptom of a time without traffic until an IKE SA came up.
func gapOf(s *ike.SA) Symptom { return Symptom{Silent, s} }
