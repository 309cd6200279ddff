package nat

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/inet"
)

// A datagram is what is compared on the sides of a NAT: the flow, and what a NAT
// does not change. A packet with tunnels in it has several.
type datagram struct {
	flow        flow
	fingerprint fingerprint
	id          uint32 // identification of IPv4, flow label of IPv6: most NATs keep it
	size        int    // in bytes
	encrypted   int    // in bytes: the ESP packet in it that is not decrypted, 0 without
	flags       inet.TCPFlags
	ttl         uint8
	headed      bool // the addresses are known
	whole       bool // and the whole flow
	returned    bool // flow is of the packet that an ICMP error returns
	little      bool // the fingerprint is of little data: others may have the same
	inside      bool // inside ESP
	nested      bool // inside another datagram of the packet

	at       int64  // Unix nanoseconds
	frame    uint64 // of its packet
	relinked bool   // there may be another NAT behind the one that is between two interfaces
	place    place
}

// enough is how many bytes of data make a fingerprint unique.
const enough = 8

// appendDatagrams appends the datagrams of p, the outermost first.
func appendDatagrams(list []datagram, p *dissect.Packet, iface uint16) []datagram {
	var s datagram
	inside, from := false, len(list)
	for i := range p.Layers {
		l := &p.Layers[i]
		switch m := l.Message.(type) {
		case *inet.IPv4:
			if l.Quoted {
				s.quote(m.Src, m.Dst, uint32(m.ID))
				continue
			}
			list = s.appendTo(list, from)
			s = datagram{id: uint32(m.ID), size: m.Length, ttl: m.TTL, inside: inside}
			s.head(m.Src, m.Dst, iface)
			s.headed = m.FragOffset == 0 || m.Whole != nil // the ports are in another fragment
			if m.Protocol == GRE {
				s.portless(GRE, payload(p, l))
			}
		case *inet.IPv6:
			if l.Quoted {
				s.quote(m.Src, m.Dst, m.FlowLabel)
				continue
			}
			list = s.appendTo(list, from)
			s = datagram{id: m.FlowLabel, size: m.Length, ttl: m.HopLimit, inside: inside}
			s.head(m.Src, m.Dst, iface)
		case *esp.Packet:
			if l.Quoted {
				continue
			}
			if _, _, open := m.Facts.Inner(); open {
				inside = true
			} else {
				s.encrypted = espHeader + m.Wire
			}
			s.fingerprint.number(uint64(m.SPI)<<32 | uint64(m.Seq))
			s.portless(ESP, m.Data)
		case *inet.TCP:
			if !m.HasPorts() {
				continue
			}
			s.fingerprint.number(uint64(m.Seq)<<32 | uint64(m.Ack))
			s.fingerprint.number(uint64(m.Flags)<<32 | uint64(uint32(m.Len)))
			s.ports(TCP, m.SrcPort, m.DstPort, m.Data)
			s.flags = m.Flags
			s.little = false
		case *inet.UDP:
			if !m.HasPorts() {
				continue
			}
			s.fingerprint.number(uint64(m.Length))
			s.ports(UDP, m.SrcPort, m.DstPort, payload(p, l))
		case *inet.SCTP:
			if !m.HasPorts() {
				continue
			}
			s.fingerprint.number(uint64(m.Tag))
			s.ports(SCTP, m.SrcPort, m.DstPort, m.Chunks)
		case *inet.ICMP:
			if !m.Whole() {
				continue
			}
			s.fingerprint.number(uint64(m.Type)<<32 | uint64(m.Code)<<16 | uint64(m.Seq))
			if m.Type == inet.ICMPEcho || m.Type == inet.ICMPEchoReply {
				s.ports(ICMP, m.ID, m.ID, payload(p, l))
			}
		case *inet.ICMPv6:
			if !m.Whole() {
				continue
			}
			s.fingerprint.number(uint64(m.Type)<<32 | uint64(m.Code)<<16 | uint64(m.Seq))
			if m.Type == inet.ICMPv6Echo || m.Type == inet.ICMPv6EchoReply {
				s.ports(ICMPv6, m.ID, m.ID, payload(p, l))
			}
		}
	}
	return s.appendTo(list, from)
}

// sealHeader is the length of SPI and sequence number.
const espHeader = 8

// appendTo appends s if it has a flow. Those of its packet begin at from.
func (s *datagram) appendTo(list []datagram, from int) []datagram {
	if !s.whole {
		return list
	}
	s.fingerprint.end()
	s.nested = len(list) > from
	return append(list, *s)
}

func (s *datagram) head(src, dst netip.Addr, iface uint16) {
	s.flow.src, s.flow.dst, s.flow.iface = addrOf(src), addrOf(dst), iface
	s.headed = true
}

// quote sets the addresses to the addresses of the packet that an ICMP error returns, in
// reverse. A packet returned in a returned packet is left out.
func (s *datagram) quote(src, dst netip.Addr, id uint32) {
	if s.returned || s.whole || !s.headed {
		s.headed = false
		return
	}
	s.returned = true
	s.fingerprint.number(uint64(id))
	s.flow.src, s.flow.dst = addrOf(dst), addrOf(src)
}

// ports sets the rest of the flow. In tunnels without an IP header in between, the
// innermost ports count.
func (s *datagram) ports(protocol uint8, src, dst uint16, data []byte) {
	if !s.headed {
		return
	}
	if s.returned {
		src, dst = dst, src
	}
	s.flow.protocol, s.flow.sport, s.flow.dport = protocol, src, dst
	s.fingerprint.bytes(data)
	s.little = len(data) < enough
	s.whole = true
}

// portless sets the rest of the flow for a protocol without ports, unless a
// protocol with ports carries it.
func (s *datagram) portless(protocol uint8, data []byte) {
	if !s.whole {
		s.ports(protocol, 0, 0, data)
	}
}

// payload is what layer l carries.
func payload(p *dissect.Packet, l *dissect.Layer) []byte {
	s, ok := l.Payload()
	if !ok {
		return nil
	}
	return p.Bufs[s.Buf][s.Off:s.End]
}
