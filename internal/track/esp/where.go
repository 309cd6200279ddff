package esp

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/keys"
)

// A where is how a packet travels: what the layers below tell.
type where struct {
	src, dst netip.Addr
	ports    [2]uint16
	encap    keys.Encap
	size     int // of the IP packet
}

// below is how layer i of p travels.
func below(p *dissect.Packet, i int) where {
	w := where{encap: keys.Native}
	for i = under(p, i); i >= 0; i = under(p, i) {
		switch m := p.Layers[i].Message.(type) {
		case *inet.IPv4:
			w.src, w.dst, w.size = m.Src, m.Dst, m.Length
			return w
		case *inet.IPv6:
			w.src, w.dst, w.size = m.Src, m.Dst, ip6Header+m.Length
			return w
		case *inet.UDP:
			w.ports, w.encap = [2]uint16{m.SrcPort, m.DstPort}, keys.UDP
		case *inet.TCP:
			w.ports, w.encap = [2]uint16{m.SrcPort, m.DstPort}, keys.TCP
		}
	}
	return w
}

// under is the layer that carries layer i of p, -1 without one: that before it,
// unless it is a message that a stream carries behind others.
func under(p *dissect.Packet, i int) int {
	if !p.Layers[i].Attached() {
		return i - 1
	}
	for k := range p.Layers {
		if p.Layers[k].Attached() {
			return k - 1
		}
	}
	return -1
}
