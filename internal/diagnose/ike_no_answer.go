package diagnose

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// checkNoAnswer finds messages of IKE that nobody answers: first messages, and those
// at which a negotiation stops.
func checkNoAnswer(f *Facts, found func(Finding)) {
	if f.IKE == nil {
		return
	}
	seen := map[SPI]bool{} // a half-open SA on both sides of a NAT is one
	for _, w := range f.Waiting {
		again := !w.Exchange.Begins()
		for _, spi := range w.SPIs {
			again = again || seen[spi]
			seen[spi] = true
		}
		if !again {
			f.waiting(w, found)
		}
	}
	for _, s := range f.SAs {
		if s.Ready.IsZero() && (!s.OneSided() || f.asksInVain(s)) {
			f.stopped(s, found)
		}
	}
}

// waiting tells of first messages that nobody answers.
func (f *Facts) waiting(w *ike.Waiting, found func(Finding)) {
	errs := f.errorsAbout(w.Src.Addr(), w.Dst.Addr(), w.First, w.Last, (*icmperror.Quote).IsIKE)
	x := Finding{
		Severity: Error, Certainty: Likely, Reference: "RFC 7296, section 2.1",
		Tunnel:   &Tunnel{Initiator: w.Src, Responder: w.Dst, SPIs: [2]SPI{w.SPIs[0]}},
		Evidence: []Evidence{exchangeEvidence(w.Frame, w.First, w.Exchange, "the first message, "+times(uint64(w.Sent)))},
	}
	if w.Version == 1 {
		x.Reference = "RFC 2408, section 5.1"
	}
	for _, spi := range w.SPIs {
		x.Symptoms = append(x.Symptoms, Symptom{Failed, spi})
	}
	what := sending(w.Sent, w.First, w.Last)
	if w.SAs > 1 {
		what += fmt.Sprintf(" of %s", count(w.SAs, "negotiation"))
	}
	waits := f.At.Sub(w.Last)
	switch {
	case len(errs) > 0:
		e := errs[0]
		x.Certainty = Certain
		x.Summary = fmt.Sprintf("%s does not answer IKEv%d of %s (%s): %s", Address(w.Dst), w.Version, Address(w.Src), what, errorCause(e, w.Dst))
		for _, e := range errs {
			x.Evidence = append(x.Evidence, errorEvidence(e))
		}
		x.Remedies = noAnswerRemedies(w.Src, w.Dst, w.Src.Addr().String(), w.Version, e)
	case w.Most == 1 && w.SAs > 1: // RFC 7296, section 2.1: who is not answered sends again
		x.Severity, x.Certainty = Note, Possible
		x.Summary = fmt.Sprintf("No answer to IKEv%d of %s to %s is captured, at this capture point: %s, none of which is sent again, so that the capture may have one direction alone",
			w.Version, Address(w.Src), Address(w.Dst), what)
	case w.Sent >= sentUnanswered && w.Last.Sub(w.First) >= timeUnanswered:
		x.Summary = fmt.Sprintf("Nobody answers IKEv%d of %s to %s, at this capture point: %s%s", w.Version, Address(w.Src), Address(w.Dst), what, f.ending(waits))
		x.Remedies = noAnswerRemedies(w.Src, w.Dst, w.Src.Addr().String(), w.Version, nil)
	case w.Sent > 1 || waits >= time.Second:
		x.Severity, x.Certainty = Note, Possible
		x.Summary = fmt.Sprintf("IKEv%d of %s to %s waits for an answer at the end of the capture: %s", w.Version, Address(w.Src), Address(w.Dst), what)
	default:
		return
	}
	if x.Severity == Error && f.worksBetween(w.Src, w.Dst, w.First) {
		x.Severity = Warning
	}
	found(x)
}

// ending says what follows upon the last message.
func (f *Facts) ending(silence time.Duration) string {
	switch {
	case silence < 2*time.Minute && f.going:
		return ", so far"
	case silence < patience:
		return ", and the capture ends"
	}
	return ", the last one " + span(silence) + " before the capture ends"
}

// asksInVain reports whether the initiator of s, of which no answer was captured, sends IKE_AUTH
// again and again to the end: it is not answered, even if the capture has one direction alone.
func (f *Facts) asksInVain(s *ike.SA) bool {
	r, u := unanswered(s)
	return u != nil && r == ike.Initiator && u.Exchange == isakmp.ExchangeAuth && u.Sent >= sentUnanswered && u.Last.Sub(u.First) >= timeUnanswered &&
		!f.lastESP(s, r).After(u.First)
}

