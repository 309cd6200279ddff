// Package counts counts packets by the protocols that reports are about, so that a
// report that has nothing to tell can say why.
package counts

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/edp"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/fdp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/dissect/lldp"
	"github.com/pktscope/pktscope/internal/track"
)

// Packets are the numbers of packets with a message of a protocol, but for All. It is a
// track.Watcher; its zero value is ready.
type Packets struct {
	All          uint64
	IKEv1, IKEv2 uint64
	ESP          uint64 // and AH
	CDP, LLDP    uint64
	FDP, EDP     uint64
}

var _ track.Watcher = (*Packets)(nil)

// Clear forgets all packets.
func (c *Packets) Clear() { *c = Packets{} }

// Reads implements track.Frugal.
func (*Packets) Reads() ([]*field.Proto, track.Depth, bool) {
	return []*field.Proto{isakmp.Proto, esp.Proto, esp.AHProto, cdp.Proto, lldp.Proto, fdp.Proto, edp.Proto}, track.Streams, true
}

// Watch implements track.Watcher.
func (c *Packets) Watch(p *dissect.Packet) {
	c.All++
	var counted *uint64 // by the layer before: a packet has one of these protocols, again and again inside a tunnel
	for i := range p.Layers {
		if p.Layers[i].Quoted {
			continue
		}
		of := c.of(p.Layers[i].Message)
		if of != nil && of != counted {
			*of++
			counted = of
		}
	}
}

// of returns the number of a message's protocol, nil if it has none.
func (c *Packets) of(m dissect.Message) *uint64 {
	switch m := m.(type) {
	case *isakmp.Packet:
		if m.Major() == 2 {
			return &c.IKEv2
		}
		return &c.IKEv1
	case *esp.Packet, *esp.AH:
		return &c.ESP
	case *cdp.Packet:
		return &c.CDP
	case *lldp.Packet:
		return &c.LLDP
	case *fdp.Packet:
		return &c.FDP
	case *edp.Packet:
		return &c.EDP
	}
	return nil
}

// A Holding is how many packets there are of a protocol, and the report on it.
type Holding struct {
	Protocol string
	Packets  uint64
	Report   string // the words behind "show"
}

// Held lists the protocols that there are packets of.
func (c *Packets) Held() (list []Holding) {
	for _, h := range []Holding{
		{"IKEv1", c.IKEv1, "crypto isakmp sa"},
		{"IKEv2", c.IKEv2, "crypto ikev2 sa"},
		{"ESP or AH", c.ESP, "crypto ipsec sa"},
		{"CDP", c.CDP, "cdp neighbors"},
		{"LLDP", c.LLDP, "lldp neighbors"},
		{"FDP", c.FDP, "fdp neighbors"},
		{"EDP", c.EDP, "edp neighbors"},
	} {
		if h.Packets > 0 {
			list = append(list, h)
		}
	}
	return list
}
