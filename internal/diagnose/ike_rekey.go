package diagnose

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// What is a gap in service: a time without packets, and how many times longer it is than
// any pause before and after it.
const (
	leastGap  = time.Second
	gapFactor = 3
)

// checkRekey finds rekeys that are refused, and tunnels that carry nothing until a new
// IKE SA is there.
func checkRekey(f *Facts, found func(Finding)) {
	for _, s := range f.SAs {
		f.refusedRekeys(s, found)
	}
	f.gaps(found)
}

// gaps tells of tunnels whose traffic stops between one IKE SA and the next.
func (f *Facts) gaps(found func(Finding)) {
	if f.ESP == nil {
		return
	}
	flows := map[[2]netip.Addr][]*esp.SA{}
	for e := range f.ESP.SAs() {
		d := [2]netip.Addr{e.Src, e.Dst}
		flows[d] = append(flows[d], e)
	}
	for _, list := range flows {
		slices.SortFunc(list, func(a, b *esp.SA) int { return a.First.Compare(b.First) })
	}
	for _, s := range f.SAs {
		if s.Ready.IsZero() || s.Late || s.Replaces != nil {
			continue
		}
		a, b := s.Now[ike.Initiator].Addr(), s.Now[ike.Responder].Addr()
		old, end := f.endedBefore(s)
		if old == nil {
			continue
		}
		out, in := gapAt(flows[[2]netip.Addr{a, b}], end, s.First, s.Ready), gapAt(flows[[2]netip.Addr{b, a}], end, s.First, s.Ready)
		if out != nil && in != nil {
			f.gap(old, s, out, in, found)
		}
	}
	for _, s := range f.SAs {
		a, b := s.Now[ike.Initiator].Addr(), s.Now[ike.Responder].Addr()
		for i, c := range s.Children {
			old := lastBefore(s.Children[:i], c)
			if old == nil {
				continue
			}
			out, in := gapAt(flows[[2]netip.Addr{a, b}], old.Deleted, c.First, c.Ready), gapAt(flows[[2]netip.Addr{b, a}], old.Deleted, c.First, c.Ready)
			if out != nil && in != nil {
				f.childGap(s, old, c, out, in, found)
			}
		}
	}
}

// lastBefore is the child before c that was deleted before c was asked for, nil if
// another one is there.
func lastBefore(list []*ike.Child, c *ike.Child) (old *ike.Child) {
	for _, o := range list {
		switch {
		case o.Ready.IsZero() || o.Failure.Failed():
		case o.Deleted.IsZero() || !o.Deleted.Before(c.First):
			return nil
		case old == nil || o.Deleted.After(old.Deleted):
			old = o
		}
	}
	return old
}

// childGap tells that nothing went between two peers until c had replaced old.
func (f *Facts) childGap(s *ike.SA, old, c *ike.Child, out, in *gap, found func(Finding)) {
	x := Finding{
		Severity: Warning, Certainty: Likely, Tunnel: tunnelOf(s, old, c), Reference: "RFC 7296, section 2.8", Symptoms: []Symptom{{Silent, old}},
		Summary: fmt.Sprintf("The tunnel between %s and %s carries nothing for %s: its ESP SAs are deleted before new ones are there",
			name(s, ike.Initiator), name(s, ike.Responder), span(min(out.length, in.length))),
		Evidence: gapEvidence(out),
	}
	for _, gateway := range s.Now {
		x.Remedies = append(x.Remedies, onRouters(gateway, "crypto ipsec security-association lifetime seconds 3600")...)
		x.Remedies = append(x.Remedies, remedyOn(StrongSwan, gateway, childConnection("rekey_time = 54m", "life_time = 60m")...)...)
	}
	found(x)
}

