package stats

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect"
	wireesp "github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/render"
)

// esp has security associations as conversations. RFC 4301, section 4.1
// identifies one by its SPI and addresses; it has one direction.
func esp() *kind[netip.Addr, uint32] {
	return &kind[netip.Addr, uint32]{
		title: "ESP",
		proto: wireesp.Proto,
		find: func(p *dissect.Packet, i int) (src, dst netip.Addr, spi uint32, ok bool) {
			m, ok := p.Layers[i].Message.(*wireesp.Packet)
			if !ok || p.Layers[i].Quoted || m.Data == nil {
				return src, dst, 0, false
			}
			src, dst, ok = carrier(p, i)
			return src, dst, m.SPI, ok
		},
		compare: netip.Addr.Compare,
		ends:    addressColumns(),
		ids: []render.Column[uint32]{
			{Title: "SPI", Key: "spi", Cell: func(spi uint32) any { return string(field.AppendHex([]byte("0x"), uint64(spi), 4)) }},
		},
		known: true,
	}
}
