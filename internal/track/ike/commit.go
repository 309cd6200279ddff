package ike

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// connected is a notification of IKEv1: RFC 2408, section 3.14.1.
const connected isakmp.NotifyType = 16384

// connect notes that a child whose quick mode had the Commit bit can be used: RFC 2408,
// section 3.1. The notification comes in the quick mode itself, or in an Informational
// with an SPI of the child.
func (s *SA) connect(m *isakmp.Packet, o *observation) {
	if !hasNotify(m, connected) {
		return
	}
	for i := len(s.Children) - 1; i >= 0; i-- {
		c := s.Children[i]
		if c.Commit && c.Connected.IsZero() && (c.MessageID == m.MessageID || c.named(m)) {
			c.Connected = o.time
			return
		}
	}
}

// named reports whether a notification of m has an SPI of c.
func (c *Child) named(m *isakmp.Packet) bool {
	for i := range m.Notifies {
		if spi := m.Notifies[i].SPI; len(spi) == 4 {
			if v := binary.BigEndian.Uint32(spi); v == c.SPIs[Initiator] || v == c.SPIs[Responder] {
				return true
			}
		}
	}
	return false
}
