// Package tunnel tells which SAs of ESP and AH, and which IKE SA, are one tunnel:
// what two peers protect between two networks. It decides by what the trackers of
// ESP and of IKE have found and follows no packets of its own.
package tunnel

import (
	"bytes"
	"cmp"
	"iter"
	"net/netip"
	"slices"
	"sort"

	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// A Tunnel is what two peers protect between two networks. Local is the peer that
// began: the initiator of the IKE SA or, where IKE was not seen, the sender of the
// first packet.
type Tunnel struct {
	Local, Remote     netip.Addr
	Outbound, Inbound []*SA   // in the order of their first packets
	IKE               *ike.SA // that made the last SAs, or its successor; nil if it was not seen

	idents *idents // nil: they are not known
	order  int     // among the tunnels
	ends   *between
}

// idents are all of the traffic behind each peer that was negotiated first.
type idents struct{ local, remote []ike.Selector }

// Idents returns the traffic behind each peer as it was negotiated first; the zero
// value if it is not known.
func (t *Tunnel) Idents() (local, remote ike.Selector) {
	if t.idents != nil {
		local, remote = t.idents.local[0], t.idents.remote[0]
	}
	return local, remote
}

// Find pairs SAs of ESP and AH, by what the IKE SAs of the same capture tell of
// them. Tunnels stand in the order of their first packets.
func Find(sas iter.Seq[*esp.SA], negotiations iter.Seq[*ike.SA]) []*Tunnel {
	f := finder{
		made: childrenOf(negotiations), byEnds: map[Ends]*between{}, byChild: map[*ike.Child]*Tunnel{},
		negotiated: map[Ends][]*ike.SA{}, byPeers: map[Peers][]*ike.SA{},
	}
	for s := range negotiations {
		if s.Failure.Failed() && s.Failure.Kind != ike.PeerLost {
			continue
		}
		for _, at := range s.Paths() {
			ends, p := EndsOf(at[0], at[1]), PeersOf(at[0].Addr(), at[1].Addr())
			f.negotiated[ends] = append(f.negotiated[ends], s)
			f.byPeers[p] = append(f.byPeers[p], s)
		}
	}
	for _, s := range f.sorted(sas) {
		f.assign(s)
	}
	for _, t := range f.tunnels {
		linkReplacements(t.Outbound)
		linkReplacements(t.Inbound)
	}
	return f.tunnels
}

// SAs iterates over the outbound SAs and then the inbound ones.
func (t *Tunnel) SAs() iter.Seq[*SA] {
	return func(yield func(*SA) bool) {
		for _, list := range [...][]*SA{t.Outbound, t.Inbound} {
			for _, s := range list {
				if !yield(s) {
					return
				}
			}
		}
	}
}

// FirstSA returns the first outbound SA or, if there is none, the first inbound
// one. A tunnel has at least one of them.
func (t *Tunnel) FirstSA() *SA {
	if len(t.Outbound) > 0 {
		return t.Outbound[0]
	}
	return t.Inbound[0]
}

// InnerNetworks returns the smallest networks that hold all addresses seen inside
// the tunnel, invalid ones if none was seen.
func (t *Tunnel) InnerNetworks() (local, remote netip.Prefix) {
	for _, s := range t.Outbound {
		local, remote = esp.Widen(local, s.Inner().Src), esp.Widen(remote, s.Inner().Dst)
	}
	for _, s := range t.Inbound {
		local, remote = esp.Widen(local, s.Inner().Dst), esp.Widen(remote, s.Inner().Src)
	}
	return local, remote
}

// Peers are two addresses, whichever of them began.
type Peers struct{ low, high netip.Addr }

// PeersOf returns the same for a and b as for b and a.
func PeersOf(a, b netip.Addr) Peers {
	if b.Less(a) {
		a, b = b, a
	}
	return Peers{a, b}
}

// Ends are two endpoints, whichever of them began. The ports of IKE and of UDP
// encapsulation, which peers exchange for one another, are one: 0.
type Ends [2]end

// An end is an endpoint in few bytes, without a pointer: there may be many.
type end struct {
	addr [16]byte
	port uint16
	is4  bool
}

func (e end) compare(other end) int {
	return cmp.Or(bytes.Compare(e.addr[:], other.addr[:]), cmp.Compare(e.port, other.port))
}

// Peers returns the addresses.
func (e Ends) Peers() Peers {
	var of [2]netip.Addr
	for i, x := range e {
		if of[i] = netip.AddrFrom16(x.addr); x.is4 {
			of[i] = of[i].Unmap()
		}
	}
	return PeersOf(of[0], of[1])
}

// EndsOf returns the same for a and b as for b and a.
func EndsOf(a, b netip.AddrPort) Ends {
	x, y := endOf(a), endOf(b)
	if y.compare(x) < 0 {
		x, y = y, x
	}
	return Ends{x, y}
}

// endOf is p with 0 in place of a port of IKE: RFC 7296, section 2.23.
func endOf(p netip.AddrPort) end {
	const ike, encapsulation = 500, 4500
	e := end{p.Addr().As16(), p.Port(), p.Addr().Is4()}
	if e.port == ike || e.port == encapsulation {
		e.port = 0
	}
	return e
}

// A finder is one run of Find.
type finder struct {
	tunnels    []*Tunnel
	byEnds     map[Ends]*between
	byChild    map[*ike.Child]*Tunnel
	negotiated map[Ends][]*ike.SA // those that may have made SAs, in the order of their first messages
	byPeers    map[Peers][]*ike.SA
	made       childIndex
}

// sorted returns SAs with the Child that each is of, in the order of their first
// packets. An SA that went on from another address or port is one.
func (f *finder) sorted(sas iter.Seq[*esp.SA]) []*SA {
	var out []*SA
	for s := range sas {
		sa := &SA{SA: s}
		sa.Child, sa.Receiver, sa.fit = f.made.of(s)
		out = append(out, sa)
	}
	slices.SortStableFunc(out, func(a, b *SA) int {
		return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.SPI, b.SPI))
	})
	type name struct {
		spi uint32
		ah  bool
	}
	last := map[name]*SA{}
	return slices.DeleteFunc(out, func(s *SA) bool {
		k := name{s.SPI, s.AH}
		old := last[k]
		switch {
		case old == nil:
		case old.moved(s):
			old.moves(old.ends(nil))
			old.SA = old.Continued(s.SA)
			return true
		case s.Child == nil || s.Child != old.Child || s.Receiver != old.Receiver:
		case s.fit > old.fit: // side by side, with the same SPI: one is of another client
			old.Child = nil
		default:
			s.Child = nil
		}
		last[k] = s
		return false
	})
}

