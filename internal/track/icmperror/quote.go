package icmperror

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// Protocols in the header of IP.
const (
	protoTCP = 6
	protoUDP = 17
	protoESP = 50
	protoAH  = 51
)

// A position is what lies outside of the layer that is looked at.
type position struct{ tunnelled bool }

func (at *position) pass(m dissect.Message) {
	if _, ok := m.(*esp.Packet); ok {
		at.tunnelled = true
	}
}

func (at *position) cause(from netip.Addr, typ, code uint8) Cause {
	return Cause{From: from, Type: typ, Code: code, Tunnelled: at.tunnelled}
}

// quote reads the layers of the packet that an error quotes, and returns how long that
// packet is. ok is false where its addresses are not there.
func (q *Quote) quote(layers []dissect.Layer) (length int, ok bool) {
	for i := range layers {
		if !layers[i].Quoted {
			break
		}
		switch m := layers[i].Message.(type) {
		case *inet.IPv4:
			if ok {
				return length, true // a tunnel's inner packet
			}
			q.Src, q.Dst, q.Protocol = netip.AddrPortFrom(m.Src, 0), netip.AddrPortFrom(m.Dst, 0), m.Protocol
			length, ok = m.Length, m.Dst.IsValid()
		case *inet.IPv6:
			if ok {
				return length, true
			}
			const header = 40
			q.Src, q.Dst, q.Protocol = netip.AddrPortFrom(m.Src, 0), netip.AddrPortFrom(m.Dst, 0), m.NextHeader
			length, ok = header+m.Length, m.Dst.IsValid()
		case *inet.UDP:
			if m.HasPorts() {
				q.ports(protoUDP, m.SrcPort, m.DstPort)
			}
		case *inet.TCP:
			if m.HasPorts() {
				q.ports(protoTCP, m.SrcPort, m.DstPort)
			}
		case *esp.Packet:
			q.SPI = m.SPI
			if q.Src.Port() == 0 {
				q.Protocol = protoESP
			}
			return length, ok
		case *esp.AH:
			q.SPI, q.Protocol = m.SPI, protoAH
			return length, ok
		}
	}
	return length, ok
}

// About is the packet that layers quote, those behind a message of ICMP or ICMPv6; ok is false
// where they quote none.
func About(layers []dissect.Layer) (q Quote, ok bool) {
	_, ok = q.quote(layers)
	return q, ok
}

// ports keeps the ports of the packet; behind the extension headers of IPv6 only they
// tell its protocol.
func (q *Quote) ports(protocol uint8, src, dst uint16) {
	q.Protocol = protocol
	q.Src, q.Dst = netip.AddrPortFrom(q.Src.Addr(), src), netip.AddrPortFrom(q.Dst.Addr(), dst)
}

// IsIKE reports whether the packet is one of UDP from or to a port of IKE; on port 4500
// it may be one of ESP as well.
func (q *Quote) IsIKE() bool {
	return q.Protocol == protoUDP && (isakmp.IsPort(q.Src.Port()) || isakmp.IsPort(q.Dst.Port()))
}

// IsIPsec reports whether the packet is one of IKE, ESP or AH.
func (q *Quote) IsIPsec() bool {
	return q.IsIKE() || q.Protocol == protoESP || q.Protocol == protoAH
}