// gapEvidence is the last packet before a gap and the first one after it.
func gapEvidence(g *gap) []Evidence {
	return []Evidence{
		{Frame: g.before.LastFrame, Time: g.before.Last, Field: "esp.spi", Value: ios.HexSPI(g.before.SPI), Text: "the last packet of the old SA"},
		{Frame: g.after.FirstFrame, Time: g.after.First, Field: "esp.spi", Value: ios.HexSPI(g.after.SPI), Text: "the first packet of the new SA"},
	}
}

// A gap is a time without packets in one direction, between two SAs.
type gap struct {
	before, after *esp.SA
	length        time.Duration
}

// gapAt is the gap in one direction that the end of an SA makes until the next one, which
// began and was ready at two moments; nil without one, or where traffic had stopped
// before.
func gapAt(list []*esp.SA, end, began, ready time.Time) *gap {
	var before, after *esp.SA
	for _, e := range list {
		switch {
		case e.First.Before(began) && (before == nil || e.Last.After(before.Last)):
			before = e
		case !e.First.Before(ready) && after == nil:
			after = e
		}
	}
	if before == nil || after == nil || before.Packets < 4 || before.AH {
		return nil
	}
	g := &gap{before, after, after.First.Sub(before.Last)}
	pause := max(before.Idle, before.Last.Sub(before.First)/time.Duration(before.Packets-1))
	if before.Last.After(ready) || g.length < leastGap || g.length < gapFactor*pause || end.Sub(before.Last) > gapFactor*pause {
		return nil
	}
	return g
}

// endedBefore is the IKE SA between the peers of s that was deleted just before s began,
// or shortly before it came up, and when; nil without one. An SA whose deletion is not decrypted
// ends with an exchange that is answered.
func (f *Facts) endedBefore(s *ike.SA) (*ike.SA, time.Time) {
	const shortly = 3 * time.Second
	for _, old := range slices.Backward(f.between[peersOf(s)]) {
		if old.ID >= s.ID || old.Ready.IsZero() || old.SupersededBy != 0 {
			continue
		}
		end := old.Deleted
		if end.IsZero() && len(old.Log) > 0 && !old.FullLog() {
			if last := &old.Log[len(old.Log)-1]; last.Exchange == isakmp.ExchangeInfo2 && last.Response {
				end = last.Time
			}
		}
		if !end.IsZero() && end.Before(s.Ready) && s.First.Sub(end) < shortly {
			return old, end
		}
	}
	return nil, time.Time{}
}

// gap tells that nothing went between two peers until s had replaced old.
func (f *Facts) gap(old, s *ike.SA, out, in *gap, found func(Finding)) {
	length := min(out.length, in.length)
	x := Finding{
		Severity: Warning, Certainty: Likely, Tunnel: tunnelOf(s), Reference: "RFC 7296, section 2.8.3",
		Symptoms: []Symptom{gapOf(s), lossOf(s)},
		Summary: fmt.Sprintf("The tunnel between %s and %s carries nothing for %s: the old IKE SA is deleted before the new one is there",
			name(s, ike.Initiator), name(s, ike.Responder), span(length)),
		Evidence: gapEvidence(out),
	}
	x.Tunnel.ESP = []uint32{out.before.SPI, out.after.SPI}
	if m := lastOf(old, cmp.Or(ike.Responder, ike.Initiator)); m != nil {
		x.Evidence = append(x.Evidence, exchangeEvidence(m.Frame, m.Time, m.Exchange, "the end of the old IKE SA"))
	}
	if s.Unanswered[0].Sent == 0 && len(s.Log) > 0 {
		m, text := &s.Log[0], "the new IKE SA begins"
		if s.FirstAgain > 0 {
			text += fmt.Sprintf("; its first message was sent %s", times(1+s.FirstAgain))
		}
		x.Evidence = append(x.Evidence, exchangeEvidence(m.Frame, m.Time, m.Exchange, text))
	}
	for _, gateway := range s.Now {
		x.Remedies = append(x.Remedies, remedyOn(StrongSwan, gateway, "# in strongswan.conf", "charon {", "  make_before_break = yes", "}")...)
	}
	found(x)
}
