package diagnose

import (
	"cmp"
	"net/netip"
	"slices"
	"sort"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/cdp"
	"github.com/pktscope/pktscope/internal/track/cleartext"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/nat"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// Sources are the trackers that rules learn from. One that is nil was not asked for:
// the rules that need it find nothing.
type Sources struct {
	IKE       *ike.Tracker
	Fragments *frag.Tracker
	ESP       *esp.Tracker
	ICMP      *icmperror.Tracker
	NAT       *nat.Tracker
	Inside    nat.Inside         // with NAT: which side is inside
	Cleartext *cleartext.Tracker // packets outside of tunnels
	CDP       *cdp.Table
	Frames    Frames
	// Beside says that more was captured than IKE on UDP port 500, where the trackers are shown
	// a part.
	Beside bool
	// Parts are what was found in the packets of some peers each, and Pairs the packets of all by
	// their addresses, in the order of the first ones: in place of trackers, for the rules that
	// compare all.
	Parts []*Part
	Pairs []*cleartext.Pair

	found *found
	part  *Part // see Part
}

// A found is the tunnels of a moment.
type found struct {
	at      time.Time
	tunnels []*tunnel.Tunnel
}

// Tunnels are the tunnels as of a moment. Those of the last Findings are returned once,
// in place of the same again: Tunnels follows it, with no packet in between.
func (s *Sources) Tunnels(at time.Time) []*tunnel.Tunnel {
	last := s.found
	if s.found = nil; last != nil && last.at.Equal(at) {
		return last.tunnels
	}
	s.IKE.Judge(at)
	return tunnel.Find(s.ESP.SAs(), s.IKE.SAs())
}

// Watchers are those of the trackers that a report has to feed.
func (s *Sources) Watchers() (list []track.Watcher) {
	if s.ESP != nil {
		list = append(list, s.ESP)
	}
	if s.ICMP != nil {
		list = append(list, s.ICMP)
	}
	if s.NAT != nil {
		list = append(list, s.NAT)
	}
	if s.Cleartext != nil {
		list = append(list, s.Cleartext)
	}
	if s.CDP != nil {
		list = append(list, s.CDP)
	}
	return list
}

// Clear forgets what was learnt.
func (s *Sources) Clear() {
	if s.IKE != nil {
		s.IKE.Clear()
	}
	if s.Fragments != nil {
		s.Fragments.ClearLost()
	}
	if s.ESP != nil {
		s.ESP.Clear()
	}
	if s.ICMP != nil {
		s.ICMP.Clear()
	}
	if s.NAT != nil {
		s.NAT.Clear()
	}
	if s.Cleartext != nil {
		s.Cleartext.Clear()
	}
	if s.CDP != nil {
		s.CDP.Clear()
	}
}

// Facts are what is known at a moment. What Sources do not have is nil.
type Facts struct {
	At time.Time
	*Sources

	SAs     []*ike.SA      // in the order of their first messages; half-open ones are with Sources.IKE
	Waiting []*ike.Waiting // the half-open ones
	Tunnels []*tunnel.Tunnel
	NAT     *nat.Account

	going  bool                                 // the capture goes on
	pairs  []*cleartext.Pair                    // in the order of their first packets
	byKey  map[pairKey]*cleartext.Pair          // see pair; nil until one is asked for
	esp    *espIndex                            // see espSAs; nil until it is asked for
	within []*cleartext.Pair                    // those of pairs that are inside of tunnels
	apart  map[[2]netip.Addr][]*cleartext.Pair  // see outside; nil until one is asked for
	links  []tunnelLink                         // see tunnelLinks; nil until they are asked for
	clear  map[string][]*cleartext.Pair         // see routedClear; nil until they are asked for
	errors map[[2]netip.Addr][]*icmperror.Error // by the addresses of the packet that they quote

	between map[tunnel.Peers][]*ike.SA // SAs by the addresses of their peers
	ready   map[tunnel.Peers][]*ike.SA // those of them that came up
	byID    map[uint64]*ike.SA         // see numbered; nil until one is asked for
	judged  []audited                  // see auditedSAs; nil until they are asked for
}

// facts are the facts as of a moment.
func (s *Sources) facts(at time.Time) *Facts {
	f := &Facts{At: at, Sources: s, pairs: s.Pairs, between: map[tunnel.Peers][]*ike.SA{}, ready: map[tunnel.Peers][]*ike.SA{}}
	if s.IKE != nil {
		s.IKE.Judge(at)
		f.SAs, f.Waiting = slices.Collect(s.IKE.SAs()), slices.Collect(s.IKE.Waiting())
		for _, sa := range f.SAs {
			p := peersOf(sa)
			f.between[p] = append(f.between[p], sa)
			if !sa.Ready.IsZero() {
				f.ready[p] = append(f.ready[p], sa)
			}
		}
	}
	if s.ESP != nil && s.IKE != nil {
		f.Tunnels = tunnel.Find(s.ESP.SAs(), slices.Values(f.SAs))
		s.found = &found{at, f.Tunnels}
	}
	if s.Cleartext != nil {
		f.addPairs(s.Cleartext)
	}
	if s.ICMP != nil {
		f.errors = map[[2]netip.Addr][]*icmperror.Error{}
		for e := range s.ICMP.Errors() {
			k := [2]netip.Addr{e.Src.Addr(), e.Dst.Addr()}
			f.errors[k] = append(f.errors[k], e)
		}
	}
	if s.NAT != nil {
		f.NAT = s.NAT.Account(s.Inside)
	}
	return f
}

// peersOf are the addresses of the peers of s, by its last messages.
func peersOf(s *ike.SA) tunnel.Peers {
	return tunnel.PeersOf(s.Now[ike.Initiator].Addr(), s.Now[ike.Responder].Addr())
}

// Between are the IKE SAs between two addresses, in the order of their first messages.
func (f *Facts) Between(a, b netip.Addr) []*ike.SA { return f.between[tunnel.PeersOf(a, b)] }

// maxNear is how many SAs before and after one are near it.
const maxNear = 64

// near are the IKE SAs between the peers of s that began shortly before or after it, s
// among them, in the order of their first messages: all, unless there are very many. A
// rule that compares an SA with others costs no more for that.
func (f *Facts) near(s *ike.SA) []*ike.SA {
	list := f.between[peersOf(s)]
	if len(list) <= maxNear {
		return list
	}
	i := after(list, s)
	return list[max(0, i-maxNear):min(len(list), i+maxNear)]
}

// after is the place in list, which is in the order of first messages, behind s.
func after(list []*ike.SA, s *ike.SA) int {
	return sort.Search(len(list), func(i int) bool {
		return cmp.Or(list[i].First.Compare(s.First), cmp.Compare(list[i].ID, s.ID)) > 0
	})
}

// CameUp is the first IKE SA between the peers of s that began after s and was
// established; nil if there is none.
func (f *Facts) CameUp(s *ike.SA) *ike.SA {
	list := f.ready[peersOf(s)]
	first := after(list, s)
	for _, other := range list[first:min(len(list), first+maxNear)] {
		if sameGateways(s, other) && !idle1(other) {
			return other
		}
	}
	return nil
}

// idle1 reports whether nothing came of s, of IKEv1, after phase 1: one side may have ended
// it for what it saw in the last message.
func idle1(s *ike.SA) bool {
	return s.Version == 1 && len(s.Children) == 0 && !s.FullLog() && !has(s, isakmp.ExchangeQuick) && has(s, isakmp.ExchangeInformational)
}

// sameGateways reports whether two IKE SAs between the same addresses are of the same
// gateways: clients behind one NAT have its address in common, and each a port of its
// own. Where their identities are known, a NAT may as well have changed the port.
func sameGateways(a, b *ike.SA) bool {
	swapped := a.Peers[ike.Initiator].Addr() != b.Peers[ike.Initiator].Addr()
	for _, r := range []ike.Role{ike.Initiator, ike.Responder} {
		other := r
		if swapped {
			other = r.Other()
		}
		if !samePort(a.Peers[r], b.Peers[other]) && !sameIdentity(a.IDs[r], b.IDs[other]) {
			return false
		}
	}
	return true
}

// samePort reports whether ports are the same for a peer, which may begin on either of
// IKE's.
func samePort(a, b netip.AddrPort) bool {
	usual := func(p uint16) bool { return p == isakmp.Port || p == isakmp.PortNATT }
	return a.Port() == b.Port() || usual(a.Port()) && usual(b.Port())
}

// worksBetween reports whether an IKE SA between two gateways came up after a moment,
// or is up at the end.
func (f *Facts) worksBetween(a, b netip.AddrPort, since time.Time) bool {
	for _, s := range f.Between(a.Addr(), b.Addr()) {
		if !s.Ready.IsZero() && (s.Ready.After(since) || s.Deleted.IsZero() && !s.Failure.Failed()) {
			return true
		}
	}
	return false
}

// OfFailure is how bad it is that s failed: a warning where a later attempt came up.
func (f *Facts) OfFailure(s *ike.SA) Severity {
	if f.CameUp(s) != nil {
		return Warning
	}
	return Error
}
