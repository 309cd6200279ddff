package diagnose

import (
	"fmt"
	"net/netip"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/ike/natd"
)

// checkPeerLost finds established IKE SAs whose liveness checks, or other requests, are
// not answered any more: RFC 3706; RFC 7296, section 2.4.
func checkPeerLost(f *Facts, found func(Finding)) {
	for _, s := range f.SAs {
		if s.Ready.IsZero() {
			continue
		}
		if r, u := unanswered(s); u != nil && u.Sent > 0 {
			f.peerLost(s, r, u, found)
		} else if r, u := enciphered(s); u.Sent > 0 {
			f.peerLost(s, r, &u, found)
		} else if r, u := f.silentUntilReplaced(s); u.Sent > 0 {
			f.peerLost(s, r, &u, found)
		} else if s.Deleted.IsZero() && (s.ReplacedBy == nil || s.Version == 1) {
			f.rejects(s, found)
		}
	}
}

// enciphered is what looks like liveness checks of IKEv1 that were not decrypted: the last
// messages of s are Informationals of one length and one side. It has Sent 0 where s ends
// otherwise.
func enciphered(s *ike.SA) (r ike.Role, u ike.Unanswered) {
	if s.ReplacedBy != nil {
		return 0, u
	}
	r, u = likeProbes(s)
	if u.Sent < sentUnanswered || u.Last.Sub(u.First) < timeUnanswered {
		return 0, ike.Unanswered{}
	}
	return r, u
}

// likeProbes is what looks like liveness checks at the end of s, of IKEv1, however many they
// are: see enciphered.
func likeProbes(s *ike.SA) (r ike.Role, u ike.Unanswered) {
	if s.Version != 1 || !s.Deleted.IsZero() || s.Failure.Failed() || s.FullLog() {
		return 0, u
	}
	i := len(s.Log)
	for ; i > 0; i-- {
		m, last := &s.Log[i-1], &s.Log[len(s.Log)-1]
		if m.Exchange != isakmp.ExchangeInformational || !m.Encrypted || m.Decrypted || m.Role != last.Role || m.Length != last.Length {
			break
		}
	}
	list := s.Log[i:]
	if len(list) == 0 || !heardBefore(s, i, list[0].Role.Other()) {
		return 0, u
	}
	first, last := &list[0], &list[len(list)-1]
	return first.Role, ike.Unanswered{Exchange: first.Exchange, Sent: len(list), First: first.Time, Last: last.Time, FirstFrame: first.Frame, Frame: last.Frame}
}

// What shows that a peer was away for a time: so many of what looks like liveness checks,
// so far apart. A daemon that ends an SA sends its deletions at once.
const (
	sentAway = 2
	timeAway = time.Second
)

// silentUntilReplaced is the liveness checks of s, of IKEv1, that were not answered before
// another IKE SA took its place. Fewer are enough than of an SA that was not replaced; but
// where they are not decrypted, the peer was not heard of at all until it negotiated anew, and
// then not at once.
func (f *Facts) silentUntilReplaced(s *ike.SA) (ike.Role, ike.Unanswered) {
	up := f.CameUp(s)
	if s.Version != 1 || up == nil || !s.Deleted.IsZero() && s.SupersededBy == 0 || s.Failure.Failed() {
		return 0, ike.Unanswered{}
	}
	r, u := likeProbes(s)
	known := false
	for role := range s.Unanswered {
		if p := &s.Unanswered[role]; p.IsProbe() && p.Sent > 0 {
			r, u, known = ike.Role(role), *p, true
		}
	}
	if u.Sent < sentAway || u.Last.Sub(u.First) < timeAway || !up.First.After(u.Last) || f.heardWithin(s, r.Other(), u.First, up.First) {
		return 0, ike.Unanswered{}
	}
	if !known && u.Sent < sentUnanswered && up.FirstAgain == 0 &&
		len(f.errorsAbout(s.Now[r].Addr(), s.Now[r.Other()].Addr(), u.First, u.Last, (*icmperror.Quote).IsIKE)) == 0 {
		return 0, ike.Unanswered{}
	}
	return r, u
}

// heardWithin reports whether a peer of s sent ESP or a message of IKE between two moments, or may
// have: of an SA of ESP it is known when its first and its last packet came.
func (f *Facts) heardWithin(s *ike.SA, r ike.Role, since, until time.Time) bool {
	for _, o := range f.between[peersOf(s)] {
		if slices.ContainsFunc(o.Log, func(m ike.Message) bool {
			return o.Now[m.Role].Addr() == s.Now[r].Addr() && m.Time.After(since) && m.Time.Before(until)
		}) {
			return true
		}
	}
	for _, e := range f.espSAs().from(s.Now[r].Addr(), s.Now[r.Other()].Addr()) {
		if e.First.Before(until) && e.Last.After(since) {
			return true
		}
	}
	return false
}

