package diagnose

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// checkInvalidSPI finds peers that have forgotten the SAs of the other one, as after a
// reboot: they say so, or begin anew while packets still come for the old SAs.
func checkInvalidSPI(f *Facts, found func(Finding)) {
	if f.IKE == nil {
		return
	}
	told := map[[2]netip.Addr]*forgotten{}
	var order []*forgotten
	note := func(s *ike.SA) {
		for i := range s.Notices {
			if n := &s.Notices[i]; deniesSPI(n) {
				k := [2]netip.Addr{s.Now[n.Role].Addr(), s.Now[n.Role.Other()].Addr()}
				x := told[k]
				if x == nil {
					x = &forgotten{by: s.Now[n.Role], peer: s.Now[n.Role.Other()]}
					told[k], order = x, append(order, x)
				}
				x.add(n)
			}
		}
	}
	for _, s := range f.SAs {
		note(s)
	}
	wanted := map[SPI]bool{} // outside of an SA, which they name nowhere
	for _, w := range f.Waiting {
		for _, spi := range w.SPIs {
			wanted[spi] = wanted[spi] || !w.Exchange.Begins()
		}
	}
	for s := range f.IKE.HalfOpen(func(h ike.Known) bool { return wanted[h.SPI] }) {
		note(s)
	}
	for _, x := range order {
		f.forgotten(x, found)
	}
	for _, s := range f.SAs {
		f.superseded(s, found)
	}
}

// deniesSPI reports whether n says that its sender does not have an SA: RFC 2408, section
// 3.14.1; RFC 7296, section 3.10.1.
func deniesSPI(n *ike.Notice) bool {
	const invalidCookie, invalidIKESPI isakmp.NotifyType = 4, 4
	if n.Version == 1 {
		return n.Type == invalidCookie || n.Type == isakmp.NotifyInvalidSPI
	}
	return n.Type == invalidIKESPI || n.Type == isakmp.NotifyInvalidSPI
}

// A forgotten is what a peer says of SAs that it does not have.
type forgotten struct {
	by, peer    netip.AddrPort
	names       []string // of the notifications, each once
	notices     []*ike.Notice
	first, last time.Time
	count       int
}

func (x *forgotten) add(n *ike.Notice) {
	x.count++
	if x.first.IsZero() || n.Time.Before(x.first) {
		x.first = n.Time
	}
	if n.Time.After(x.last) {
		x.last = n.Time
	}
	name := isakmp.NotifyName(n.Version, n.Type)
	for _, have := range x.names {
		if have == name {
			return
		}
	}
	x.names, x.notices = append(x.names, name), append(x.notices, n)
}

// forgotten tells that a peer says that it does not have the SAs of the other one.
func (f *Facts) forgotten(x *forgotten, found func(Finding)) {
	y := Finding{
		Severity: Error, Certainty: Likely, Reference: "RFC 7296, section 2.21.4", Tunnel: &Tunnel{Initiator: x.peer, Responder: x.by},
		Summary: fmt.Sprintf("%s does not know the SAs that %s uses, as after a restart: it says %s",
			Address(x.by), Address(x.peer), strings.Join(x.names, " and ")),
	}
	if x.notices[0].Version == 1 {
		y.Reference = "RFC 2408, section 3.14.1"
	}
	for i, n := range x.notices {
		y.Evidence = append(y.Evidence, Evidence{
			Frame: n.Frame, Time: n.Time, Field: "isakmp.notify.msgtype", Value: strconv.Itoa(int(n.Type)), Text: x.names[i] + ", from " + Address(x.by),
		})
	}
	up := false
	var last *ike.SA
	for _, s := range f.Between(x.by.Addr(), x.peer.Addr()) {
		if s.Ready.IsZero() {
			continue
		}
		if s.Ready.After(x.last) {
			up = true
			continue
		}
		y.Symptoms = append(y.Symptoms, FailureOf(s), lossOf(s))
		for _, c := range s.Children {
			y.Symptoms = append(y.Symptoms, FailureOfChild(c))
		}
		last = s
	}
	if last != nil {
		y.Tunnel = tunnelOf(last)
	}
	y.Symptoms = append(y.Symptoms, f.silentFrom(x.by.Addr(), x.peer.Addr())...)
	switch {
	case last == nil && !f.sentESP(x.peer.Addr(), x.by.Addr()): // nothing of theirs was seen: it may be anybody's word
		y.Severity, y.Certainty = Note, Possible
	case up:
		y.Severity = Warning
		y.Summary += "; the tunnel came up anew later"
	}
	y.Remedies = recoveryRemedies(x.by, x.peer, x.notices[0].Version)
	found(y)
}

