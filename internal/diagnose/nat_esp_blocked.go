package diagnose

import (
	"fmt"
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// checkESPBlocked finds ESP as a protocol of IP that does not pass where IKE does.
func checkESPBlocked(f *Facts, found func(Finding)) {
	told := map[[2]netip.Addr]bool{}
	for _, t := range f.Tunnels {
		d := directionsOf(t)
		for i := range d {
			talks, silent := &d[i], &d[1-i]
			k := [2]netip.Addr{talks.from, talks.to}
			if !native(talks) || told[k] {
				continue
			}
			b := blocked{f, oneWay{facts: f, tunnel: t, talks: talks, silent: silent}, f.heardIKE(talks.to, talks.from, talks.first)}
			told[k] = b.byError(found) || b.betweenPoints(found) || b.bySilence(found)
		}
	}
}

// native reports whether the packets of d are of ESP, and not in UDP or TCP.
func native(d *direction) bool {
	if len(d.sas) == 0 {
		return false
	}
	s := d.newest()
	return !s.AH && s.Encap == keys.Native && d.to.IsValid() && !unrouted(d.to)
}

// heardIKE is the last message of IKE from one gateway to another since a moment, nil
// without one.
func (f *Facts) heardIKE(from, to netip.Addr, since time.Time) (last *ike.Message) {
	for _, s := range f.Between(from, to) {
		for i := range s.Log {
			if m := &s.Log[i]; s.Now[m.Role].Addr() == from && !m.Time.Before(since) {
				last = m
			}
		}
	}
	return last
}

// A blocked is a direction of ESP, and the last message of IKE that came from where the
// ESP goes to, nil without one.
type blocked struct {
	*Facts
	oneWay
	heard *ike.Message
}

// finding is what all findings on ESP that is blocked have.
func (b *blocked) finding() Finding {
	t, n := b.talks, b.talks.newest()
	x := Finding{
		Severity: Error, Certainty: Certain, Tunnel: tunnelOfESP(b.tunnel, n), Reference: "RFC 3948",
		Symptoms: []Symptom{SilenceOf(t.to, t.from), SilenceOf(t.from, t.to)},
		Evidence: []Evidence{firstEvidence(t.sas[0], "the first ESP packet of "+t.from.String()), lastEvidence(n, fmt.Sprintf("the last of %d", t.packets))},
		Remedies: espRemedies(b.tunnel, t.from, t.to),
	}
	if b.heard != nil {
		x.Evidence = append(x.Evidence, exchangeEvidence(b.heard.Frame, b.heard.Time, b.heard.Exchange, "IKE of "+t.to.String()+" still comes"))
	}
	return x
}

// byError tells of ESP that is answered by ICMP errors.
func (b *blocked) byError(found func(Finding)) bool {
	t := b.talks
	errs := b.errorsAbout(t.from, t.to, t.first, t.last, func(q *icmperror.Quote) bool { return q.Protocol == protoESP })
	for _, e := range errs {
		if e.From == t.to && b.silent.packets > 0 {
			continue // it did take ESP: its daemon has ended
		}
		switch e.Reason() {
		case icmperror.Protocol, icmperror.Prohibited:
		case icmperror.Port: // by netfilter's REJECT, unless told otherwise
			if e.From == t.to {
				continue
			}
		default:
			continue
		}
		x := b.finding()
		what := "has no such protocol (ICMP protocol unreachable)"
		if e.Reason() != icmperror.Protocol {
			what = fmt.Sprintf("rejects it (ICMP %s)", e.Reason())
		}
		x.Summary = fmt.Sprintf("ESP, protocol 50, of %s to %s is blocked: %s %s, while IKE passes", t.from, t.to, e.From, what)
		if b.silent.packets > 0 {
			x.Symptoms = nil
		}
		x.Evidence = append(x.Evidence, errorEvidence(e))
		x.Remedies = espRemediesOn(endpoint(e.From), t.from.String(), t.to)
		found(x)
		return true
	}
	return false
}

// betweenPoints tells of ESP that was captured at one point of two, while IKE was at
// both.
func (b *blocked) betweenPoints(found func(Finding)) bool {
	t := b.talks
	n := t.newest()
	if t.packets < leastAlone || b.seenElsewhere(t) || b.seenElsewhere(b.silent) {
		return false
	}
	const most = 4 // messages of IKE_SA_INIT and IKE_AUTH, which may be seen elsewhere by chance
	both := uint64(0)
	for _, s := range b.Between(t.from, t.to) {
		both += s.Elsewhere
	}
	if both < most {
		return false
	}
	x := b.finding()
	x.Summary = fmt.Sprintf("ESP, protocol 50, of %s to %s is blocked between the capture points: %s are captured at %s alone, while IKE is captured at both",
		t.from, t.to, plural(t.packets, "packet"), n.Interface)
	found(x)
	return true
}

// seenElsewhere reports whether packets of d were captured on several interfaces, also
// where a NAT has changed their addresses.
func (b *blocked) seenElsewhere(d *direction) bool {
	for _, s := range d.sas {
		if s.Elsewhere > 0 {
			return true
		}
		for _, e := range b.espSAs().bySPI[s.SPI] {
			if e.Interface != s.Interface {
				return true
			}
		}
	}
	return false
}

// bySilence tells of ESP that nothing comes back of, while IKE passes both ways.
func (b *blocked) bySilence(found func(Finding)) bool {
	t := b.talks
	if b.silent.packets > 0 || b.heard == nil || !b.applies() {
		return false
	}
	v, ok := b.judge()
	if !ok || v.severity < Error {
		return false
	}
	x := b.finding()
	x.Certainty = min(v.certainty, Likely)
	x.Summary = fmt.Sprintf("ESP, protocol 50, seems blocked between %s and %s: %s of %s and none back, at this capture point, while IKE passes both ways; or %s encrypts nothing",
		t.from, t.to, plural(t.packets, "packet"), t.from, t.to)
	found(x)
	return true
}

const protoESP = 50

// espRemedies let ESP through at both gateways, or put it into UDP.
func espRemedies(t *tunnel.Tunnel, from, to netip.Addr) []Remedy {
	return append(espRemediesOn(endpoint(to), addressSeen(t, from), to), append(espRemediesOn(endpoint(from), addressSeen(t, to), from),
		remedyOn(StrongSwan, endpoint(from), connection("encap = yes")...)...)...)
}

// espRemediesOn let ESP of a gateway through to another one, to which its address is from.
func espRemediesOn(at netip.AddrPort, from string, to netip.Addr) []Remedy {
	list, family, next := "ip access-list extended <outside-in>", "ip", "protocol"
	if to.Is6() {
		list, family, next = "ipv6 access-list <outside-in>", "ip6", "nexthdr"
	}
	out := onRouters(at, list, fmt.Sprintf(" permit esp host %s host %s", from, to))
	out = append(out, remedyOn(ASA, at, fmt.Sprintf("access-list <outside-in> extended permit esp host %s host %s", from, to))...)
	return append(out, remedyOn(StrongSwan, at, inShell(fmt.Sprintf("nft insert rule inet filter input %s saddr %s %s %s esp accept", family, from, family, next))...)...)
}
