package ike

import (
	"encoding/binary"
	"slices"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// maxCompressions bounds how many algorithms of IPComp one side offers.
const maxCompressions = 8

// maxCPU bounds the bytes of the name of a resource.
const maxCPU = 256

// options keeps what the side r of the exchange says of the child SA beside its
// algorithms and its traffic.
func (n *negotiation) options(m *isakmp.Packet, r Role) {
	if m.Major() == 1 {
		n.compression1(m, r)
		return
	}
	for i := range m.Notifies {
		switch x := &m.Notifies[i]; x.Type {
		case isakmp.NotifyIPCompSupported: // RFC 7296, section 2.22
			if len(x.Data) >= 3 {
				n.compress(Compression{binary.BigEndian.Uint16(x.Data), x.Data[2]}, r)
			}
		case isakmp.NotifyResourceInfo: // RFC 9611, section 5.1
			if r == Initiator {
				n.child.CPU = slices.Clone(x.Data[:min(len(x.Data), maxCPU)])
			} else {
				n.child.PerCPU = true
			}
		}
	}
}

// compression1 keeps the proposals of IPComp beside those of ESP or AH, whose SPI is
// the CPI: RFC 3173, section 4.
func (n *negotiation) compression1(m *isakmp.Packet, r Role) {
	for i := range m.Proposals {
		p := &m.Proposals[i]
		ts := m.TransformsOf(p)
		if size := len(p.SPI); p.Protocol == isakmp.ProtocolIPComp && size >= 2 && len(ts) > 0 {
			n.compress(Compression{binary.BigEndian.Uint16(p.SPI[size-2:]), uint8(ts[0].ID)}, r)
		}
	}
}

// compress keeps what the initiator of the exchange offers to receive, or what its
// responder chooses.
func (n *negotiation) compress(c Compression, r Role) {
	if r == Initiator {
		if len(n.ipcomp) < maxCompressions {
			n.ipcomp = append(n.ipcomp, c)
		}
		return
	}
	n.child.IPComp[Responder] = c
	for _, offered := range n.ipcomp {
		if offered.Algorithm == c.Algorithm {
			n.child.IPComp[Initiator] = offered
		}
	}
}
