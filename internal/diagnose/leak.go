package diagnose

import (
	"fmt"
	"net/netip"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/track/cleartext"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// A tunnelLink is a link on which two gateways have a tunnel that is up: what goes from one to
// the other should be in it.
type tunnelLink struct {
	iface  string
	ends   [2]netip.Addr       // the gateways
	tunnel *tunnel.Tunnel      // nil: there is no ESP
	ike    *ike.SA             // nil: it was not seen
	since  time.Time           // when the tunnel was up
	sides  [][2][]ike.Selector // what children protect, by end; none: it is not known
}

// tunnelLinks are the links with tunnels that are up.
func (f *Facts) tunnelLinks() []*tunnelLink {
	var all []*tunnelLink
	add := func(iface string, a, b netip.Addr, at time.Time) *tunnelLink {
		for _, s := range all {
			if s.iface == iface && (s.ends == [2]netip.Addr{a, b} || s.ends == [2]netip.Addr{b, a}) {
				if at.Before(s.since) {
					s.since = at
				}
				return s
			}
		}
		s := &tunnelLink{iface: iface, ends: [2]netip.Addr{a, b}, since: at}
		all = append(all, s)
		return s
	}
	for _, t := range f.Tunnels {
		if len(all) == maxLinks {
			break
		}
		for sa := range t.SAs() {
			s := add(sa.Interface, t.Local, t.Remote, sa.First)
			s.tunnel, s.ike = t, t.IKE
			break
		}
	}
	for _, n := range f.SAs {
		since, ok := up(n)
		if !ok || len(all) == maxLinks {
			continue
		}
		s := add(n.Interface, n.Now[ike.Initiator].Addr(), n.Now[ike.Responder].Addr(), since)
		if s.ike == nil {
			s.ike = n
		}
		s.protect(n)
	}
	for _, p := range f.pairs {
		if p.Sealed > 0 && !p.Inside && len(all) < maxLinks {
			add(p.Interface, p.Src, p.Dst, p.Start())
		}
	}
	return all
}

// up is when n was established; ok is false if it was not, as far as the capture tells.
func up(n *ike.SA) (since time.Time, ok bool) {
	switch {
	case !n.Ready.IsZero():
		return n.Ready, true
	case n.State == ike.AuthAnswered && !n.Failure.Failed():
		return n.First, true
	}
	return since, false
}

// maxLinks bounds the links: each is compared with each pair.
const maxLinks = 1 << 10

// protect adds what the children of n protect.
func (s *tunnelLink) protect(n *ike.SA) {
	for _, c := range n.Children {
		if c.Failure.Failed() || len(c.Selectors[0]) == 0 || len(c.Selectors[1]) == 0 || c.Transport() {
			continue
		}
		side := c.Selectors
		if n.Now[c.By].Addr() != s.ends[0] {
			side[0], side[1] = side[1], side[0]
		}
		if len(s.sides) < maxEvidence {
			s.sides = append(s.sides, side)
		}
	}
}

// public reports whether both ends are of the Internet.
func (s *tunnelLink) public() bool { return !private(s.ends[0]) && !private(s.ends[1]) }

// A position is how certain it is that a packet is where the packets of a tunnel are.
type position uint8

const (
	otherLink   position = iota // its link-layer addresses are others
	unknownLink                 // there are no link-layer addresses
	sameLink                    // its link-layer addresses are those of the gateways' packets
)

// position is that of p, which goes from the side of an end to the other.
func (f *Facts) position(s *tunnelLink, p *cleartext.Pair, end int) position {
	between := f.pair(pairKey{s.ends[end], s.ends[1-end], s.iface, false})
	switch {
	case p.Cooked || between == nil || !between.Link.IsValid() || !p.Link.IsValid():
		if p.Cooked {
			return otherLink // all links of a gateway at once
		}
		return unknownLink
	case p.Link == between.Link:
		return sameLink
	}
	return otherLink
}

// leaks yields the pairs that are in the clear on the link of s while the tunnel is up,
// and are not those of its gateways.
func (f *Facts) leaks(s *tunnelLink) (list []*cleartext.Pair) {
	for _, p := range f.pairs {
		switch {
		case p.Inside || p.Interface != s.iface || p.Sealed > 0 || p.IKE > 0 || 2*p.Leaked() < p.Packets:
		case unrouted(p.Src) || unrouted(p.Dst) || network24(p.Src) == network24(p.Dst) || p.End().Before(s.since):
		case slices.Contains(s.ends[:], p.Src) && slices.Contains(s.ends[:], p.Dst):
		default:
			list = append(list, p)
		}
	}
	return list
}

// protects reports whether the children of s protect what goes from a to b, and from which
// end on.
func (s *tunnelLink) protects(p *cleartext.Pair) (end int, ok bool) {
	for _, side := range s.sides {
		if everything(side[0]) && everything(side[1]) {
			continue // routes decide what is in the tunnel
		}
		for end := range side {
			if selects(side[end], p.Src, p.Protocol) && selects(side[1-end], p.Dst, p.Protocol) {
				return end, true
			}
		}
	}
	return 0, false
}

// selects reports whether one of the selectors is for an address and a protocol, whatever
// the port.
func selects(list []ike.Selector, a netip.Addr, protocol uint8) bool {
	return slices.ContainsFunc(list, func(s ike.Selector) bool {
		return s.IsValid() && s.First.BitLen() == a.BitLen() && s.First.Compare(a) <= 0 && a.Compare(s.Last) <= 0 &&
			(s.Protocol == 0 || s.Protocol == protocol) && (s.PortFirst == 0 && s.PortLast == 0xffff || s.PortFirst == s.PortLast && s.PortFirst == 0)
	})
}

// everything reports whether a selector covers all addresses.
func everything(list []ike.Selector) bool {
	return slices.ContainsFunc(list, func(s ike.Selector) bool {
		p, ok := s.Prefix()
		return ok && p.Bits() == 0
	})
}

// A leak is what findings have of pairs on the link of one tunnel that go one way or both.
type leak struct {
	link  *tunnelLink
	end   int // of the side that sends the first pair
	pairs []*cleartext.Pair
	sure  Certainty
}

// packets is how many there are in all.
func (l *leak) packets() (n uint64) {
	for _, p := range l.pairs {
		n += p.Leaked()
	}
	return n
}

// others is " and 3 others" for the pairs but the first.
func (l *leak) others() string {
	switch n := len(l.pairs) - 1; n {
	case 0:
		return ""
	case 1:
		return " (and one other pair of addresses)"
	default:
		return fmt.Sprintf(" (and %d other pairs of addresses)", n)
	}
}

// evidence is the first packet of each pair.
func (l *leak) evidence(text string) (list []Evidence) {
	for _, p := range l.pairs[:min(len(l.pairs), maxEvidence)] {
		list = append(list, pairEvidence(p, fmt.Sprintf(text, p.Dst, conversation(p))))
	}
	return list
}

// of is the tunnel, as findings name it.
func (s *tunnelLink) of() *Tunnel {
	if s.ike != nil {
		return tunnelOf(s.ike)
	}
	if s.tunnel != nil {
		return tunnelOfESP(s.tunnel)
	}
	return &Tunnel{Initiator: endpoint(s.ends[0]), Responder: endpoint(s.ends[1])}
}

// symptoms are what the lack of packets in the tunnel shows itself by.
func (s *tunnelLink) symptoms() []Symptom {
	return []Symptom{SilenceOf(s.ends[0], s.ends[1]), SilenceOf(s.ends[1], s.ends[0])}
}

// sides are the networks of l, the sender's first, as they are negotiated or likely.
func (l *leak) sides() (src, dst netip.Prefix) {
	p := l.pairs[0]
	src, dst = network24(p.Src), network24(p.Dst)
	for _, side := range l.link.sides {
		for _, x := range side[l.end] {
			if n, ok := x.Prefix(); ok && n.Contains(p.Src) {
				src = n
			}
		}
		for _, x := range side[1-l.end] {
			if n, ok := x.Prefix(); ok && n.Contains(p.Dst) {
				dst = n
			}
		}
	}
	return src, dst
}
