package stats

import (
	"cmp"

	"github.com/pktscope/pktscope/dissect"
	wirecdp "github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/render"
)

// cdp has devices as endpoints, and in conversations the ports that they announce
// themselves from. An announcement is sent to a multicast address and has no
// receiver to count.
func cdp() *kind[string, string] {
	text := func(name string) any { return name }
	return &kind[string, string]{
		title: "CDP",
		proto: wirecdp.Proto,
		find: func(p *dissect.Packet, i int) (device, _, port string, ok bool) {
			m, ok := p.Layers[i].Message.(*wirecdp.Packet)
			if !ok || p.Layers[i].Quoted || m.DeviceID == nil {
				return "", "", "", false
			}
			return nameOf(m.DeviceID), "", nameOf(m.PortID), true
		},
		compare: func(a, b string) int { return cmp.Compare(b, a) }, // the sender first
		ends:    []render.Column[string]{{Title: "Device ID", Key: "device_id", Cell: text}},
		ids:     []render.Column[string]{{Title: "Port ID", Key: "port_id", Cell: text}},
		sender:  true,
	}
}

// maxName bounds the bytes of a name: longer ones are cut.
const maxName = 255

func nameOf(text []byte) string {
	return string(field.AppendEscaped(nil, text[:min(len(text), maxName)]))
}
