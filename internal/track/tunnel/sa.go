package tunnel

import (
	"iter"
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// An SA is an SA of ESP or AH: one direction of a tunnel until it is rekeyed.
type SA struct {
	*esp.SA
	Child    *ike.Child // that it is of, nil if the exchange was not seen or not decrypted
	Receiver ike.Role   // in Child: the side that receives on the SPI
	Next     *SA        // of the same direction, that replaced it
	Guessed  bool       // that Next did is a guess: traffic went over from one to the other

	closed time.Time // with its IKE SA, where Child is not known
	fit    int       // of Child, by its endpoints
	before []Ends    // that s had before it moved
}

// Suite returns the algorithms that were negotiated or, if that is not known,
// those that decrypted packets. ok is false if no packet was decrypted either.
func (s *SA) Suite() (suite ipsec.Suite, ok bool) {
	if s.Child != nil && s.Child.Suite != (ipsec.Suite{}) {
		return s.Child.Suite, true
	}
	return ipsec.Suite{Encr: s.Encr, Integ: s.Integ}, s.Decrypted > 0
}

// Deleted returns when a peer announced that it deleted the SA or its IKE SA, zero if
// it did not.
func (s *SA) Deleted() time.Time {
	if s.Child == nil {
		return s.closed
	}
	return s.Child.Deleted
}

// AfterDelete reports whether packets came after the SA was deleted.
func (s *SA) AfterDelete() bool {
	d := s.Deleted()
	return !d.IsZero() && s.Last.After(d)
}

// InUse reports whether the SA was neither deleted nor replaced.
func (s *SA) InUse() bool {
	return s.Next == nil && s.closed.IsZero() && (s.Child == nil || s.Child.State() == ike.Installed)
}

// closeWith ends s, of which the Child is not known, with the IKE SA that made it or
// the successor of that: RFC 7296, section 1.4.1. Packets that come later tell that it
// is of another one.
func (s *SA) closeWith(n *ike.SA) {
	if s.Child != nil || n == nil || n.Version != 2 {
		return
	}
	for n.ReplacedBy != nil {
		n = n.ReplacedBy
	}
	end := n.Deleted
	if n.Failure.Kind == ike.PeerLost {
		end = n.Failure.Time
	}
	if !end.IsZero() && !s.Last.After(end.Add(moment)) {
		s.closed = end
	}
}

// selectors returns the negotiated traffic behind the sender and the receiver of s,
// nothing if it is not known.
func (s *SA) selectors() (src, dst []ike.Selector) {
	if c := s.Child; c != nil && len(c.Selectors[0]) > 0 && len(c.Selectors[1]) > 0 {
		return c.Selectors[s.Receiver.Other()], c.Selectors[s.Receiver]
	}
	return nil, nil
}

// A childIndex has the children of IKE SAs by their SPIs.
type childIndex map[uint32][]*ike.Child

func childrenOf(negotiations iter.Seq[*ike.SA]) childIndex {
	x := childIndex{}
	for s := range negotiations {
		for _, c := range s.Children {
			if c.Failure.Failed() {
				continue
			}
			for _, spi := range c.SPIs {
				x[spi] = append(x[spi], c)
			}
		}
	}
	return x
}

// of returns the child that s is of and the side that receives on its SPI, nil if
// there is none. Where several have the SPI, it is the last whose receiver has the
// address that the packets go to, and with UDP encapsulation the port.
func (x childIndex) of(s *esp.SA) (found *ike.Child, receiver ike.Role, best int) {
	const address, port = 2, 1
	best = -1
	for _, c := range x[s.SPI] {
		for r, spi := range c.SPIs {
			if spi != s.SPI {
				continue
			}
			peer, other := c.Parent.Now[ike.Role(r)^c.By], c.Parent.Now[ike.Role(r)^c.By^1]
			fit := 0
			if peer.Addr() == s.Dst {
				fit += address
			}
			if peer.Port() == s.Ports[1] && other == netip.AddrPortFrom(s.Src, s.Ports[0]) {
				fit += port
			}
			if fit >= best {
				best, found, receiver = fit, c, ike.Role(r)
			}
		}
	}
	return found, receiver, best
}
