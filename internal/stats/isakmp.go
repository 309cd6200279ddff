package stats

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	wireisakmp "github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/render"
)

// cookies identify an ISAKMP SA: RFC 2408 section 3.1. IKEv2 calls them SPIs.
type cookies struct{ initiator, responder [8]byte }

// isakmp has ISAKMP SAs as conversations. The first message of an SA does not
// know the responder's cookie yet.
func isakmp() *kind[netip.Addr, cookies] {
	return &kind[netip.Addr, cookies]{
		title: "ISAKMP",
		proto: wireisakmp.Proto,
		find: func(p *dissect.Packet, i int) (src, dst netip.Addr, c cookies, ok bool) {
			m, ok := p.Layers[i].Message.(*wireisakmp.Packet)
			if !ok || p.Layers[i].Quoted || m.Length == 0 {
				return src, dst, c, false
			}
			src, dst, ok = carrier(p, i)
			return src, dst, cookies{m.InitiatorSPI, m.ResponderSPI}, ok
		},
		compare: netip.Addr.Compare,
		ends:    addressColumns(),
		ids: []render.Column[cookies]{
			{Title: "Initiator SPI", Key: "initiator_spi", Cell: func(c cookies) any { return string(field.AppendBytes(nil, c.initiator[:], 0)) }},
			{Title: "Responder SPI", Key: "responder_spi", Cell: func(c cookies) any { return string(field.AppendBytes(nil, c.responder[:], 0)) }},
		},
		known: true,
		early: func(c cookies) cookies { return cookies{initiator: c.initiator} },
	}
}
