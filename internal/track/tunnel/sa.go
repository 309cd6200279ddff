package tunnel

import (
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

	fit    int8      // of Child, by its endpoints
	before *[]Ends   // that s had before it moved; nil: it did not
	closed time.Time // with its IKE SA, where Child is not known
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

// moves notes the endpoints that s had.
func (s *SA) moves(from Ends) {
	if s.before == nil {
		s.before = new([]Ends)
	}
	*s.before = append(*s.before, from)
}

// places returns the endpoints of s, and those that it had before.
func (s *SA) places() []Ends {
	list := []Ends{s.ends(nil)}
	if s.before != nil {
		list = append(list, *s.before...)
	}
	return list
}
