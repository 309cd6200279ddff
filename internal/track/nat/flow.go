package nat

import (
	"net/netip"

	"pktscope/dissect"
	"pktscope/dissect/inet"
)

// A Flow is one direction of a conversation: the sender and the receiver of a
// packet. The identifier of a ping stands for both ports.
type Flow struct {
	Protocol uint8
	Src, Dst netip.AddrPort
}

// Protocols that have flows.
const (
	ICMP   = 1
	TCP    = 6
	UDP    = 17
	ESP    = 50
	ICMPv6 = 58
)

// Reverse is the other direction.
func (f Flow) Reverse() Flow { return Flow{f.Protocol, f.Dst, f.Src} }

// A sight is one packet as it was seen: its flow, and what a translator leaves
// alone.
type sight struct {
	flow  Flow
	print print
	ttl   uint8
	size  int  // of the datagram
	told  bool // flow is that of the packet which an ICMP error returns
}

// look reads what p tells; ok is false where it has no flow. Of what is nested in
// tunnels the innermost counts.
func look(p *dissect.Packet) (s sight, ok bool) {
	var src, dst netip.Addr
	var id uint64
	for i := range p.Layers {
		l := &p.Layers[i]
		switch m := l.Message.(type) {
		case *inet.IPv4:
			src, dst, id = m.Src, m.Dst, uint64(m.ID)
			if !l.Quoted {
				s.ttl, s.size = m.TTL, m.Length
			}
			if m.FragOffset > 0 && m.Whole == nil {
				return s, false // its ports are elsewhere
			}
		case *inet.IPv6:
			src, dst, id = m.Src, m.Dst, uint64(m.FlowLabel)
			if !l.Quoted {
				s.ttl, s.size = m.HopLimit, m.Length
			}
		case *inet.TCP:
			s.set(TCP, netip.AddrPortFrom(src, m.SrcPort), netip.AddrPortFrom(dst, m.DstPort), l.Quoted)
			s.print.begin(TCP, id)
			s.print.number(uint64(m.Seq)<<32 | uint64(m.Ack))
			s.print.number(uint64(m.Flags)<<32 | uint64(uint32(m.Len)))
			s.print.bytes(m.Data)
			ok = true
		case *inet.UDP:
			s.set(UDP, netip.AddrPortFrom(src, m.SrcPort), netip.AddrPortFrom(dst, m.DstPort), l.Quoted)
			s.print.begin(UDP, id)
			s.print.number(uint64(m.Length))
			s.print.bytes(payload(p, l))
			ok = true
		case *inet.ICMP:
			if m.Type == inet.ICMPEcho || m.Type == inet.ICMPEchoReply {
				s.set(ICMP, netip.AddrPortFrom(src, m.ID), netip.AddrPortFrom(dst, m.ID), l.Quoted)
				ok = true
			}
			s.print.begin(ICMP, id)
			s.print.number(uint64(m.Type)<<32 | uint64(m.Code)<<16 | uint64(m.Seq))
			if ok {
				s.print.bytes(payload(p, l))
			}
		case *inet.ICMPv6:
			if m.Type == inet.ICMPv6Echo || m.Type == inet.ICMPv6EchoReply {
				s.set(ICMPv6, netip.AddrPortFrom(src, m.ID), netip.AddrPortFrom(dst, m.ID), l.Quoted)
				ok = true
			}
			s.print.begin(ICMPv6, id)
			s.print.number(uint64(m.Type)<<32 | uint64(m.Code)<<16 | uint64(m.Seq))
			if ok {
				s.print.bytes(payload(p, l))
			}
		}
	}
	return s, ok
}

// set sets the flow. The packet that an error returns went the other way.
func (s *sight) set(protocol uint8, src, dst netip.AddrPort, quoted bool) {
	s.flow, s.told = Flow{protocol, src, dst}, quoted
	if quoted {
		s.flow = s.flow.Reverse()
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
