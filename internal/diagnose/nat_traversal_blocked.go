package diagnose

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/cleartext"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/ike/natd"
)

// checkTraversalBlocked finds negotiations that stop where the peers go from UDP port 500
// to 4500: RFC 3947, section 4; RFC 7296, section 2.23.
func checkTraversalBlocked(f *Facts, found func(Finding)) {
	stopped := map[netip.AddrPort][]*ike.SA{} // at the float, as the responder sees it
	var order []netip.AddrPort
	for _, s := range f.SAs {
		if !s.Deleted.IsZero() || s.Late || f.answersBlocked(s, found) || !s.Ready.IsZero() {
			continue
		}
		if r, u := unanswered(s); u != nil && u.Sent > 0 && r == ike.Initiator && floats(s, u) {
			f.traversalBlocked(s, u, found)
		} else if f.stopsAtFloat(s) {
			at := s.Now[ike.Initiator]
			if stopped[at] == nil {
				order = append(order, at)
			}
			stopped[at] = append(stopped[at], s)
		}
	}
	for _, at := range order {
		f.neverFloats(stopped[at], found)
	}
}

// floats reports whether the message that s waits with is the first on UDP port 4500, and
// the responder has sent nothing there.
func floats(s *ike.SA, u *ike.Unanswered) bool {
	if !s.Floated || heardSince(s, ike.Responder, u.First) || answersOnNATT(s) {
		return false
	}
	if s.Version == 1 { // the last message of aggressive mode has no answer
		return u.Exchange == s.Exchange || u.Exchange == isakmp.ExchangeQuick && s.Exchange == isakmp.ExchangeAggressive
	}
	return u.Exchange == isakmp.ExchangeAuth || u.Exchange == isakmp.ExchangeIntermediate
}

// answersOnNATT reports whether the responder of s has sent what is behind the change to
// UDP port 4500: an answer after that to IKE_SA_INIT, without which the initiator asks no
// more, or, in version 1, anything encrypted.
func answersOnNATT(s *ike.SA) bool {
	return slices.ContainsFunc(s.Log, func(m ike.Message) bool {
		if m.Version == 1 {
			return m.Role == ike.Responder && m.Encrypted
		}
		return m.Role == ike.Responder && m.ID > 0 || m.Role == ike.Initiator && !m.Response && m.ID > 1
	})
}

// traversalBlocked tells that the first message on UDP port 4500 is not answered.
func (f *Facts) traversalBlocked(s *ike.SA, u *ike.Unanswered, found func(Finding)) {
	message := messageName(s, u.Exchange)
	x := Finding{
		Severity: f.OfFailure(s), Certainty: Likely, Tunnel: tunnelOf(s), Reference: "RFC 7296, section 2.23", Symptoms: []Symptom{FailureOf(s)},
		Summary: fmt.Sprintf("UDP port 4500 seems blocked between %s and %s: port 500 is answered, %s on port 4500 is not (%s), at this capture point%s",
			name(s, ike.Initiator), name(s, ike.Responder), message, sending(u.Sent, u.First, u.Last), behind(s)),
		Remedies: traversalRemedies(s, ike.Responder),
	}
	if s.Version == 1 {
		x.Reference = "RFC 3947, section 4"
	}
	if s.Version == 1 && u.Exchange == isakmp.ExchangeMain && s.Policy != nil && s.Policy.Auth.Plain() == ipsec.AuthPSK {
		x.Summary += "; or the pre-shared keys differ, and it drops what it cannot decrypt"
	}
	if size := largest(s, ike.Initiator, u.Exchange); size >= leastLarge {
		x.Summary += fmt.Sprintf("; or packets as large as its own (%s of IKE) do not pass", bytes(size))
	}
	if m := lastOf(s, ike.Responder); m != nil {
		x.Evidence = append(x.Evidence, Evidence{Frame: m.Frame, Time: m.Time, Field: "udp.srcport", Value: fmt.Sprint(s.Peers[ike.Responder].Port()), Text: "the last answer, on port 500"})
	}
	x.Evidence = append(x.Evidence,
		Evidence{Frame: u.FirstFrame, Time: u.First, Field: "udp.dstport", Value: fmt.Sprint(s.Now[ike.Responder].Port()), Text: message + ", the first message on port 4500"},
		exchangeEvidence(u.Frame, u.Last, u.Exchange, fmt.Sprintf("the last copy, of %d", u.Sent)))
	errs := f.errorsAbout(s.Now[ike.Initiator].Addr(), s.Now[ike.Responder].Addr(), u.First, u.Last, func(q *icmperror.Quote) bool {
		return q.IsIKE() && q.Dst.Port() == isakmp.PortNATT
	})
	if len(errs) > 0 {
		x.Certainty = Certain
		x.Summary = fmt.Sprintf("UDP port 4500 is blocked between %s and %s: port 500 is answered; as to %s on port 4500, %s%s",
			name(s, ike.Initiator), name(s, ike.Responder), message, errorCause(errs[0], s.Now[ike.Responder]), behind(s))
		x.Evidence = append(x.Evidence, errorEvidence(errs[0]))
	}
	found(x)
}

