package diagnose

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// checkRedirect finds gateways that send their peers to another gateway: RFC 5685.
func checkRedirect(f *Facts, found func(Finding)) {
	if f.IKE == nil {
		return
	}
	for _, s := range f.SAs {
		for i := range s.Log {
			m := &s.Log[i]
			if m.Said != nil && m.Said.Gateway != "" && slices.Contains(m.Notifies, isakmp.NotifyRedirect) {
				f.redirected(s, m, found)
			}
		}
	}
	f.redirectedFrom(found)
}

// redirected tells that m redirects a peer of s.
func (f *Facts) redirected(s *ike.SA, m *ike.Message, found func(Finding)) {
	client, gateway := s.Now[m.Role.Other()], printable(m.Said.Gateway)
	x := Finding{
		Severity: Note, Certainty: Certain, Tunnel: tunnelOf(s), Reference: "RFC 5685, section 3",
		Summary: fmt.Sprintf("%s redirects %s to the gateway %s", name(s, m.Role), Address(client), gateway),
		Evidence: []Evidence{{
			Frame: m.Frame, Time: m.Time, Field: "isakmp.notify.msgtype", Value: strconv.Itoa(int(isakmp.NotifyRedirect)), Text: "REDIRECT to " + gateway,
		}},
	}
	if s.Ready.IsZero() {
		x.Symptoms = []Symptom{FailureOf(s)}
	}
	to, err := netip.ParseAddr(gateway)
	if err != nil {
		found(x)
		return
	}
	follows := f.Between(client.Addr(), to)
	switch i := slices.IndexFunc(follows, func(n *ike.SA) bool { return !n.First.Before(m.Time) }); {
	case i >= 0 && slices.ContainsFunc(follows[i:], func(n *ike.SA) bool { return !n.Ready.IsZero() }):
		x.Summary += ", where it gets its tunnel"
	case i >= 0:
		x.Summary += ", where its tunnel does not come up" // the findings on that tunnel tell why
	default:
		if w := f.waitsAt(client.Addr(), to); w != nil {
			f.redirectFails(&x, w)
		}
	}
	found(x)
}

// waitsAt are the first messages from one address to another that nobody answers, nil
// without any.
func (f *Facts) waitsAt(src, dst netip.Addr) *ike.Waiting {
	for _, w := range f.Waiting {
		if w.Src.Addr() == src && w.Dst.Addr() == dst {
			return w
		}
	}
	return nil
}

// redirectFails adds to x that nobody answers at the gateway to which it redirects.
func (f *Facts) redirectFails(x *Finding, w *ike.Waiting) {
	if w.Sent < sentUnanswered || w.Last.Sub(w.First) < timeUnanswered {
		x.Summary += ", whose answer it waits for at the end of the capture"
		return
	}
	x.Severity = Error
	x.Summary += fmt.Sprintf(", where nobody answers at this capture point (%s)", sending(w.Sent, w.First, w.Last))
	x.Evidence = append(x.Evidence, exchangeEvidence(w.Frame, w.First, w.Exchange, "the first message to "+Address(w.Dst)))
	if errs := f.errorsAbout(w.Src.Addr(), w.Dst.Addr(), w.First, w.Last, (*icmperror.Quote).IsIKE); len(errs) > 0 {
		x.Summary += ": " + errorCause(errs[0], w.Dst)
		x.Evidence = append(x.Evidence, errorEvidence(errs[0]))
	}
	for _, spi := range w.SPIs {
		x.Symptoms = append(x.Symptoms, Symptom{Failed, spi})
	}
	from := x.Tunnel.Responder
	if from.Addr() == w.Src.Addr() {
		from = x.Tunnel.Initiator
	}
	x.Remedies = append(onRouters(from, "no crypto ikev2 redirect gateway init"), remedyOn(StrongSwan, w.Src, inStrongswanConf("follow_redirects = no")...)...)
}

// redirectedFrom tells of first messages that say who redirected their sender, and that
// nobody answers: RFC 5685, section 3. REDIRECT itself may not have been decrypted.
func (f *Facts) redirectedFrom(found func(Finding)) {
	const most = 256 // paths: each message is decoded once more
	waiting := map[SPI]*ike.Waiting{}
	for _, w := range f.Waiting[:min(len(f.Waiting), most)] {
		if w.Version == 2 && w.Exchange == isakmp.ExchangeSAInit {
			waiting[w.SPIs[0]] = w
		}
	}
	for s := range f.IKE.HalfOpen(func(h ike.Known) bool { return waiting[h.SPI] != nil }) {
		for i := range s.Log {
			if m := &s.Log[i]; m.Said != nil && m.Said.Gateway != "" && slices.Contains(m.Notifies, isakmp.NotifyRedirectedFrom) {
				f.comesFrom(waiting[s.SPIs[ike.Initiator]], m, found)
			}
		}
	}
}

// comesFrom tells that m, one of w, says who redirected its sender.
func (f *Facts) comesFrom(w *ike.Waiting, m *ike.Message, found func(Finding)) {
	by := printable(m.Said.Gateway)
	x := Finding{
		Severity: Note, Certainty: Certain, Reference: "RFC 5685, section 3",
		Tunnel:  &Tunnel{Initiator: w.Src, Responder: w.Dst, SPIs: [2]SPI{w.SPIs[0]}},
		Summary: fmt.Sprintf("%s redirects %s to the gateway %s", by, Address(w.Src), Address(w.Dst)),
		Evidence: []Evidence{{
			Frame: m.Frame, Time: m.Time, Field: "isakmp.notify.msgtype", Value: strconv.Itoa(int(isakmp.NotifyRedirectedFrom)), Text: "REDIRECTED_FROM " + by,
		}},
	}
	f.redirectFails(&x, w)
	found(x)
}