// moved reports whether next, with the same SPI, is s after one of its ends had
// changed its address or port: it comes behind s, or its sequence does where both are
// known to be of one child.
func (s *SA) moved(next *SA) bool {
	const ahead = 1 << 16 // packets that may be missing in between
	from, to := s.Sequence.Last, next.Sequence.First
	goesOn, behind := to > from && to-from < ahead, !next.First.Before(s.Last)
	switch {
	case s.Child != next.Child || s.Receiver != next.Receiver:
		return false
	case s.Child != nil:
		return goesOn || behind
	}
	return (s.Src == next.Src || s.Dst == next.Dst) && behind && goesOn
}

// ends returns the endpoints by which s finds its tunnel: those of its IKE SA as they
// are now or, if that is not known, its own.
func (s *SA) ends(n *ike.SA) Ends {
	if n != nil {
		return EndsOf(n.Now[ike.Initiator], n.Now[ike.Responder])
	}
	return EndsOf(netip.AddrPortFrom(s.Src, s.Ports[0]), netip.AddrPortFrom(s.Dst, s.Ports[1]))
}

// assign adds s to the tunnel of the SA that it replaces, to the first tunnel that it
// fits, or to a new one.
func (f *finder) assign(s *SA) {
	if t := f.tunnelOf(s.Child); t != nil {
		f.add(t, s)
		return
	}
	negotiator := f.negotiator(s)
	s.closeWith(negotiator)
	ends := s.ends(negotiator)
	here := f.byEnds[ends]
	if here == nil {
		here = new(between)
		f.byEnds[ends] = here
	}
	if t := here.find(s); t != nil {
		f.add(t, s)
		return
	}
	t := &Tunnel{Local: s.Src, Remote: s.Dst, IKE: negotiator, order: len(f.tunnels), ends: here}
	if n := negotiator; n != nil && n.WasBetween(s.Src, s.Dst) { // IKE can be between other addresses
		t.Local, t.Remote = n.Now[n.Local].Addr(), n.Now[n.Local.Other()].Addr()
	}
	f.add(t, s)
	f.tunnels = append(f.tunnels, t)
}

// tunnelOf is the tunnel that SAs of c, or of one that it replaced, are in; nil if
// there is none.
func (f *finder) tunnelOf(c *ike.Child) *Tunnel {
	for range maxUnseen {
		if c == nil {
			break
		}
		if t := f.byChild[c]; t != nil {
			return t
		}
		c = c.Replaces
	}
	return nil
}

// maxUnseen bounds how many children in a row, each replaced by the next, may have no
// packet before the tunnel is taken for another one.
const maxUnseen = 64

// negotiator returns the IKE SA that made s or, if that is not known, the last one
// between its ends that began before it; nil if there is none.
func (f *finder) negotiator(s *SA) *ike.SA {
	if s.Child != nil {
		return s.Child.Parent
	}
	for _, ends := range s.places() {
		list := f.negotiated[ends]
		if s.Ports == [2]uint16{} { // without UDP, IKE's ports tell nothing
			list = f.byPeers[ends.Peers()]
		}
		if i := sort.Search(len(list), func(i int) bool { return list[i].First.After(s.First) }); i > 0 {
			return list[i-1]
		}
	}
	return nil
}

// add adds s to the direction of t that it is of.
func (f *finder) add(t *Tunnel, s *SA) {
	local, remote := t.selectorsOf(s)
	if t.isOutbound(s) {
		t.Outbound = append(t.Outbound, s)
	} else {
		t.Inbound = append(t.Inbound, s)
	}
	if len(local) > 0 && t.idents == nil {
		t.idents = &idents{local, remote}
		t.ends.open = nil // any other would have been found before t
	}
	if s.Child != nil {
		t.IKE = s.Child.Parent
		f.byChild[s.Child] = t
	}
	t.ends.file(t)
}

// isOutbound reports whether s goes from t's local peer to the remote one.
func (t *Tunnel) isOutbound(s *SA) bool {
	if c := s.Child; c != nil { // addresses may change
		if c.Parent.Now[c.Parent.Local].Addr() == t.Local {
			return s.Receiver^c.By != c.Parent.Local
		}
	}
	if n := t.IKE; n != nil && s.Src != t.Local && s.Dst != t.Local {
		return slices.ContainsFunc(n.Paths(), func(p [2]netip.AddrPort) bool { return p[n.Local].Addr() == s.Src })
	}
	return s.Src == t.Local
}

// selectorsOf returns the selectors of s on t's local and remote side.
func (t *Tunnel) selectorsOf(s *SA) (local, remote []ike.Selector) {
	local, remote = s.selectors()
	if !t.isOutbound(s) {
		local, remote = remote, local
	}
	return local, remote
}