// leastLarge is from how many bytes on a message may be too large for a link.
const leastLarge = 1100

// largest is the length of the largest message of an exchange that a peer has sent, or of
// its largest IKE fragment.
func largest(s *ike.SA, r ike.Role, x isakmp.Exchange) (size uint32) {
	for i := range s.Log {
		if m := &s.Log[i]; m.Role == r && m.Exchange == x {
			size = max(size, m.Length)
		}
	}
	return size
}

// answersBlocked tells that the first message on UDP port 4500 arrives, and that its sender
// repeats it to the end though it is answered: the answers do not.
func (f *Facts) answersBlocked(s *ike.SA, found func(Finding)) bool {
	last := retransmissionsOf(s).last
	if last == nil || !s.Floated || last.first.Role != ike.Initiator || !f.neverAnswered(s, last) {
		return false
	}
	switch x := last.first.Exchange; {
	case (x == isakmp.ExchangeAuth || x == isakmp.ExchangeIntermediate) && last.first.ID == 1, x == isakmp.ExchangeMain:
	default:
		return false
	}
	from, to := name(s, ike.Responder), name(s, ike.Initiator)
	x := Finding{
		Severity: f.OfFailure(s), Certainty: Likely, Tunnel: tunnelOf(s), Reference: "RFC 7296, section 2.23", Symptoms: []Symptom{FailureOf(s)},
		Summary: fmt.Sprintf("UDP port 4500 seems blocked from %s to %s: answers on port 500 arrive, and %s on port 4500 is repeated though it is answered (%s), at this capture point%s",
			from, to, messageName(s, last.first.Exchange), sending(last.sent, last.first.Time, last.until), behind(s)),
		Evidence: last.evidence(),
		Remedies: traversalRemedies(s, ike.Initiator),
	}
	if s.Version == 1 {
		x.Reference = "RFC 3947, section 4"
		x.Summary = fmt.Sprintf("UDP port 4500 seems blocked from %s to %s: answers on port 500 arrive, and on port 4500 main mode is repeated though it is answered (%s), at this capture point%s",
			from, to, sending(last.sent, last.first.Time, last.until), behind(s))
	}
	if size := largest(s, ike.Responder, last.first.Exchange); size >= leastLarge {
		x.Summary += fmt.Sprintf("; or packets as large as the answers (%s of IKE) do not pass", bytes(size))
	}
	found(x)
	return true
}

// lastOf is the last new message of a peer, nil without one.
func lastOf(s *ike.SA, r ike.Role) (last *ike.Message) {
	for i := range s.Log {
		if m := &s.Log[i]; m.Role == r && !m.Again {
			last = m
		}
	}
	return last
}

// translated reports whether a peer is behind a NAT, or has the other one believe so: its
// NAT detection hash is of an address that the capture does not show.
func translated(side natd.Side) bool { return side.Behind == natd.Present || side.Hidden }

// behind says which peer is behind a NAT: "; 10.1.0.2 is behind a NAT".
func behind(s *ike.SA) string {
	t := s.Traversal()
	text, sep := "", "; "
	for r, side := range t {
		switch {
		case side.Behind == natd.Present:
			text += fmt.Sprintf("%s%s is behind a NAT", sep, name(s, ike.Role(r)))
		case side.Hidden:
			text += fmt.Sprintf("%s%s is behind a NAT, or claims it", sep, name(s, ike.Role(r)))
		default:
			continue
		}
		sep = ", and "
	}
	return text
}

