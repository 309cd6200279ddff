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
func cdp() *kind[uint32, uint32] {
	var names interner
	text := func(n uint32) any { return names.text(n) }
	return &kind[uint32, uint32]{
		title: "CDP",
		find: func(p *dissect.Packet, i int) (device, _, port uint32, ok bool) {
			m, ok := p.Layers[i].Message.(*wirecdp.Packet)
			if !ok || p.Layers[i].Quoted || m.DeviceID == nil {
				return 0, 0, 0, false
			}
			return names.number(m.DeviceID), 0, names.number(m.PortID), true
		},
		compare: func(a, b uint32) int { return cmp.Compare(b, a) }, // the sender first
		ends:    []render.Column[uint32]{{Title: "Device ID", Key: "device_id", Cell: text}},
		ids:     []render.Column[uint32]{{Title: "Port ID", Key: "port_id", Cell: text}},
		sender:  true,
	}
}

// An interner numbers texts from 1, so that a key is a number. It is bounded: a
// text after the first maxTexts is 0, and texts longer than maxText are cut.
type interner struct {
	numbers map[string]uint32
	texts   []string
}

const (
	maxTexts = 1 << 14
	maxText  = 255
)

func (n *interner) number(text []byte) uint32 {
	text = text[:min(len(text), maxText)]
	if v, ok := n.numbers[string(text)]; ok {
		return v
	}
	if len(n.texts) == maxTexts {
		return 0
	}
	if n.numbers == nil {
		n.numbers = map[string]uint32{}
	}
	n.texts = append(n.texts, string(field.AppendEscaped(nil, text)))
	n.numbers[string(text)] = uint32(len(n.texts))
	return uint32(len(n.texts))
}

func (n *interner) text(v uint32) string {
	if v == 0 {
		return "(others)"
	}
	return n.texts[v-1]
}