// stopped tells of a negotiation that stops for want of an answer.
func (f *Facts) stopped(s *ike.SA, found func(Finding)) {
	r, u := unanswered(s)
	if u == nil || u.Sent == 0 {
		return
	}
	from, to := s.Now[r], s.Now[r.Other()]
	message := messageName(s, u.Exchange)
	x := Finding{
		Severity: f.OfFailure(s), Certainty: Likely, Tunnel: tunnelOf(s), Reference: "RFC 7296, section 2.1", Symptoms: []Symptom{FailureOf(s)},
		Evidence: sentEvidence(u, message),
		Summary: fmt.Sprintf("%s answers %s no more from %s on, at this capture point: %s%s",
			Address(to), Address(from), message, sending(u.Sent, u.First, u.Last), f.ending(f.At.Sub(u.Last))),
	}
	if s.Version == 1 {
		x.Reference = "RFC 2408, section 5.1"
	}
	var large *ike.Message // of which fragments may be lost behind the capture point
	if s.OneSided() {
		x.Summary = fmt.Sprintf("%s sends %s to %s again and again, at this capture point, and no message of %s is captured: %s%s",
			Address(from), message, Address(to), Address(to), sending(u.Sent, u.First, u.Last), f.ending(f.At.Sub(u.Last)))
		if large = messageAt(s, u.FirstFrame); large != nil && large.Datagrams > 1 {
			x.Summary += fmt.Sprintf("; it is %s in %d IP fragments, some of which may be lost behind this capture point", bytes(large.Length), large.Datagrams)
		}
	}
	var about *icmperror.Error
	if errs := f.errorsAbout(from.Addr(), to.Addr(), u.First, u.Last, (*icmperror.Quote).IsIKE); len(errs) > 0 {
		x.Certainty, about = Certain, errs[0]
		x.Summary = fmt.Sprintf("%s answers %s no more from %s on (%s): %s", Address(to), Address(from), message, sending(u.Sent, u.First, u.Last), errorCause(errs[0], to))
		x.Evidence = append(x.Evidence, errorEvidence(errs[0]))
	}
	x.Remedies = noAnswerRemedies(from, to, seenAs(s, r), s.Version, about)
	if large != nil && large.Datagrams > 1 {
		x.Remedies = append(x.Remedies, fragmentationRemedies(s, safeMTU)...)
	}
	found(x)
}

// sentEvidence is the first and the last copy of a message.
func sentEvidence(u *ike.Unanswered, message string) []Evidence {
	list := []Evidence{exchangeEvidence(u.FirstFrame, u.First, u.Exchange, message)}
	if u.Sent > 1 && u.Frame != u.FirstFrame {
		list = append(list, exchangeEvidence(u.Frame, u.Last, u.Exchange, fmt.Sprintf("the last one, of %d", u.Sent)))
	}
	return list
}

// messageName is what a sentence calls the last message of an exchange: "IKE_AUTH",
// "message 5 of main mode".
func messageName(s *ike.SA, x isakmp.Exchange) string {
	if s.Version == 2 {
		return exchangeText(s, x)
	}
	mode := map[isakmp.Exchange]string{isakmp.ExchangeMain: "main mode", isakmp.ExchangeAggressive: "aggressive mode", isakmp.ExchangeQuick: "quick mode"}[x]
	if mode == "" {
		return strings.ToLower(isakmp.ExchangeName(1, x))
	}
	n := 0
	for i := range s.Log {
		if m := &s.Log[i]; m.Exchange == x && !m.Again {
			n = max(n+1, leastNumber(m))
		}
	}
	return fmt.Sprintf("message %d of %s", n, mode)
}

// exchangeText is the name of an exchange of IKEv2, and the message ID where it is not the
// first one of its kind: of several rounds of IKE_AUTH (RFC 7296, section 2.16; RFC 4739), and
// of several of IKE_INTERMEDIATE (RFC 9242), those before were answered.
func exchangeText(s *ike.SA, x isakmp.Exchange) string {
	name := isakmp.ExchangeName(2, x)
	if x != isakmp.ExchangeAuth && x != isakmp.ExchangeIntermediate {
		return name
	}
	request := func(m *ike.Message) bool { return m.Exchange == x && !m.Response }
	last := lastWhere(s, request)
	if last == nil || lastWhere(s, func(m *ike.Message) bool { return request(m) && m.ID < last.ID }) == nil {
		return name
	}
	return fmt.Sprintf("%s with message ID %d", name, last.ID)
}

// leastNumber is which message of main or aggressive mode m is by its payloads and its
// sender (RFC 2409, section 5), where the capture may lack those before; 0 where they do
// not tell.
func leastNumber(m *ike.Message) (n int) {
	switch {
	case m.Exchange == isakmp.ExchangeMain && m.Encrypted:
		n = 5
	case m.Exchange == isakmp.ExchangeMain && hasPayload(m, isakmp.PayloadKE), m.Exchange == isakmp.ExchangeAggressive && !hasPayload(m, isakmp.PayloadSA):
		n = 3
	case hasPayload(m, isakmp.PayloadSA):
		n = 1
	default:
		return 0
	}
	if m.Role == ike.Responder {
		n++
	}
	return n
}

// noAnswerRemedies are what to type on the gateway to, which does not answer, or on
// who rejects what goes there; seen is what to sees of the address of from, e an ICMP error
// about it, nil without one.
func noAnswerRemedies(from, to netip.AddrPort, seen string, version uint8, e *icmperror.Error) (list []Remedy) {
	ios, asa, swan := permitIKE(to, seen)
	enable := []string{"interface <outside>", " crypto map VPNMAP"}
	if to.Addr().Is6() {
		enable[1] = " ipv6 crypto map VPNMAP"
	}
	if version == 1 {
		enable = append([]string{"crypto isakmp enable"}, enable...)
	}
	at, start := to, inShell("systemctl start strongswan", "swanctl --load-all")
	reason := icmperror.Other
	if e != nil {
		reason = e.Reason()
	}
	switch reason {
	case icmperror.Port:
		ios, asa, swan = enable, []string{fmt.Sprintf("crypto ikev%d enable outside", version)}, start
	case icmperror.Prohibited:
		at = endpoint(e.From)
	case icmperror.Network, icmperror.Host, icmperror.Hops:
		at = from
		ios = []string{cryptoMap(at), " set peer <address>"}
		asa = []string{"crypto map <map> 10 set peer <address>"}
		swan = connection("remote_addrs = <address>")
	default:
		ios, swan = append(enable, ios...), append(start, swan[1:]...)
		asa = append([]string{fmt.Sprintf("crypto ikev%d enable outside", version)}, asa...)
	}
	list = onRouters(at, ios...)
	list = append(list, remedyOn(ASA, at, asa...)...)
	return append(list, remedyOn(StrongSwan, at, swan...)...)
}
