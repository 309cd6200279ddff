package diagnose

import (
	"fmt"
	"slices"

	"github.com/pktscope/pktscope/internal/track/cleartext"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// findNotExempt finds packets for the network behind a tunnel whose source was translated
// to a gateway's address, so that the tunnel does not take them.
func findNotExempt(f *Facts, found func(Finding)) {
	for _, s := range f.tunnelLinks() {
		l := leak{link: s}
		var inside *cleartext.Pair
		for p := range f.leaks(s) {
			end, sure, ok := s.translated(p)
			if !ok {
				continue
			}
			if in := f.beforeNAT(s, p); in != nil {
				inside, sure = in, Certain
			}
			if len(l.pairs) == 0 || sure > l.sure {
				l.end, l.sure = end, sure
			}
			l.pairs = append(l.pairs, p)
		}
		if len(l.pairs) > 0 {
			found(notExempt(&l, inside))
		}
	}
}

// translated reports whether p is from an address outside to the network behind the other
// end of s, and was not sent by the gateway itself.
func (s *tunnelLink) translated(p *cleartext.Pair) (end int, sure Certainty, ok bool) {
	if private(p.Src) {
		return 0, 0, false
	}
	for end := range s.Ends {
		own, at := s.own[end], s.position(p, end)
		switch {
		case at == otherLink || p.Dst == s.Ends[1-end]:
		case own != nil && own.TTL == p.TTL && p.Src == s.Ends[end]: // no router was passed: it is of the gateway
		case len(s.Sides) > 0:
			if slices.ContainsFunc(s.Sides, func(side [2][]ike.Selector) bool {
				return !everything(side[1-end]) && selects(side[1-end], p.Dst, p.Protocol)
			}) && p.Src == s.Ends[end] {
				return end, Certain, true
			}
		case s.public() && private(p.Dst) && (p.Src == s.Ends[end] || at == sameLink):
			return end, Likely, true
		}
	}
	return 0, 0, false
}

// beforeNAT is the pair on another interface that became p, nil without one: from a private
// address to the same destination at the same time.
func (f *Facts) beforeNAT(s tunnelLink, p *cleartext.Pair) *cleartext.Pair {
	for _, in := range f.pairs {
		if !in.Inside && in.Interface != s.Interface && in.Dst == p.Dst && private(in.Src) && in.First <= p.Last && p.First <= in.Last+1e9 && in.Protocol == p.Protocol {
			return in
		}
	}
	return nil
}

func notExempt(l *leak, inside *cleartext.Pair) Finding {
	s, p := l.link, l.pairs[0]
	from, to := s.Ends[l.end], s.Ends[1-l.end]
	gateway := endpoint(from)
	_, dst := l.sides()
	local, asaLocal, cidr := "<local> <wildcard>", "<local> <mask>", "<local network>"
	for _, side := range s.Sides {
		for _, x := range side[l.end] {
			if n, ok := x.Prefix(); ok && n.Bits() > 0 {
				local, asaLocal, cidr = iosNetwork(n), asaNetwork(n), n.String()
			}
		}
	}
	x := Finding{
		Severity: Error, Certainty: l.sure, Tunnel: s.of(), Reference: "RFC 3022, section 2.2", Symptoms: append(s.symptoms(), Symptom{Leaking, keyOf(p)}),
		Evidence: l.evidence("in the clear to %s, which is behind the tunnel: %s"),
	}
	who := "the network behind it"
	if inside != nil {
		who = inside.Src.String()
		x.Evidence = append([]Evidence{pairEvidence(inside, fmt.Sprintf("the same before the NAT: to %s", inside.Dst))}, x.Evidence...)
		if len(s.Sides) == 0 {
			n := network24(inside.Src)
			local, asaLocal, cidr = iosNetwork(n), asaNetwork(n), n.String()
		}
	}
	x.Summary = fmt.Sprintf("%s translates the source of what %s sends to %s into %s before the tunnel to %s can take it: %s in the clear%s, at this capture point",
		from, who, p.Dst, p.Src, to, plural(l.packets(), "packet"), l.others())
	x.Remedies = append(onRouters(gateway,
		"! in the access list of ip nat inside source; by its number the line is before the permit",
		"ip access-list extended 100",
		" 5 deny ip "+local+" "+iosNetwork(dst),
		" permit ip "+local+" any"),
		remedyOn(ASA, gateway,
			"object network LOCAL",
			" subnet "+asaLocal,
			"object network REMOTE",
			" subnet "+asaNetwork(dst),
			"nat (inside,outside) source static LOCAL LOCAL destination static REMOTE REMOTE no-proxy-arp route-lookup")...)
	x.Remedies = append(x.Remedies, remedyOn(StrongSwan, gateway, inShell(
		"# before the rule that translates",
		"nft insert rule ip nat postrouting ip saddr "+cidr+" ip daddr "+dst.String()+" accept")...)...)
	return x
}