// heardBefore reports whether one of the first n messages in the ladder of s is of r.
func heardBefore(s *ike.SA, n int, r ike.Role) bool {
	return slices.ContainsFunc(s.Log[:n], func(m ike.Message) bool { return m.Role == r })
}

// movedWith is where r of s was, and where it sends the messages from that are not answered:
// with them it tries another path, or it has moved (RFC 4555, sections 3.5 and 3.10).
func movedWith(s *ike.SA, r ike.Role, u *ike.Unanswered) (was, from netip.AddrPort) {
	if m := messageAt(s, u.FirstFrame); m != nil && m.Said != nil && m.Said.Path[0].IsValid() {
		return s.Now[r], m.Said.Path[0]
	}
	for i := range s.Moves {
		if m := &s.Moves[i]; m.Role == r && m.Frame == u.FirstFrame {
			return m.From, m.To
		}
	}
	return s.Now[r], s.Now[r]
}

// peerLost tells that r of s asks the other peer in vain.
func (f *Facts) peerLost(s *ike.SA, r ike.Role, u *ike.Unanswered, found func(Finding)) {
	other := r.Other()
	what, sent := askedInVain(s, u)
	was, from := movedWith(s, r, u)
	whom, more := Address(was), "any more"
	if from.Addr() != was.Addr() {
		more += " since that sends from " + Address(from)
	}
	lost, ending, back := "does not answer", f.ending(f.At.Sub(u.Last)), ""
	if up := f.CameUp(s); up != nil && up.Ready.After(u.Last) {
		back = fmt.Sprintf("; a new IKE SA is up %s later", span(up.Ready.Sub(u.Last)))
		lost, ending = "did not answer", back
	}
	x := Finding{
		Severity: f.OfFailure(s), Certainty: Likely, Tunnel: tunnelOf(s, s.Children...), Reference: "RFC 7296, section 2.4", Symptoms: []Symptom{FailureOf(s)},
		Evidence: sentEvidence(u, "the first "+what+" without an answer"),
		Summary:  fmt.Sprintf("%s %s %s %s, at this capture point: %s without an answer%s", name(s, other), lost, whom, more, sent, ending),
		Remedies: livenessRemedies(s),
	}
	if from.Addr() != was.Addr() { // RFC 4555, section 3.5: it has moved, and what lets its packets in may not know
		x.Reference, x.Remedies = "RFC 4555, section 3.5", noAnswerRemedies(from, s.Now[other], from.Addr().String(), s.Version, nil)
	}
	if s.Version == 1 {
		x.Reference = "RFC 3706, section 5.5"
	}
	if x.Severity == Error { // and not of an SA that took its place
		x.Symptoms = append(x.Symptoms, SilenceOf(s.Now[other].Addr(), s.Now[r].Addr()))
	}
	if errs := f.errorsAbout(from.Addr(), s.Now[other].Addr(), u.First, u.Last, (*icmperror.Quote).IsIKE); len(errs) > 0 {
		x.Certainty = Certain
		x.Summary = fmt.Sprintf("%s %s %s %s (%s): %s%s", name(s, other), lost, whom, more, sent, errorCause(errs[0], s.Now[other]), back)
		x.Evidence = append(x.Evidence, errorEvidence(errs[0]))
	}
	if at := f.lastESP(s, other); at.After(u.Last) && f.CameUp(s) == nil {
		x.Severity = Warning
		x.Summary = fmt.Sprintf("%s answers no IKE of %s %s, at this capture point (%s), but its ESP goes on", name(s, other), whom, more, sent)
	}
	found(x)
}

// askedInVain is what u is, and how often it was sent: "4 liveness checks in 30 s" in IKEv1, where
// each is one of its own; "a liveness check, 4 times in 4.8 s" in IKEv2, which sends one request
// again. An INFORMATIONAL that is not decrypted may be a liveness check, or a deletion.
func askedInVain(s *ike.SA, u *ike.Unanswered) (what, sent string) {
	switch {
	case u.IsProbe():
		what, sent = "liveness check", "a liveness check"
	case u.Exchange == isakmp.ExchangeInformational:
		what, sent = "Informational message", "an Informational message"
	default:
		what = messageName(s, u.Exchange)
		sent = what
	}
	during := " in " + span(u.Last.Sub(u.First))
	switch {
	case u.Sent == 1:
	case u.Exchange == isakmp.ExchangeInformational:
		sent = count(u.Sent, what) + during
	default:
		sent += ", " + times(uint64(u.Sent)) + during
	}
	return what, sent
}

