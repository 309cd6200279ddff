// Package tunnel tells which SAs of ESP and AH, and which IKE SA, are one tunnel:
// what two peers protect between two networks. It decides by what the trackers of
// ESP and of IKE have found and follows no packets of its own.
package tunnel

import (
	"cmp"
	"iter"
	"net/netip"
	"slices"

	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// A Tunnel is what two peers protect between two networks. Local is the peer that
// began: the initiator of the IKE SA or, where IKE was not seen, the sender of the
// first packet.
type Tunnel struct {
	Local, Remote netip.Addr
	// LocalIdent and RemoteIdent are the traffic behind each peer as it was
	// negotiated; the zero value if it is not known.
	LocalIdent, RemoteIdent ike.Selector
	Outbound, Inbound       []*SA   // in the order of their first packets
	IKE                     *ike.SA // that made the last SAs, nil if it was not seen
}

// Find pairs SAs of ESP and AH, by what the IKE SAs of the same capture tell of
// them. Tunnels stand in the order of their first packets.
func Find(sas iter.Seq[*esp.SA], negotiations iter.Seq[*ike.SA]) []*Tunnel {
	f := finder{made: childrenOf(negotiations), byPeers: map[Peers][]*Tunnel{}, negotiated: map[Peers][]*ike.SA{}}
	for s := range negotiations {
		p := PeersOf(s.Now[ike.Initiator].Addr(), s.Now[ike.Responder].Addr())
		f.negotiated[p] = append(f.negotiated[p], s)
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
		local, remote = esp.Widen(local, s.Inner.Src), esp.Widen(remote, s.Inner.Dst)
	}
	for _, s := range t.Inbound {
		local, remote = esp.Widen(local, s.Inner.Dst), esp.Widen(remote, s.Inner.Src)
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

// A finder is one run of Find.
type finder struct {
	tunnels    []*Tunnel
	byPeers    map[Peers][]*Tunnel // in the order of tunnels
	negotiated map[Peers][]*ike.SA // in the order of the IKE SAs
	made       childIndex
}

// sorted returns SAs with the Child that each is of, in the order of their first
// packets.
func (f *finder) sorted(sas iter.Seq[*esp.SA]) []*SA {
	var out []*SA
	for s := range sas {
		sa := &SA{SA: s}
		sa.Child, sa.Receiver = f.made.of(s)
		out = append(out, sa)
	}
	slices.SortStableFunc(out, func(a, b *SA) int {
		return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.SPI, b.SPI))
	})
	return out
}

// assign adds s to the first tunnel that it fits, or to a new one.
func (f *finder) assign(s *SA) {
	p := PeersOf(s.Src, s.Dst)
	for _, t := range f.byPeers[p] {
		if t.fits(s) {
			t.add(s)
			return
		}
	}
	t := &Tunnel{Local: s.Src, Remote: s.Dst}
	if t.IKE = f.negotiator(s, p); t.IKE != nil {
		local, remote := t.IKE.Now[ike.Initiator].Addr(), t.IKE.Now[ike.Responder].Addr()
		if PeersOf(local, remote) == p { // IKE can be between other addresses
			t.Local, t.Remote = local, remote
		}
	}
	t.add(s)
	f.tunnels = append(f.tunnels, t)
	f.byPeers[p] = append(f.byPeers[p], t)
}

// negotiator returns the IKE SA that made s or, if that is not known, the last one
// between its peers that began before it; nil if there is none.
func (f *finder) negotiator(s *SA, p Peers) *ike.SA {
	if s.Child != nil {
		return s.Child.Parent
	}
	for _, n := range slices.Backward(f.negotiated[p]) {
		if !n.First.After(s.First) {
			return n
		}
	}
	return nil
}

// fits reports whether the identities of s, which is between t's peers, are those
// of t, where both are known.
func (t *Tunnel) fits(s *SA) bool {
	local, remote := t.identsOf(s)
	same := func(a, b ike.Selector) bool { return a == b || !a.IsValid() || !b.IsValid() }
	return same(local, t.LocalIdent) && same(remote, t.RemoteIdent)
}

// add adds s to the direction that it is of.
func (t *Tunnel) add(s *SA) {
	local, remote := t.identsOf(s)
	if s.Src == t.Local {
		t.Outbound = append(t.Outbound, s)
	} else {
		t.Inbound = append(t.Inbound, s)
	}
	t.LocalIdent, t.RemoteIdent = cmp.Or(t.LocalIdent, local), cmp.Or(t.RemoteIdent, remote)
	if s.Child != nil {
		t.IKE = s.Child.Parent
	}
}

// identsOf returns the identities of s on t's local and remote side.
func (t *Tunnel) identsOf(s *SA) (local, remote ike.Selector) {
	local, remote = s.idents()
	if s.Src != t.Local {
		local, remote = remote, local
	}
	return local, remote
}

// linkReplacements sets Next of each SA of one direction.
func linkReplacements(list []*SA) {
	for i, s := range list {
		later := list[i+1:]
		if c := s.Child; c != nil && c.ReplacedBy != nil {
			for _, n := range later {
				if n.Child == c.ReplacedBy {
					s.Next = n
				}
			}
		}
		if s.Next == nil && len(later) > 0 {
			s.Next = later[0]
		}
	}
}
