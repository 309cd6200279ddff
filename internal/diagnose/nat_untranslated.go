package diagnose

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/pktscope/pktscope/internal/track/cleartext"
)

// findUntranslated finds packets from private addresses to public ones where those of a
// NAT, or of the gateways of a tunnel, are public.
func findUntranslated(f *Facts, found func(Finding)) {
	told := map[pairKey]bool{}
	for _, s := range f.tunnelLinks() {
		if !s.public() {
			continue
		}
		l := leak{link: s}
		for p := range f.leaks(s) {
			for end := range s.Ends {
				if s.position(p, end) == sameLink && leavesUntranslated(p) && !told[keyOf(p)] {
					if _, protected := s.protects(p); protected {
						continue
					}
					told[keyOf(p)] = true
					l.end, l.pairs = end, append(l.pairs, p)
				}
			}
		}
		if len(l.pairs) > 0 {
			found(l.untranslated(s.of(), endpoint(s.Ends[l.end])))
		}
	}
	f.outsideNAT(told, found)
}

// leavesUntranslated reports whether p is from a private address to the Internet.
func leavesUntranslated(p *cleartext.Pair) bool {
	return private(p.Src) && !private(p.Dst)
}

// outsideNAT finds the same on the interfaces that translations lead to.
func (f *Facts) outsideNAT(told map[pairKey]bool, found func(Finding)) {
	outside, global := f.behindNAT()
	for a := range global {
		if private(a) {
			return // a private address outside may be one behind another NAT
		}
	}
	l := map[string]*leak{}
	var order []string
	for _, p := range f.pairs {
		if p.Inside || !slices.Contains(outside, p.Interface) || global[p.Src] || p.Sealed > 0 || p.IKE > 0 || unrouted(p.Src) || unrouted(p.Dst) || told[keyOf(p)] || !private(p.Src) {
			continue
		}
		x := l[p.Interface]
		if x == nil {
			x = new(leak)
			l[p.Interface] = x
			order = append(order, p.Interface)
		}
		x.pairs = append(x.pairs, p)
	}
	for _, name := range order {
		found(l[name].untranslated(nil, netip.AddrPort{}))
	}
}

// behindNAT are the interfaces that translations lead to, and the inside global addresses.
func (f *Facts) behindNAT() (outside []string, global map[netip.Addr]bool) {
	global = map[netip.Addr]bool{}
	if f.NAT != nil {
		outside = f.NAT.Outside
		for a := range f.NAT.Globals() {
			global[a] = true
		}
	}
	for _, p := range f.Parts {
		outside = append(outside, p.Outside...)
		for _, a := range p.Globals {
			global[a] = true
		}
	}
	return outside, global
}

// untranslated is the finding on l; without a tunnel, the gateway is not known.
func (l *leak) untranslated(t *Tunnel, gateway netip.AddrPort) Finding {
	p := l.pairs[0]
	x := Finding{
		Severity: Warning, Certainty: Likely, Tunnel: t, Reference: "RFC 1918, section 3", Symptoms: []Symptom{{Leaking, keyOf(p)}},
		Summary: fmt.Sprintf("%s sends to %s from its private address, which no NAT has translated: %s%s, outside at this capture point",
			p.Src, p.Dst, plural(l.packets(), "packet"), l.others()),
		Evidence: l.evidence("from a private address to %s: %s"),
	}
	if l.closing() {
		x.Severity = Note
		x.Summary += "; all of them end connections, whose translations may have timed out"
	}
	n := network24(p.Src)
	where := gateway
	if !gateway.IsValid() {
		where = netip.AddrPortFrom(p.Src, 0)
	}
	x.Remedies = append(onRouters(where,
		"access-list 100 permit ip "+iosNetwork(n)+" any",
		"ip nat inside source list 100 interface <outside> overload",
		"interface <inside>", " ip nat inside",
		"interface <outside>", " ip nat outside"),
		remedyOn(ASA, where, "object network INSIDE", " subnet "+asaNetwork(n), " nat (inside,outside) dynamic interface")...)
	x.Remedies = append(x.Remedies, remedyOn(StrongSwan, where, inShell("nft add rule ip nat postrouting ip saddr "+n.String()+" oifname <outside> masquerade")...)...)
	if !gateway.IsValid() {
		for _, r := range x.Remedies {
			r.Steps[0].On = []string{"the gateway of " + n.String()}
		}
	}
	return x
}

// closing reports whether all packets of l end a connection of TCP.
func (l *leak) closing() bool {
	for _, p := range l.pairs {
		if p.Closing < p.Leaked() {
			return false
		}
	}
	return true
}
