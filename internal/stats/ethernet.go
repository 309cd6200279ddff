package stats

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/link"
	"github.com/pktscope/pktscope/internal/render"
)

// A mac is an EUI-48 address.
type mac = [6]byte

// ethernet has stations as endpoints.
func ethernet() *kind[mac, struct{}] {
	return &kind[mac, struct{}]{
		title: "Ethernet",
		proto: link.EthernetProto,
		find: func(p *dissect.Packet, i int) (src, dst mac, _ struct{}, ok bool) {
			m, ok := p.Layers[i].Message.(*link.Ethernet)
			if !ok || p.Layers[i].Quoted || !m.Addressed() {
				return src, dst, struct{}{}, false
			}
			return m.Src, m.Dst, struct{}{}, true
		},
		compare: func(a, b mac) int { return bytes.Compare(a[:], b[:]) },
		ends: []render.Column[mac]{
			{Title: "Address", Key: "address", Cell: func(a mac) any { return string(field.AppendBytes(nil, a[:], ':')) }},
		},
	}
}
