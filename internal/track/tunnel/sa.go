package tunnel

import (
	"iter"
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
}

// Suite returns the algorithms that were negotiated or, if that is not known,
// those that decrypted packets. ok is false if no packet was decrypted either.
func (s *SA) Suite() (suite ipsec.Suite, ok bool) {
	if s.Child != nil && s.Child.Suite != (ipsec.Suite{}) {
		return s.Child.Suite, true
	}
	return ipsec.Suite{Encr: s.Encr, Integ: s.Integ}, s.Decrypted > 0
}

// Deleted returns when a peer announced that it deleted the SA, zero if it did
// not.
func (s *SA) Deleted() time.Time {
	if s.Child == nil {
		return time.Time{}
	}
	return s.Child.Deleted
}

// AfterDelete reports whether packets came after the SA was deleted.
func (s *SA) AfterDelete() bool {
	d := s.Deleted()
	return !d.IsZero() && s.Last.After(d)
}

// InUse reports whether the SA was neither deleted nor replaced.
func (s *SA) InUse() bool { return s.Deleted().IsZero() && s.Next == nil }

// idents returns the negotiated traffic behind the sender and the receiver of s,
// the zero values if it is not known.
func (s *SA) idents() (src, dst ike.Selector) {
	if c := s.Child; c != nil && len(c.Selectors[0]) > 0 && len(c.Selectors[1]) > 0 {
		return c.Selectors[s.Receiver.Other()][0], c.Selectors[s.Receiver][0]
	}
	return src, dst
}

// A childIndex has the children of IKE SAs by their SPIs.
type childIndex map[uint32][]*ike.Child

func childrenOf(negotiations iter.Seq[*ike.SA]) childIndex {
	x := childIndex{}
	for s := range negotiations {
		for _, c := range s.Children {
			for _, spi := range c.SPIs {
				x[spi] = append(x[spi], c)
			}
		}
	}
	return x
}

// of returns the child that s is of and the side that receives on its SPI, nil if
// there is none. Where several have the SPI, it is the last whose receiver has the
// address that the packets go to.
func (x childIndex) of(s *esp.SA) (*ike.Child, ike.Role) {
	var found *ike.Child
	var receiver ike.Role
	for _, c := range x[s.SPI] {
		for r, spi := range c.SPIs {
			if spi != s.SPI {
				continue
			}
			peer := c.Parent.Now[ike.Role(r)^c.By]
			if found == nil || peer.Addr() == s.Dst {
				found, receiver = c, ike.Role(r)
			}
		}
	}
	return found, receiver
}
