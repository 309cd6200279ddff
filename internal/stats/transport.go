package stats

import (
	"cmp"
	"net/netip"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/render"
)

// A port is an endpoint of a transport protocol.
type port struct {
	addr   netip.Addr
	number uint16
}

func comparePorts(a, b port) int {
	return cmp.Or(cmp.Compare(a.number, b.number), a.addr.Compare(b.addr))
}

// portColumns are those of a port.
func portColumns() []render.Column[port] {
	return []render.Column[port]{
		{Title: "Address", Key: "address", Cell: func(p port) any { return p.addr.String() }},
		{Title: "Port", Key: "port", Number: true, Cell: func(p port) any { return p.number }},
	}
}

// What has a length that cannot be is of no conversation, as in Wireshark.

// tcp has streams as conversations: ports that are reused make another stream.
func tcp() *kind[port, uint32] {
	return &kind[port, uint32]{
		title: "TCP",
		proto: inet.TCPProto,
		find: func(p *dissect.Packet, i int) (src, dst port, stream uint32, ok bool) {
			l := &p.Layers[i]
			m, ok := l.Message.(*inet.TCP)
			if !ok || l.Quoted || !m.Whole() || m.Bogus() || !m.Dst.IsValid() {
				return src, dst, 0, false
			}
			return port{m.Src, m.SrcPort}, port{m.Dst, m.DstPort}, m.Facts.Stream, true
		},
		compare: comparePorts, ends: portColumns(),
	}
}

func udp() *kind[port, struct{}] {
	return &kind[port, struct{}]{
		title: "UDP",
		proto: inet.UDPProto,
		find: func(p *dissect.Packet, i int) (src, dst port, _ struct{}, ok bool) {
			l := &p.Layers[i]
			m, ok := l.Message.(*inet.UDP)
			if !ok || l.Quoted || !m.HasPorts() || m.Bogus() || !m.Dst.IsValid() {
				return src, dst, struct{}{}, false
			}
			return port{m.Src, m.SrcPort}, port{m.Dst, m.DstPort}, struct{}{}, true
		},
		compare: comparePorts, ends: portColumns(),
	}
}

func sctp() *kind[port, struct{}] {
	return &kind[port, struct{}]{
		title: "SCTP",
		proto: inet.SCTPProto,
		find: func(p *dissect.Packet, i int) (src, dst port, _ struct{}, ok bool) {
			l := &p.Layers[i]
			m, ok := l.Message.(*inet.SCTP)
			if !ok || l.Quoted || !m.HasPorts() || !m.Dst.IsValid() {
				return src, dst, struct{}{}, false
			}
			return port{m.Src, m.SrcPort}, port{m.Dst, m.DstPort}, struct{}{}, true
		},
		compare: comparePorts, ends: portColumns(),
	}
}