// silentFrom are the symptoms of packets that go to a peer which does not have their SA.
func (f *Facts) silentFrom(by, peer netip.Addr) []Symptom {
	list := []Symptom{SilenceOf(by, peer), SilenceOf(peer, by)}
	for _, e := range f.espSAs().from(peer, by) {
		list = append(list, Symptom{Rejected, e.SPI})
	}
	return list
}

// sentESP reports whether ESP or AH went from one address to another.
func (f *Facts) sentESP(from, to netip.Addr) bool {
	return len(f.espSAs().from(from, to)) > 0
}

// superseded tells that packets still came for s when a peer had forgotten it, and until
// that peer began anew with INITIAL_CONTACT.
func (f *Facts) superseded(s *ike.SA, found func(Finding)) {
	next := f.numbered(s.SupersededBy)
	if s.SupersededBy == 0 || next == nil || f.ESP == nil {
		return
	}
	by := next.Now[ike.Initiator] // who says INITIAL_CONTACT, as a rule
	for i := range next.Notices {
		if n := &next.Notices[i]; isakmp.NotifyName(n.Version, n.Type) == isakmp.NotifyName(2, initialContact2) || n.Version == 1 && n.Type == isakmp.NotifyInitialContact {
			by = next.Now[n.Role]
		}
	}
	var last time.Time // when that peer sent ESP last
	var lost *esp.SA
	for _, e := range f.espSAs().bySrc[by.Addr()] {
		if e.First.Before(next.First) && e.Last.After(last) {
			last = e.Last
		}
	}
	for e := range f.espSAs().of(s) {
		if e.Dst == by.Addr() && e.First.Before(next.First) && !last.IsZero() && e.Last.Sub(last) > 500*time.Millisecond && !last.After(next.First) {
			lost = e
		}
	}
	if lost == nil || lost.Last.After(next.Ready.Add(time.Second)) {
		return
	}
	found(Finding{
		Severity: Warning, Certainty: Likely, Tunnel: tunnelOf(s, s.Children...), Reference: "RFC 7296, section 2.4",
		Summary: fmt.Sprintf("%s has lost its SAs with %s, as by a restart: for %s ESP came for the old SPI %s, until it began anew with INITIAL_CONTACT",
			Address(by), otherThan(s, by), span(lost.Last.Sub(last)), ios.HexSPI(lost.SPI)),
		Evidence: []Evidence{
			{Frame: lost.LastFrame, Time: lost.Last, Field: "esp.spi", Value: ios.HexSPI(lost.SPI), Text: "the last packet for the old SA"},
			exchangeEvidence(firstFrame(next), next.First, next.Exchange, "it begins anew"),
		},
		Symptoms: append(f.silentFrom(by.Addr(), otherEnd(s, by).Addr()), FailureOf(s), gapOf(next)),
		Remedies: recoveryRemedies(by, otherEnd(s, by), s.Version),
	})
}

const initialContact2 isakmp.NotifyType = 16384 // of IKEv2

// numbered is the SA with an ID, nil without one.
func (f *Facts) numbered(id uint64) *ike.SA {
	if id == 0 {
		return nil
	}
	if f.byID == nil {
		f.byID = map[uint64]*ike.SA{}
		for _, s := range f.SAs {
			f.byID[s.ID] = s
		}
	}
	return f.byID[id]
}

// otherEnd is the peer of s that has not an address.
func otherEnd(s *ike.SA, a netip.AddrPort) netip.AddrPort {
	if s.Now[ike.Initiator].Addr() == a.Addr() {
		return s.Now[ike.Responder]
	}
	return s.Now[ike.Initiator]
}

func otherThan(s *ike.SA, a netip.AddrPort) string { return Address(otherEnd(s, a)) }

// recoveryRemedies have the peer find out that the other one is gone, and this one tell
// it.
func recoveryRemedies(by, peer netip.AddrPort, version uint8) []Remedy {
	recover := []string{"crypto isakmp invalid-spi-recovery"}
	dpd := "crypto isakmp keepalive 10 3 periodic"
	if version == 2 {
		dpd = "crypto ikev2 dpd 10 3 periodic"
	}
	list := append(onRouters(by, recover...), onRouters(peer, dpd)...)
	list = append(list, remedyOn(ASA, peer, "tunnel-group <peer> ipsec-attributes", " isakmp keepalive threshold 10 retry 3")...)
	return append(list, remedyOn(StrongSwan, peer, connection("dpd_delay = 10s", "children {", "  <child> {", "    dpd_action = restart", "  }", "}")...)...)
}
