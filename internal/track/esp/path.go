package esp

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/keys"
)

// A path is how an ESP packet travels, by the layers that carry it.
type path struct {
	src, dst netip.Addr
	ports    [2]uint16
	encap    keys.Encap
	size     int // of the IP packet
}

// group is the sender to a multicast group, invalid for another destination.
func (w *path) group() (sender netip.Addr) {
	if w.dst.IsMulticast() {
		return w.src
	}
	return sender
}

// pathOf is the path of layer i of p.
func pathOf(p *dissect.Packet, i int) path {
	w := path{encap: keys.Native}
	for i = carrier(p, i); i >= 0; i = carrier(p, i) {
		switch m := p.Layers[i].Message.(type) {
		case *inet.IPv4:
			w.src, w.dst, w.size = m.Src, m.Dst, m.Length
			if m.Whole != nil {
				w.size = m.Header + m.Whole.Length
			}
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

// carrier is the layer that carries layer i of p, -1 without one: the layer before
// it, unless a TCP stream carries it behind other messages.
func carrier(p *dissect.Packet, i int) int {
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