// leastRejected is how many packets of an SA in a row are rejected where nobody is there.
const leastRejected = 3

// rejects tells that the host of a peer of s answers ICMP errors to its packets, and sends
// nothing itself: its daemon has ended. Where it may be the answer of a NAT, rules on
// these tell.
func (f *Facts) rejects(s *ike.SA, found func(Finding)) {
	t := s.Traversal()
	up := f.CameUp(s)
	for r := range s.Now {
		peer, other := s.Now[r], s.Now[1-r]
		if t[r].Behind == natd.Present {
			continue
		}
		for _, e := range f.errorsAbout(other.Addr(), peer.Addr(), s.Ready, f.At, func(q *icmperror.Quote) bool {
			return q.Protocol == protoESP || q.Protocol == protoUDP && q.Dst == peer
		}) {
			if e.From != peer.Addr() || e.Count < leastRejected || e.Reason() != icmperror.Port && e.Reason() != icmperror.Protocol || f.heardWithin(s, ike.Role(r), e.First, e.Last) {
				continue
			}
			back := f.heardOf(s, ike.Role(r)).After(e.Last)
			if up != nil && e.Last.After(up.First) || back && (up == nil || !up.Ready.After(e.Last)) {
				continue // they are about the SA that came up, or about what is no matter any more
			}
			claims := t[r].Hidden && t[r].Behind == natd.Unknown
			if claims && e.First.Sub(f.lastOfPeer(s, ike.Role(r), peer, e.First)) >= longIdle {
				continue // see rejectedByNAT
			}
			x := Finding{
				Severity: f.OfFailure(s), Certainty: Certain, Tunnel: tunnelOf(s, s.Children...), Reference: "RFC 7296, section 2.4",
				Symptoms: []Symptom{FailureOf(s), SilenceOf(peer.Addr(), other.Addr()), SilenceOf(other.Addr(), peer.Addr())},
				Summary: fmt.Sprintf("%s takes no packets of %s any more: it answers ICMP %s, %s in %s, and sends nothing itself",
					name(s, ike.Role(r)), name(s, ike.Role(1-r)), e.Reason(), times(e.Count), span(e.Last.Sub(e.First))),
				Evidence: []Evidence{errorEvidence(e)},
				Remedies: livenessRemedies(s),
			}
			if back {
				x.Summary = fmt.Sprintf("%s took no packets of %s for a time: it answered ICMP %s, %s in %s, and sent nothing itself",
					name(s, ike.Role(r)), name(s, ike.Role(1-r)), e.Reason(), times(e.Count), span(e.Last.Sub(e.First)))
			}
			if s.Version == 1 {
				x.Reference = "RFC 3706, section 5.5"
			}
			if claims {
				x.Certainty = Likely
				x.Summary += "; or the NAT before it has lost its translation"
			}
			if back {
				x.Summary += fmt.Sprintf("; a new IKE SA is up %s later", span(up.Ready.Sub(e.Last)))
			}
			found(x)
			break
		}
	}
}

// heardOf is when a peer of s sent ESP or a message of IKE last.
func (f *Facts) heardOf(s *ike.SA, r ike.Role) (last time.Time) {
	for _, o := range f.between[peersOf(s)] {
		for i := range o.Log {
			if m := &o.Log[i]; o.Now[m.Role].Addr() == s.Now[r].Addr() && m.Time.After(last) {
				last = m.Time
			}
		}
	}
	if at := f.lastESP(s, r); at.After(last) {
		return at
	}
	return last
}

// lastESP is when a peer of s sent ESP or AH last, of any SA, zero if it did not.
func (f *Facts) lastESP(s *ike.SA, r ike.Role) (last time.Time) {
	for _, e := range f.espSAs().from(s.Now[r].Addr(), s.Now[r.Other()].Addr()) {
		if e.Last.After(last) {
			last = e.Last
		}
	}
	return last
}

// livenessRemedies have both peers find out that the other one is gone, and begin anew.
func livenessRemedies(s *ike.SA) (list []Remedy) {
	for _, gateway := range s.Now {
		if s.Version == 2 {
			list = append(list, onRouters(gateway, "crypto ikev2 dpd 10 3 periodic")...)
		} else {
			list = append(list, onRouters(gateway, "crypto isakmp keepalive 10 3 periodic")...)
		}
		list = append(list, remedyOn(ASA, gateway, "tunnel-group <peer> ipsec-attributes", " isakmp keepalive threshold 10 retry 3")...)
		list = append(list, remedyOn(StrongSwan, gateway, connection("dpd_delay = 10s", "children {", "  <child> {", "    dpd_action = restart", "  }", "}")...)...)
	}
	return list
}
