package stats

import (
	"net/netip"

	"pktscope/dissect"
	"pktscope/dissect/inet"
	"pktscope/internal/render"
)

// addressColumn heads IP addresses.
var addressColumn = render.Column{Title: "Address", Key: "address"}

func addressCells(a netip.Addr) []any { return []any{a.String()} }

// network tells hosts apart by the addresses that of reads from a message.
func network(title string, of func(dissect.Message) (src, dst netip.Addr)) *kind[netip.Addr, struct{}] {
	return &kind[netip.Addr, struct{}]{
		title: title,
		find: func(p *dissect.Packet, i int) (src, dst netip.Addr, _ struct{}, ok bool) {
			if l := &p.Layers[i]; !l.Quoted {
				src, dst = of(l.Message)
			}
			return src, dst, struct{}{}, dst.IsValid()
		},
		compare: netip.Addr.Compare,
		ends:    []render.Column{addressColumn},
		end:     addressCells,
	}
}

// ipv4 returns the addresses of an IPv4 header that was read to its end.
func ipv4(m dissect.Message) (src, dst netip.Addr) {
	if m, ok := m.(*inet.IPv4); ok {
		return m.Src, m.Dst
	}
	return src, dst
}

func ipv6(m dissect.Message) (src, dst netip.Addr) {
	if m, ok := m.(*inet.IPv6); ok {
		return m.Src, m.Dst
	}
	return src, dst
}

// carrier returns the addresses of the network layer below layer i.
func carrier(p *dissect.Packet, i int) (src, dst netip.Addr, ok bool) {
	for i--; i >= 0; i-- {
		switch m := p.Layers[i].Message.(type) {
		case *inet.IPv4:
			return m.Src, m.Dst, m.Dst.IsValid()
		case *inet.IPv6:
			return m.Src, m.Dst, m.Dst.IsValid()
		}
	}
	return src, dst, false
}
