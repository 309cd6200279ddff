package diagnose

import (
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/track/cleartext"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// A Link is a link on which two gateways have a tunnel that is up: what goes from one to
// the other should be in it.
type Link struct {
	Interface string
	Ends      [2]netip.Addr       // the gateways
	Tunnel    *Tunnel             // nil: there are only packets
	Asked     bool                // Tunnel is that of an IKE SA
	Inner     [2]netip.Prefix     // the networks that were seen inside, by end; invalid: not known
	Since     time.Time           // when the tunnel was up
	Sides     [][2][]ike.Selector // what children protect, by end; none: it is not known
	ByIKE     bool                // it is known by an IKE SA alone
	First     time.Time           // by which links stand in their order, those of ByIKE behind others
}

// A linkList has each link once.
type linkList []*Link

// add is the link on an interface between two gateways, which is new or known, with a tunnel
// that is up at a moment.
func (l *linkList) add(iface string, a, b netip.Addr, at time.Time) *Link {
	for _, s := range *l {
		if s.Interface == iface && (s.Ends == [2]netip.Addr{a, b} || s.Ends == [2]netip.Addr{b, a}) {
			if at.Before(s.Since) {
				s.Since = at
			}
			return s
		}
	}
	s := &Link{Interface: iface, Ends: [2]netip.Addr{a, b}, Since: at}
	*l = append(*l, s)
	return s
}

// full reports whether there is room for no more links.
func (l *linkList) full() bool { return len(*l) >= maxLinks }

// A tunnelLink is a Link with the packets of its gateways to each other, by their sender; nil
// where there are none.
type tunnelLink struct {
	*Link
	own [2]*cleartext.Pair
}

// key is what tells the packets of an end to the other from others.
func (s *Link) key(end int) pairKey {
	return pairKey{s.Ends[end], s.Ends[1-end], s.Interface, false}
}

// tunnelLinks are the links with tunnels that are up.
func (f *Facts) tunnelLinks() []tunnelLink {
	if f.links == nil {
		f.links = f.newTunnelLinks()
	}
	return f.links
}

func (f *Facts) newTunnelLinks() []tunnelLink {
	all := f.negotiated()
	for _, p := range f.pairs {
		if p.Sealed > 0 && !p.Inside && !all.full() {
			all.add(p.Interface, p.Src, p.Dst, p.Start())
		}
	}
	own := map[pairKey]*cleartext.Pair{}
	for _, s := range all {
		own[s.key(0)], own[s.key(1)] = nil, nil
	}
	for _, p := range f.pairs {
		if _, ok := own[keyOf(p)]; ok {
			own[keyOf(p)] = p
		}
	}
	links := make([]tunnelLink, len(all))
	for i, s := range all {
		links[i] = tunnelLink{s, [2]*cleartext.Pair{own[s.key(0)], own[s.key(1)]}}
	}
	return links
}

// negotiated are those of tunnels and of IKE SAs.
func (f *Facts) negotiated() linkList {
	var all linkList
	for _, t := range f.Tunnels {
		if all.full() {
			break
		}
		for sa := range t.SAs() {
			all.add(sa.Interface, t.Local, t.Remote, sa.First).carry(t)
			break
		}
	}
	for _, n := range f.SAs {
		since, ok := up(n)
		if !ok || all.full() {
			continue
		}
		s := all.add(n.Interface, n.Now[ike.Initiator].Addr(), n.Now[ike.Responder].Addr(), since)
		if s.Tunnel == nil {
			s.ByIKE, s.First = true, n.First
		}
		if !s.Asked {
			s.Tunnel, s.Asked = tunnelOf(n), true
		}
		s.protect(n)
	}
	for _, p := range f.Parts {
		all = append(all, p.Links...)
	}
	if len(f.Parts) > 0 {
		slices.SortStableFunc(all, (*Link).compare)
	}
	return all[:min(len(all), maxLinks)]
}

// compare is the order of links.
func (s *Link) compare(other *Link) int {
	if s.ByIKE != other.ByIKE {
		if s.ByIKE {
			return 1
		}
		return -1
	}
	return s.First.Compare(other.First)
}

// carry notes a tunnel of s.
func (s *Link) carry(t *tunnel.Tunnel) {
	if s.Tunnel == nil {
		s.First = t.FirstSA().First
		if len(t.Inbound) > 0 && t.Inbound[0].First.Before(s.First) {
			s.First = t.Inbound[0].First
		}
	}
	s.Tunnel, s.Asked = tunnelOfESP(t), t.IKE != nil
	s.Inner[0], s.Inner[1] = t.InnerNetworks()
	if t.Local != s.Ends[0] {
		s.Inner[0], s.Inner[1] = s.Inner[1], s.Inner[0]
	}
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
func (s *Link) protect(n *ike.SA) {
	for _, c := range n.Children {
		if c.Failure.Failed() || len(c.Selectors[0]) == 0 || len(c.Selectors[1]) == 0 || c.Transport() {
			continue
		}
		side := c.Selectors
		if n.Now[c.By].Addr() != s.Ends[0] {
			side[0], side[1] = side[1], side[0]
		}
		if len(s.Sides) < maxEvidence {
			s.Sides = append(s.Sides, side)
		}
	}
}

// public reports whether both ends are of the Internet.
func (s *Link) public() bool { return !private(s.Ends[0]) && !private(s.Ends[1]) }

// A position is how certain it is that a packet is where the packets of a tunnel are.
type position uint8

const (
	otherLink   position = iota // its link-layer addresses are others
	unknownLink                 // there are no link-layer addresses
	sameLink                    // its link-layer addresses are those of the gateways' packets
)

// position is that of p, which goes from the side of an end to the other.
func (s *tunnelLink) position(p *cleartext.Pair, end int) position {
	own := s.own[end]
	switch {
	case p.Cooked || own == nil || !own.Link.IsValid() || !p.Link.IsValid():
		if p.Cooked {
			return otherLink // all links of a gateway at once
		}
		return unknownLink
	case p.Link == own.Link:
		return sameLink
	}
	return otherLink
}

// leaks yields the pairs that are in the clear on the link of s while the tunnel is up,
// and are not those of its gateways.
func (f *Facts) leaks(s tunnelLink) iter.Seq[*cleartext.Pair] {
	return func(yield func(*cleartext.Pair) bool) {
		for _, p := range f.routedClear()[s.Interface] {
			if p.End().Before(s.Since) || slices.Contains(s.Ends[:], p.Src) && slices.Contains(s.Ends[:], p.Dst) {
				continue
			}
			if !yield(p) {
				return
			}
		}
	}
}

// routedClear are the pairs that routers forward in the clear, by interface.
func (f *Facts) routedClear() map[string][]*cleartext.Pair {
	if f.clear == nil {
		f.clear = map[string][]*cleartext.Pair{}
		for _, p := range f.pairs {
			switch {
			case p.Inside || p.Sealed > 0 || p.IKE > 0 || 2*p.Leaked() < p.Packets:
			case unrouted(p.Src) || unrouted(p.Dst) || network24(p.Src) == network24(p.Dst):
			default:
				f.clear[p.Interface] = append(f.clear[p.Interface], p)
			}
		}
	}
	return f.clear
}

// protects reports whether the children of s protect what goes from a to b, and from which
// end on.
func (s *Link) protects(p *cleartext.Pair) (end int, ok bool) {
	for _, side := range s.Sides {
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
	link  tunnelLink
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
func (s *Link) of() *Tunnel {
	if s.Tunnel != nil {
		t := *s.Tunnel
		return &t
	}
	return &Tunnel{Initiator: endpoint(s.Ends[0]), Responder: endpoint(s.Ends[1])}
}

// symptoms are what the lack of packets in the tunnel shows itself by.
func (s *Link) symptoms() []Symptom {
	return []Symptom{SilenceOf(s.Ends[0], s.Ends[1]), SilenceOf(s.Ends[1], s.Ends[0])}
}

// sides are the networks of l, the sender's first, as they are negotiated or likely.
func (l *leak) sides() (src, dst netip.Prefix) {
	p := l.pairs[0]
	src, dst = network24(p.Src), network24(p.Dst)
	for _, side := range l.link.Sides {
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