// stopsAtFloat reports whether s stops, on UDP port 500, after the message of its
// responder by which the initiator knows of a NAT, and that the NAT is there: the
// initiator's next message would be on port 4500.
func (f *Facts) stopsAtFloat(s *ike.SA) bool {
	t := s.Traversal()
	if s.Floated || s.Failure.Kind != ike.NotFailed && s.Failure.Kind != ike.NoAnswer || !translated(t[0]) && !translated(t[1]) {
		return false
	}
	last := len(s.Log) - 1
	for last > 0 && s.Log[last].Again {
		last--
	}
	if last < 1 || s.Log[last].Role != ike.Responder {
		return false
	}
	switch s.Log[last].Exchange {
	case isakmp.ExchangeSAInit:
		return s.State == ike.InitDone
	case isakmp.ExchangeMain:
		return s.State == ike.MMKeyExch
	}
	return false
}

// neverFloats tells of negotiations of one initiator that all stop where it would go to
// UDP port 4500.
func (f *Facts) neverFloats(list []*ike.SA, found func(Finding)) {
	first, last := list[0], list[len(list)-1]
	if f.usesNATT(last) {
		return
	}
	if len(list) < 2 && (first.Unanswered[ike.Responder].Sent < sentUnanswered || first.Failure.Kind != ike.NoAnswer && f.At.Sub(first.Last) < timeUnanswered) {
		return
	}
	const retries = 3 // one after the other: nobody builds a tunnel that often that works
	x := Finding{
		Severity: f.OfFailure(last), Certainty: Likely, Tunnel: tunnelOf(last), Reference: "RFC 7296, section 2.23", Count: len(list),
		Summary: fmt.Sprintf("UDP port 4500 seems blocked between %s and %s: port 500 passes, and where the initiator would go to port 4500 nothing more comes, at this capture point (%s)%s",
			name(last, ike.Initiator), name(last, ike.Responder), count(len(list), "negotiation"), behind(last)),
		Remedies: traversalRemedies(last, ike.Responder),
	}
	if last.Version == 1 {
		x.Reference = "RFC 3947, section 4"
	}
	if f.onlyPort500() && (len(list) < retries || last.First.Sub(first.First) > flapLife) {
		x.Severity, x.Certainty = Note, Possible
		x.Summary += "; or the capture has port 500 alone"
	}
	for _, s := range list {
		x.Symptoms = append(x.Symptoms, FailureOf(s))
		m := lastOf(s, ike.Responder)
		x.Evidence = append(x.Evidence, exchangeEvidence(m.Frame, m.Time, m.Exchange, "the last message of a negotiation, on port 500"))
	}
	found(x)
}

// onlyPort500 reports whether nothing but IKE on UDP port 500 was captured, as with a
// capture filter.
func (f *Facts) onlyPort500() bool {
	return !f.Beside && !slices.ContainsFunc(f.SAs, func(s *ike.SA) bool { return s.Floated }) &&
		!slices.ContainsFunc(f.pairs, func(p *cleartext.Pair) bool { return p.IKE < p.Packets })
}

// usesNATT reports whether an IKE SA between the peers of s is on UDP port 4500: packets
// pass there, and what s lacks was not captured, or not in the order of time.
func (f *Facts) usesNATT(s *ike.SA) bool {
	return slices.ContainsFunc(f.near(s), func(o *ike.SA) bool { return o.Now[ike.Responder].Port() == isakmp.PortNATT && o.Encrypted > 0 })
}

// traversalRemedies let UDP port 4500 in at the gateway in role r of s, and have it be used.
func traversalRemedies(s *ike.SA, r ike.Role) []Remedy {
	gateway, peer := s.Now[r], seenAs(s, r.Other())
	list, family, port := "ip access-list extended <outside-in>", "ip", "non500-isakmp"
	if gateway.Addr().Is6() {
		list, family, port = "ipv6 access-list <outside-in>", "ip6", "4500"
	}
	router := []string{list, fmt.Sprintf(" permit udp host %s host %s eq %s", peer, gateway.Addr(), port)}
	asa := []string{fmt.Sprintf("access-list <outside-in> extended permit udp host %s host %s eq 4500", peer, gateway.Addr())}
	if r == ike.Responder { // the initiator uses the port already where its own is closed
		router = append([]string{"crypto ipsec nat-transparency udp-encapsulation"}, router...)
		asa = append([]string{"crypto isakmp nat-traversal 20"}, asa...)
	}
	out := append(onRouters(gateway, router...), remedyOn(ASA, gateway, asa...)...)
	return append(out, remedyOn(StrongSwan, gateway, inShell(fmt.Sprintf("nft insert rule inet filter input %s saddr %s udp dport 4500 accept", family, peer))...)...)
}
