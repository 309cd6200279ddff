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
		f.fragmentsMissing(s, found)
		f.withoutFirst(s, found)
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
		x.Remedies = fragmentationRemedies(s, safeMTU)
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
		Remedies: fragmentationRemedies(s, safeMTU),
	}
	if floats(s, u) {
		x.Summary += "; or UDP port 4500 is blocked, to which it goes with this message"
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

// withoutFirst tells of a negotiation that stops while datagrams between its peers come without
// their first fragments. Those have the ports: that the datagrams are of IKE is not known.
func (f *Facts) withoutFirst(s *ike.SA, found func(Finding)) {
	if f.Fragments == nil || !s.Ready.IsZero() || s.Failure.Failed() || !s.Deleted.IsZero() {
		return
	}
	for _, h := range f.Fragments.Headless() {
		r := ike.Initiator
		if h.Src == s.Now[ike.Responder].Addr() {
			r = ike.Responder
		}
		if h.Src != s.Now[r].Addr() || h.Dst != s.Now[r.Other()].Addr() ||
			h.Datagrams < sentUnanswered || h.Last.Sub(h.First) < timeUnanswered || heardSince(s, r, h.First) {
			continue
		}
		last := lastWhere(s, func(m *ike.Message) bool { return m.Role == r })
		if last == nil || last.Time.After(h.First) {
			continue
		}
		next := "its next message"
		if last.Exchange == isakmp.ExchangeSAInit {
			next = isakmp.ExchangeName(2, isakmp.ExchangeAuth)
		}
		x := Finding{
			Severity: f.OfFailure(s), Certainty: Likely, Tunnel: tunnelOf(s), Reference: "RFC 7383, section 1", Symptoms: []Symptom{FailureOf(s)},
			Summary: fmt.Sprintf("%s of %s to %s come without their first fragment, at this capture point, and no IKE after its %s: %s seems to be among them, and does not arrive whole",
				count(h.Datagrams, "UDP datagram"), name(s, r), name(s, r.Other()), messageName(s, last.Exchange), next),
			Evidence: []Evidence{
				{Frame: h.FirstFrame, Time: h.First, Field: "ip.proto", Value: "17", Text: "a fragment of UDP without the one that has the ports"},
				{Frame: h.LastFrame, Time: h.Last, Text: fmt.Sprintf("a fragment of the last of %d datagrams", h.Datagrams)},
			},
			Remedies: fragmentationRemedies(s, safeMTU),
		}
		if h.Src.Is6() {
			x.Evidence[0].Field = "ipv6.fraghdr.nxt"
		}
		found(x)
	}
}

// A cut is a message that its sender cuts into fragments of IKE: RFC 7383, section 2.5.
type cut struct {
	role     ike.Role
	exchange isakmp.Exchange
	id       uint32
	parts    uint16
	response bool
}

// fragmentsMissing tells of a message in fragments of IKE of which some never come.
func (f *Facts) fragmentsMissing(s *ike.SA, found func(Finding)) {
	if s.Version != 2 || !s.Ready.IsZero() || !s.Deleted.IsZero() {
		return
	}
	have := map[cut][]*ike.Message{}
	var order []cut
	for i := range s.Log {
		m := &s.Log[i]
		if k := (cut{m.Role, m.Exchange, m.ID, m.Parts, m.Response}); m.Parts > 1 {
			if have[k] == nil {
				order = append(order, k)
			}
			have[k] = append(have[k], m)
		}
	}
	for _, k := range order {
		f.fragmentMissing(s, k, have[k], found)
	}
}

// fragmentMissing tells of a message in fragments of IKE, of which those in list came.
func (f *Facts) fragmentMissing(s *ike.SA, k cut, list []*ike.Message, found func(Finding)) {
	sent := map[uint16]int{}
	most := 0
	for _, m := range list {
		sent[m.Fragment]++
		most = max(most, sent[m.Fragment])
	}
	first, last := list[0], list[len(list)-1]
	if len(sent) >= int(k.parts) || most < sentUnanswered || last.Time.Sub(first.Time) < timeUnanswered || heardSince(s, k.role.Other(), first.Time) {
		return
	}
	found(Finding{
		Severity: f.OfFailure(s), Certainty: Certain, Tunnel: tunnelOf(s), Reference: "RFC 7383, section 2.5", Symptoms: []Symptom{FailureOf(s)},
		Summary: fmt.Sprintf("%s of %s never arrives whole at this capture point: of its %d IKE fragments %s, %s; the larger ones seem not to fit a link",
			isakmp.ExchangeName(2, k.exchange), name(s, k.role), k.parts, come(len(sent)), times(uint64(most))),
		Evidence: []Evidence{
			{Frame: first.Frame, Time: first.Time, Field: "isakmp.frag.total", Value: strconv.Itoa(int(k.parts)), Text: fmt.Sprintf("fragment %d of %d", first.Fragment, k.parts)},
			exchangeEvidence(last.Frame, last.Time, k.exchange, "the last copy"),
		},
		Remedies: fragmentationRemedies(s, leastMTU),
	})
}

// come is "only 1 comes".
func come(n int) string {
	if n == 1 {
		return "only 1 comes"
	}
	return fmt.Sprintf("only %d come", n)
}

// fragmentationRemedies have the peers cut large messages themselves: RFC 7383, and what
// Cisco has for IKEv1. mtu is how large an IP packet may be.
func fragmentationRemedies(s *ike.SA, mtu int) (list []Remedy) {
	for _, gateway := range s.Now {
		if s.Version == 2 {
			list = append(list, onRouters(gateway, fmt.Sprintf("crypto ikev2 fragmentation mtu %d", mtu))...)
			list = append(list, remedyOn(ASA, gateway, fmt.Sprintf("crypto ikev2 fragmentation mtu %d preferred-method ietf", mtu))...)
		} else {
			list = append(list, onRouters(gateway, "crypto isakmp fragmentation")...)
		}
		lines := connection("fragmentation = yes")
		if mtu < safeMTU {
			lines = append(lines, inStrongswanConf(fmt.Sprintf("fragment_size = %d", mtu))...)
		}
		list = append(list, remedyOn(StrongSwan, gateway, lines...)...)
	}
	return list
}

// What a fragment of IKE may have with its IP header: RFC 7383, section 2.5.1.
const (
	safeMTU  = 1280 // what every link of IPv6 carries
	leastMTU = 576  // what every host takes
)
