package diagnose

import (
	"fmt"
	"net/netip"
	"strconv"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/ike/natd"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// checkTraversalMissing finds tunnels through a NAT that are not made for it: ESP that is
// not in UDP (RFC 3948), as one side does not know NAT traversal, and AH, which covers
// the addresses.
func checkTraversalMissing(f *Facts, found func(Finding)) {
	told := map[[2]netip.Addr]bool{}
	for _, t := range f.Tunnels {
		s := t.IKE
		k := [2]netip.Addr{t.Local, t.Remote}
		if s == nil || told[k] {
			continue
		}
		if n, ok := natOf(s); ok {
			told[k] = f.authenticatedAddresses(t, &n, found) || f.nativeThroughNAT(t, &n, found)
		}
	}
}

// A betweenPeers is a NAT between two peers of an IKE SA.
type betweenPeers struct {
	sa        *ike.SA
	role      ike.Role // the peer that is behind it
	certainty Certainty
	text      string // what shows it
	evidence  Evidence
}

// natOf is what shows that a NAT lies between the peers of s.
func natOf(s *ike.SA) (n betweenPeers, ok bool) {
	n.sa = s
	t := s.Traversal()
	for r := range s.Peers {
		role, at, other := ike.Role(r), s.Peers[r], s.Peers[1-r]
		n.role = role
		switch {
		case s.NAT.Translated[r]:
			n.certainty, n.text = Certain, "its packets have other addresses at another capture point"
		case t[r].Behind == natd.Present:
			n.certainty, n.text = Certain, "NAT detection tells so"
		case t[r].Hidden:
			n.certainty, n.text = Likely, "NAT detection has another address of it"
		case !isakmp.IsPort(at.Port()) && at.Port() != 0 && isakmp.IsPort(other.Port()):
			n.certainty, n.text = Likely, fmt.Sprintf("its IKE comes from UDP port %d", at.Port())
		case private(at.Addr()) && !private(other.Addr()) && !unrouted(other.Addr()):
			n.certainty, n.text = Likely, fmt.Sprintf("its address is private, that of %s is not", other.Addr())
		case namesOther(s, role):
			n.certainty, n.text = Likely, fmt.Sprintf("it calls itself %s", identityAddr(s, role))
		default:
			continue
		}
		if len(s.Log) > 0 {
			m := &s.Log[0]
			n.evidence = Evidence{Frame: m.Frame, Time: m.Time, Text: Address(at) + " is behind a NAT: " + n.text}
			if n.evidence.Field = "udp.srcport"; m.Role != role {
				n.evidence.Field = "udp.dstport"
			}
			n.evidence.Value = strconv.Itoa(int(at.Port()))
		}
		return n, true
	}
	return n, false
}

// identityAddr is the address that a peer has for its identity, not valid without one.
func identityAddr(s *ike.SA, r ike.Role) netip.Addr {
	const ipv4 = 1 // RFC 2407, section 4.6.2; RFC 7296, section 3.5
	if s.IDs[r].Type != ipv4 {
		return netip.Addr{}
	}
	a, _ := netip.AddrFromSlice(s.IDs[r].Data)
	return a
}

// namesOther reports whether a peer with a public address has a private one for its
// identity.
func namesOther(s *ike.SA, r ike.Role) bool {
	a := identityAddr(s, r)
	return a.IsValid() && private(a) && a != s.Peers[r].Addr() && !private(s.Peers[r].Addr())
}

// finding is what both kinds of findings have.
func (n *betweenPeers) finding(x *tunnel.SA) Finding {
	return Finding{
		Severity: Error, Certainty: n.certainty, Tunnel: tunnelOf(n.sa),
		Symptoms: []Symptom{SilenceOf(x.Src, x.Dst), SilenceOf(x.Dst, x.Src)},
		Evidence: []Evidence{n.evidence},
	}
}

// authenticatedAddresses tells of AH through a NAT: RFC 3948, section 1.
func (f *Facts) authenticatedAddresses(t *tunnel.Tunnel, n *betweenPeers, found func(Finding)) bool {
	if len(t.Outbound) > 0 && len(t.Inbound) > 0 {
		return false // it passes, so that there is no NAT
	}
	for s := range t.SAs() {
		if !s.AH {
			continue
		}
		x := n.finding(s)
		x.Reference = "RFC 3947, section 1"
		x.Summary = fmt.Sprintf("AH of %s to %s cannot pass the NAT before %s: it protects the addresses that the NAT changes; use ESP", s.Src, s.Dst, name(n.sa, n.role))
		x.Tunnel.ESP = []uint32{s.SPI}
		x.Evidence = append(x.Evidence, firstEvidence(s, "the first AH packet"))
		for _, gateway := range n.sa.Now {
			x.Remedies = append(x.Remedies, onRouters(gateway, "crypto ipsec transform-set VPNSET esp-aes 256 esp-sha256-hmac")...)
			x.Remedies = append(x.Remedies, remedyOn(StrongSwan, gateway, childConnection("esp_proposals = aes256-sha256")...)...)
		}
		found(x)
		return true
	}
	return false
}

// nativeThroughNAT tells of ESP that is not in UDP and gets no answer, though a NAT is on
// the way.
func (f *Facts) nativeThroughNAT(t *tunnel.Tunnel, n *betweenPeers, found func(Finding)) bool {
	d := directionsOf(t)
	for i := range d {
		talks, silent := &d[i], &d[1-i]
		if !native(talks) || silent.packets > 0 || talks.newest().Encap != keys.Native {
			continue
		}
		b := blocked{f, oneWay{facts: f, tunnel: t, talks: talks, silent: silent}, f.heardIKE(talks.to, talks.from, talks.first)}
		if !b.applies() || oneSided(f.Between(talks.from, talks.to)) {
			continue
		}
		x := n.finding(talks.newest())
		x.Reference = "RFC 3947, section 3"
		if n.sa.Version == 2 {
			x.Reference = "RFC 7296, section 2.23"
		}
		x.Certainty = min(x.Certainty, Likely)
		x.Tunnel.ESP = []uint32{talks.newest().SPI}
		x.Summary = fmt.Sprintf("%s is behind a NAT (%s), and there is no NAT traversal: ESP of %s is not in UDP, and none comes back (%s)",
			name(n.sa, n.role), n.text, talks.from, plural(talks.packets, "packet"))
		x.Evidence = append(x.Evidence, firstEvidence(talks.sas[0], "the first ESP packet, not in UDP"))
		switch i, r := knows(n.sa, ike.Initiator), knows(n.sa, ike.Responder); {
		case i && !r:
			x.Summary += "; " + name(n.sa, ike.Responder) + " does not announce it"
		case r && !i:
			x.Summary += "; " + name(n.sa, ike.Initiator) + " does not announce it"
		case !i && !r:
			x.Summary += "; neither side announces it"
		}
		for r, gateway := range n.sa.Now {
			if knows(n.sa, ike.Role(r)) {
				continue
			}
			x.Remedies = append(x.Remedies, onRouters(gateway, "crypto ipsec nat-transparency udp-encapsulation")...)
			x.Remedies = append(x.Remedies, remedyOn(ASA, gateway, "crypto isakmp nat-traversal 20")...)
			x.Remedies = append(x.Remedies, remedyOn(StrongSwan, gateway, connection("encap = yes")...)...)
		}
		found(x)
		return true
	}
	return false
}

// knows reports whether a peer announces NAT traversal: by a vendor ID of IKEv1 (RFC
// 3947, section 3.1), or by hashes of NAT detection.
func knows(s *ike.SA, r ike.Role) bool {
	for i := range s.NAT.Hashes {
		if s.NAT.Hashes[i].Role == r {
			return true
		}
	}
	for _, v := range s.Vendors[r] {
		if isakmp.AnnouncesTraversal(v) {
			return true
		}
	}
	return false
}
