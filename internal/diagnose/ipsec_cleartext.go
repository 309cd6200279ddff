package diagnose

import (
	"fmt"
	"net/netip"

	"github.com/pktscope/pktscope/internal/track/cleartext"
)

// findCleartext finds packets between the protected networks of a tunnel that go outside
// of it, on its link.
func findCleartext(f *Facts, found func(Finding)) {
	for _, s := range f.tunnelLinks() {
		l := leak{link: s}
		for p := range f.leaks(s) {
			if end, sure, ok := s.belongs(p); ok {
				if len(l.pairs) == 0 {
					l.end, l.sure = end, sure
				}
				l.pairs = append(l.pairs, p)
			}
		}
		if len(l.pairs) > 0 {
			found(f.cleartextFinding(&l))
		}
	}
}

// belongs reports whether p belongs into the tunnel of s, from which end on, and how sure
// that is.
func (s *tunnelLink) belongs(p *cleartext.Pair) (end int, sure Certainty, ok bool) {
	if end, ok := s.protects(p); ok {
		return end, Certain, s.position(p, end) != otherLink
	}
	if len(s.Sides) > 0 {
		return 0, 0, false // it is known what belongs there
	}
	for end := range s.Ends {
		switch at := s.position(p, end); {
		case at == otherLink:
		case s.within(p, end):
			return end, Likely, true
		case s.public() && private(p.Src) && private(p.Dst) && at == sameLink:
			return end, Likely, true
		case s.public() && private(p.Src) && private(p.Dst):
			return end, Possible, true
		}
	}
	return 0, 0, false
}

// within reports whether the addresses of p are of the networks that were seen inside the
// tunnel, behind an end and behind the other.
func (s *Link) within(p *cleartext.Pair, end int) bool {
	local, remote := s.Inner[end], s.Inner[1-end]
	if !local.IsValid() || !remote.IsValid() {
		return false
	}
	near := func(n netip.Prefix, a netip.Addr) bool { return n.Contains(a) || network24(n.Addr()) == network24(a) }
	return near(local, p.Src) && near(remote, p.Dst)
}

func (f *Facts) cleartextFinding(l *leak) Finding {
	s, p := l.link, l.pairs[0]
	from, to := s.Ends[l.end], s.Ends[1-l.end]
	x := Finding{
		Severity: Error, Certainty: l.sure, Tunnel: s.of(), Reference: "RFC 4301, section 5.1", Symptoms: append(s.symptoms(), Symptom{Leaking, keyOf(p)}),
		Summary: fmt.Sprintf("%s sends to %s in the clear, outside of the tunnel from %s to %s: %s%s, at this capture point",
			p.Src, p.Dst, from, to, plural(l.packets(), "packet"), l.others()),
		Evidence: l.evidence("in the clear to %s: %s"),
	}
	if l.sure < Certain {
		x.Summary += "; that they belong into it is told by their addresses alone"
	}
	if f.answered(l) {
		x.Severity = Warning
	}
	src, dst := l.sides()
	gateway := endpoint(from)
	x.Remedies = append(onRouters(gateway,
		"! the mirror of the other end's access list, and the crypto map on the interface that leads there",
		"access-list 101 permit ip "+iosNetwork(src)+" "+iosNetwork(dst),
		"crypto map VPNMAP 10 ipsec-isakmp",
		" match address 101",
		"interface <outside>",
		" crypto map VPNMAP"),
		remedyOn(ASA, gateway,
			"access-list VPN extended permit ip "+asaNetwork(src)+" "+asaNetwork(dst),
			"crypto map VPNMAP 10 match address VPN",
			"crypto map VPNMAP interface outside")...)
	x.Remedies = append(x.Remedies, remedyOn(StrongSwan, gateway, append(childConnection(
		"local_ts = "+src.String(),
		"remote_ts = "+dst.String(),
		"start_action = trap"),
		"# in a shell: the route must lead into the tunnel, and nothing may leave in the clear meanwhile",
		"ip route get "+p.Dst.String()+" from "+p.Src.String()+" iif <inside>",
		"nft insert rule inet filter forward ip saddr "+src.String()+" ip daddr "+dst.String()+" oifname <outside> meta secpath missing drop")...)...)
	return x
}

// answered reports whether what l has is answered: in the clear, or through the tunnel.
func (f *Facts) answered(l *leak) bool {
	for _, p := range l.pairs {
		back := f.pair(keyOf(p).reverse())
		if back != nil && 2*back.Packets >= p.Packets {
			return true
		}
	}
	p := l.pairs[0]
	sealed := l.link.own[1-l.end]
	return sealed != nil && sealed.Sealed > 0 && 2*sealed.Sealed >= p.Packets && sealed.End().After(p.Start())
}
