package ike

import (
	"bytes"
	"net/netip"
	"slices"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A Selector is a range of traffic: an identity of quick mode or a traffic
// selector of IKEv2.
type Selector struct {
	First, Last         netip.Addr
	Protocol            uint8 // 0: any
	PortFirst, PortLast uint16
}

// IsValid reports whether s selects traffic at all, as the zero value does not.
func (s Selector) IsValid() bool { return s.First.IsValid() }

// maxLabel bounds the bytes of a security label.
const maxLabel = 256

// maxSelectors bounds how many selectors one side of a Child has.
const maxSelectors = 64

// selectors sets the traffic selectors to the selectors of m: RFC 7296, section 3.13.
func (c *Child) selectors(m *isakmp.Packet) {
	if len(m.Selectors) == 0 {
		return
	}
	c.Selectors = [2][]Selector{}
	c.Label = string(bytes.TrimRight(m.Label[:min(len(m.Label), maxLabel)], "\x00"))
	for i := range m.Selectors {
		x := &m.Selectors[i]
		r := Initiator
		if x.Payload == isakmp.PayloadTSr {
			r = Responder
		}
		if x.First.IsValid() && len(c.Selectors[r]) < maxSelectors {
			c.Selectors[r] = append(c.Selectors[r], Selector{x.First, x.Last, x.Protocol, x.PortFirst, x.PortLast})
		}
	}
}

// narrow sets the traffic selectors to those of the response m, which may have narrowed
// them: RFC 7296, section 2.9.
func (c *Child) narrow(m *isakmp.Packet) {
	asked := c.Selectors
	c.selectors(m)
	c.keepWider(asked)
}

// narrow1 is the same for a quick mode, whose responder shall return the identities as
// they were (RFC 2409, section 5.5), but may not.
func (c *Child) narrow1(m *isakmp.Packet) {
	asked := c.Selectors
	c.identities(m)
	c.keepWider(asked)
}

// keepWider keeps the selectors that were asked for, if they are no longer those of c.
func (c *Child) keepWider(asked [2][]Selector) {
	if len(asked[Initiator]) > 0 && (!slices.Equal(asked[Initiator], c.Selectors[Initiator]) || !slices.Equal(asked[Responder], c.Selectors[Responder])) {
		c.Wider = asked
	}
}

// identities sets the traffic selectors to the identities of a quick mode, the
// initiator's first: RFC 2409, section 5.5.
func (c *Child) identities(m *isakmp.Packet) {
	if len(m.Identities) != 2 {
		return
	}
	for r := range c.Selectors {
		if s, ok := identity(&m.Identities[r]); ok {
			c.Selectors[r] = []Selector{s}
		}
	}
}

// identity is an ID payload as a traffic selector: RFC 2407, section 4.6.2.1.
func identity(id *isakmp.Identity) (s Selector, ok bool) {
	s.Protocol = id.Protocol
	if s.PortFirst, s.PortLast = id.Port, id.Port; id.Port == 0 {
		s.PortLast = 0xffff
	}
	half := len(id.Data) / 2
	switch id.Type {
	case 1, 5: // one address
		s.First, ok = netip.AddrFromSlice(id.Data)
		s.Last = s.First
	case 7, 8: // first and last
		s.First, ok = netip.AddrFromSlice(id.Data[:half])
		s.Last, _ = netip.AddrFromSlice(id.Data[half:])
	case 4, 6: // address and mask
		mask := id.Data[half:]
		first, last := make([]byte, half), make([]byte, half)
		for i := range half {
			first[i], last[i] = id.Data[i]&mask[i], id.Data[i]|^mask[i]
		}
		s.First, ok = netip.AddrFromSlice(first)
		s.Last, _ = netip.AddrFromSlice(last)
	}
	return s, ok
}

// Prefix is the network that s covers, if it is one.
func (s *Selector) Prefix() (p netip.Prefix, ok bool) {
	a, b := s.First.AsSlice(), s.Last.AsSlice()
	if len(a) != len(b) || len(a) == 0 {
		return p, false
	}
	bits := 0
	for bits < 8*len(a) && (a[bits/8]^b[bits/8])>>(7-bits%8)&1 == 0 {
		bits++
	}
	p = netip.PrefixFrom(s.First, bits).Masked()
	for i := bits; i < 8*len(a); i++ { // zeros to ones
		if a[i/8]>>(7-i%8)&1 != 0 || b[i/8]>>(7-i%8)&1 != 1 {
			return p, false
		}
	}
	return p, true
}
