package diagnose

import (
	"fmt"
	"net/netip"
	"strconv"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// checkFragmentLost finds messages of IKE that were larger than a packet, and of which
// fragments of IP do not arrive: RFC 7383, section 1.
func checkFragmentLost(f *Facts, found func(Finding)) {
	if f.IKE == nil {
		return
	}
	bySPIs := map[[2]SPI]*ike.SA{}
	for _, s := range f.SAs {
		bySPIs[s.SPIs] = s
	}
	if f.Fragments != nil {
		for _, l := range f.Fragments.Lost() {
			f.fragmentLost(&l, bySPIs[[2]SPI{l.Header.InitiatorSPI, l.Header.ResponderSPI}], found)
		}
	}
	for _, s := range f.SAs {
		f.largeUnanswered(s, found)
	}
}

// fragmentLost tells of a message that was not captured whole.
func (f *Facts) fragmentLost(l *frag.Loss, s *ike.SA, found func(Finding)) {
	x := Finding{
		Severity: Error, Certainty: Certain, Reference: "RFC 7383, section 1",
		Tunnel: &Tunnel{Initiator: l.Src, Responder: l.Dst, SPIs: [2]SPI{l.Header.InitiatorSPI, l.Header.ResponderSPI}},
		Evidence: []Evidence{
			{Frame: l.FirstFrame, Time: l.First, Field: "ip.flags.mf", Value: "1", Text: fmt.Sprintf("the first fragment, with %d of %s", l.Most-udpHeader, bytes(l.Header.Length))},
			{Frame: l.LastFrame, Time: l.Last, Text: fmt.Sprintf("the last time that the message was sent, of %d", l.Datagrams)},
		},
		Symptoms: []Symptom{{Failed, l.Header.InitiatorSPI}},
	}
	if l.Src.Addr().Is6() {
		x.Evidence[0].Field = "ipv6.fraghdr.more"
	}
	if l.FirstFrame == l.LastFrame {
		x.Evidence = x.Evidence[:1]
	}
	message := isakmp.ExchangeName(l.Header.Major(), l.Header.Exchange)
	parts := fragments(l.Header.Length, l.Most)
	x.Summary = fmt.Sprintf("%s of %s never arrives whole at this capture point: %s in %d IP fragments, of which all but the first are lost, %s",
		message, Address(l.Src), bytes(l.Header.Length), parts, times(uint64(l.Datagrams)))
	if l.Partly > 0 {
		x.Summary = fmt.Sprintf("%s of %s does not arrive whole at this capture point: %s in %d IP fragments, of which some are lost, %s",
			message, Address(l.Src), bytes(l.Header.Length), parts, times(uint64(l.Datagrams)))
	}
	if s != nil {
		x.Tunnel, x.Severity = tunnelOf(s), f.OfFailure(s)
		if arrived(s, &l.Header, l.Src) || !s.Ready.IsZero() && l.Datagrams < sentUnanswered {
			x.Severity, x.Symptoms = Note, nil
			x.Summary = fmt.Sprintf("%s of %s arrives whole only after retransmissions: %s in %d IP fragments, of which some are lost",
				message, Address(l.Src), bytes(l.Header.Length), parts)
			if l.Datagrams > 1 {
				x.Severity = Warning
			}
		}
		x.Remedies = fragmentationRemedies(s)
	}
	found(x)
}

// udpHeader is the length of the header of UDP.
const udpHeader = 8

// bytes is "1812 bytes".
func bytes(n uint32) string { return strconv.FormatUint(uint64(n), 10) + " bytes" }

// fragments is in how many fragments a message goes, by the length of the first one.
func fragments(length uint32, first int) int {
	if first <= 0 {
		return 0
	}
	return (int(length) + udpHeader + first - 1) / first
}

// arrived reports whether a message of s was captured whole at another time.
func arrived(s *ike.SA, h *isakmp.Header, src netip.AddrPort) bool {
	for i := range s.Log {
		m := &s.Log[i]
		if m.Exchange == h.Exchange && m.ID == h.MessageID && s.Now[m.Role].Addr() == src.Addr() && m.Length == h.Length {
			return true
		}
	}
	return false
}

// largeUnanswered tells of a message that was captured in fragments, and is not answered
// though smaller ones were.
func (f *Facts) largeUnanswered(s *ike.SA, found func(Finding)) {
	r, u := unanswered(s)
	if u == nil || !s.Ready.IsZero() || s.OneSided() {
		return
	}
	i := largeIn(s, r)
	if i < 0 {
		return
	}
	m := &s.Log[i]
	message := messageName(s, m.Exchange)
	x := Finding{
		Severity: f.OfFailure(s), Certainty: Likely, Tunnel: tunnelOf(s), Reference: "RFC 7383, section 1", Symptoms: []Symptom{FailureOf(s)},
		Summary: fmt.Sprintf("%s does not answer %s of %s, %s in %d IP fragments, though it answers smaller messages: fragments seem to be lost behind this capture point (%s)",
			name(s, r.Other()), message, name(s, r), bytes(m.Length), m.Datagrams, sending(u.Sent, u.First, u.Last)),
		Evidence: []Evidence{
			{Frame: m.Frame, Time: m.Time, Field: "isakmp.length", Value: strconv.FormatUint(uint64(m.Length), 10), Text: fmt.Sprintf("%s, in %d IP fragments", message, m.Datagrams)},
			exchangeEvidence(u.Frame, u.Last, u.Exchange, fmt.Sprintf("the last one, of %d", u.Sent)),
		},
		Remedies: fragmentationRemedies(s),
	}
	found(x)
}

// largeIn is the message of r that s waits with, as an index into Log, if it came in
// fragments and r's messages before it were answered; -1 if not.
func largeIn(s *ike.SA, r ike.Role) int {
	heard := false
	for i := range s.Log {
		m := &s.Log[i]
		switch {
		case m.Role != r:
			heard = true
		case !m.Again && m.Datagrams > 1 && heard && m.Exchange == s.Unanswered[r].Exchange && !m.Time.Before(s.Unanswered[r].First):
			return i
		}
	}
	return -1
}

// fragmentationRemedies have the peers cut large messages themselves: RFC 7383, and what
// Cisco has for IKEv1.
func fragmentationRemedies(s *ike.SA) (list []Remedy) {
	for _, gateway := range s.Now {
		if s.Version == 2 {
			list = append(list, onRouters(gateway, "crypto ikev2 fragmentation mtu 1280")...)
			list = append(list, remedyOn(ASA, gateway, "crypto ikev2 fragmentation mtu 576 preferred-method ietf")...)
		} else {
			list = append(list, onRouters(gateway, "crypto isakmp fragmentation")...)
		}
		list = append(list, remedyOn(StrongSwan, gateway, connection("fragmentation = yes")...)...)
	}
	return list
}
