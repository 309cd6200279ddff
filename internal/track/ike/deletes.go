package ike

import (
	"encoding/binary"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// delete ends s: a peer has deleted it. No message leads out of this state. With an
// SA of IKEv2 go its children (RFC 7296, section 1.4.1), but for those that its
// successor has inherited; those of IKEv1 stay.
func (s *SA) delete(at time.Time) {
	if !s.Deleted.IsZero() {
		return
	}
	s.Deleted, s.State = at, deleted(s.Version)
	if s.Version == 2 {
		s.disinherit()
		s.endChildren(at)
	}
}

// endChildren ends the children that belong to s.
func (s *SA) endChildren(at time.Time) {
	for _, c := range s.Children {
		if c.Parent == s {
			c.delete(at)
		}
	}
}

// delete ends c, if it was ever made.
func (c *Child) delete(at time.Time) {
	if c.Deleted.IsZero() && !c.Failure.Failed() {
		c.Deleted = at
	}
}

// applyDeletes deletes the SAs that Delete payloads of m name: RFC 2408, section
// 3.15; RFC 7296, section 1.4.1.
func (t *Tracker) applyDeletes(s *SA, m *isakmp.Packet, from Role, o *observation) {
	for i := range m.Deletes {
		x := &m.Deletes[i]
		switch {
		case x.Protocol == isakmp.ProtocolISAKMP && s.Version == 1 && x.Size == 16:
			for b := x.SPIs; len(b) >= 16; b = b[16:] { // RFC 2407, section 4.6.3.1: both cookies
				if other := t.lookup(SPI(b[:8]), SPI(b[8:16])); other != nil {
					other.delete(o.time)
					t.tell(other)
				}
			}
		case x.Protocol == isakmp.ProtocolISAKMP:
			s.delete(o.time)
		case x.Protocol == isakmp.ProtocolESP || x.Protocol == isakmp.ProtocolAH:
			for b := x.SPIs; x.Size == 4 && len(b) >= 4; b = b[4:] {
				c := s.child(from, binary.BigEndian.Uint32(b))
				if c == nil && s.Version == 1 {
					c = s.predecessorChild(from, binary.BigEndian.Uint32(b))
				}
				if c != nil {
					c.delete(o.time)
				}
			}
		}
	}
}

// child is the child SA on whose SPI its owner, a peer of s, receives.
func (s *SA) child(owner Role, spi uint32) *Child {
	for i := len(s.Children) - 1; i >= 0; i-- {
		if c := s.Children[i]; c.SPIs[owner^s.Local^c.Parent.Local^c.By] == spi {
			return c
		}
	}
	return nil
}
