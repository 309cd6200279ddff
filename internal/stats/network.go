package stats

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/render"
)

// addressColumns are those of an IP address.
func addressColumns() []render.Column[netip.Addr] {
	return []render.Column[netip.Addr]{{Title: "Address", Key: "address", Cell: func(a netip.Addr) any { return a.String() }}}
}

// network has hosts as endpoints, by the addresses that of reads from a layer of proto.
func network(title string, proto *field.Proto, of func(p *dissect.Packet, i int) (src, dst netip.Addr)) *kind[netip.Addr, struct{}] {
	return &kind[netip.Addr, struct{}]{
		title: title,
		proto: proto,
		find: func(p *dissect.Packet, i int) (src, dst netip.Addr, _ struct{}, ok bool) {
			if !p.Layers[i].Quoted {
				src, dst = of(p, i)
			}
			return src, dst, struct{}{}, dst.IsValid()
		},
		compare: netip.Addr.Compare,
		ends:    addressColumns(),
	}
}

// ipv4 returns the addresses of an IPv4 header that was decoded to its end.
func ipv4(p *dissect.Packet, i int) (src, dst netip.Addr) {
	if m, ok := p.Layers[i].Message.(*inet.IPv4); ok {
		return m.Src, m.Dst
	}
	return src, dst
}

// ipv6 returns the addresses of an IPv6 header that was decoded to its end, with
// its extension headers.
func ipv6(p *dissect.Packet, i int) (src, dst netip.Addr) {
	m, ok := p.Layers[i].Message.(*inet.IPv6)
	if !ok || p.Err != nil && brokenAt(p) == i {
		return src, dst
	}
	return m.Src, m.Dst
}

// brokenAt returns the innermost layer of p that is not nested in another one.
func brokenAt(p *dissect.Packet) int {
	i := len(p.Layers) - 1
	for i > 0 {
		if n, ok := p.Layers[i].Message.(dissect.Nested); !ok || !n.Nested() {
			break
		}
		i--
	}
	return i
}

// carrier returns the addresses between which layer i travels.
func carrier(p *dissect.Packet, i int) (src, dst netip.Addr, ok bool) {
	for i--; i >= 0; i-- {
		switch m := p.Layers[i].Message.(type) {
		case *inet.UDP:
			return m.Src, m.Dst, m.Dst.IsValid()
		case *inet.IPv4:
			return m.Src, m.Dst, m.Dst.IsValid()
		case *inet.IPv6:
			return m.Src, m.Dst, m.Dst.IsValid()
		}
	}
	return src, dst, false
}
