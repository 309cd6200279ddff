package ike

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike/natd"
)

// Traversal is what lies before each peer of s.
func (s *SA) Traversal() natd.Traversal { return s.NAT.Traversal(s.natd()) }

// Forced reports whether a peer claims a NAT that is not there: natd.Detection's
// Forced.
func (s *SA) Forced() natd.Finding { return s.NAT.Forced(s.natd()) }

// Unmask looks for the address of r inside of a NAT: natd.Detection's Unmask.
func (s *SA) Unmask(r Role) (inside netip.AddrPort, forced, ok bool) {
	inside, forced, ok = s.NAT.Unmask(r, s.named(r))
	if s.begunIn != nil { // as it takes so long
		s.begunIn.adopt(s)
	}
	return inside, forced, ok
}

// Unmasked reports whether Unmask was called for r, or need not be.
func (s *SA) Unmasked(r Role) bool { return s.NAT.Unmasked(r) }

// addEndpoints keeps where the peers are in m, which from sent.
func (s *SA) addEndpoints(m *isakmp.Packet, from Role, o *observation) {
	s.NAT.AddEndpoints(from, o.place.src, o.place.dst, o.ttl)
	s.NAT.AddOriginals(m)
}

func (s *SA) natd() natd.SA {
	return natd.SA{
		Version: s.Version,
		On500:   !s.Ready.IsZero() && !s.Floated && s.Now[Initiator].Port() == isakmp.Port && s.Now[Responder].Port() == isakmp.Port,
	}
}

// named are the addresses that r may have inside of a NAT: its identity, and
// single addresses among the selectors.
func (s *SA) named(r Role) (out []netip.Addr) {
	if id := &s.IDs[r]; id.Type == idIPv4 || id.Type == idIPv6 {
		if a, ok := netip.AddrFromSlice(id.Data); ok {
			out = append(out, a)
		}
	}
	for _, c := range s.Children {
		for _, list := range c.Selectors {
			for _, x := range list {
				if x.First == x.Last {
					out = append(out, x.First)
				}
			}
		}
	}
	return out
}

// Types of identities: RFC 2407, section 4.6.2; RFC 7296, section 3.5.
const (
	idIPv4 = 1
	idIPv6 = 5
)
