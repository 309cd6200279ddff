package ike

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/nat"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// isKeepalive reports whether p is a NAT-keepalive: RFC 3948, section 2.3.
func isKeepalive(p *dissect.Packet) bool {
	if !p.Has(nat.Proto) {
		return false
	}
	m, ok := p.Layers[len(p.Layers)-1].Message.(*nat.Packet)
	return ok && m.Kind == nat.Keepalive
}

// keepalive counts the packet if it is a NAT-keepalive.
func (t *Tracker) keepalive(o *observation) {
	if !isKeepalive(o.packet) {
		return
	}
	s := t.between(o.place.src, o.place.dst)
	if s == nil || s.Interface != o.place.iface {
		return
	}
	r := Initiator
	if s.Now[Responder] == o.place.src {
		r = Responder
	}
	s.NAT.Keepalives[r].Add(o.time)
}

// lookBack is how many SAs are searched for one between two peers.
const lookBack = 64

// between is the latest SA between two peers, nil if there is none among the last
// lookBack.
func (t *Tracker) between(a, b netip.AddrPort) *SA {
	for _, w := range [...]bounded.Worth{bounded.Repeated, bounded.Once} {
		n := 0
		for e := range t.sas.Newest(w) {
			if now := t.ends(e); now == [2]netip.AddrPort{a, b} || now == [2]netip.AddrPort{b, a} {
				return t.sa(e)
			}
			if n++; n == lookBack {
				break
			}
		}
	}
	return nil
}
