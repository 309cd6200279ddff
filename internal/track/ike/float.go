package ike

import (
	"encoding/binary"
	"net/netip"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// IKE and ESP in UDP may have other ports than 500 and 4500: by configuration, or
// by a NAT before each peer. A datagram that begins with the Non-ESP Marker and the
// SPIs of a known SA shows that its flow is one of RFC 3948, ESP in it included.

// A flow is the ends of a UDP flow, the lower first.
type flow [2]netip.AddrPort

func flowOf(a, b netip.AddrPort) flow {
	if b.Compare(a) < 0 {
		a, b = b, a
	}
	return flow{a, b}
}

// maxFloats bounds how many flows are kept.
const maxFloats = 1 << 12

// encapsulation is the key of the port of RFC 3948.
var encapsulation = field.UDPPort.Key(isakmp.PortNATT)

// mayFloat reports whether p may be of a floated flow: no protocol has the payload of
// UDP.
func (t *Tracker) mayFloat(p *dissect.Packet) bool {
	last := len(p.Layers) - 1
	if last < 0 || p.Err != nil || p.Layers[last].Quoted || t.sas.Len() == 0 {
		return false
	}
	_, udp := p.Layers[last].Message.(*inet.UDP)
	return udp
}

// float dissects the payload of the packet's last layer as UDP 4500, if it is of
// a floated flow, and reports whether it did.
func (t *Tracker) float(o *observation) bool {
	p := o.packet
	if !t.mayFloat(p) {
		return false
	}
	last := len(p.Layers) - 1
	s, ok := p.Layers[last].Payload()
	if !ok {
		return false
	}
	f := flowOf(o.place.src, o.place.dst)
	if t.floats.Find(f) == nil {
		if !t.marked(p.Bufs[s.Buf][s.Off:s.End]) {
			return false
		}
		t.floats.Add(f)
	}
	o.engine.Claim(p, last, encapsulation, nil)
	return true
}

// marked reports whether b is the Non-ESP Marker and a message of a known SA.
func (t *Tracker) marked(b []byte) bool {
	const marker, spis = 4, 16
	if len(b) < marker+spis || binary.BigEndian.Uint32(b) != 0 {
		return false
	}
	return t.knows(SPI(b[marker:marker+8]), SPI(b[marker+8:marker+16]))
}

func newFloats() *bounded.Table[flow, struct{}] { return bounded.New[flow, struct{}](maxFloats) }
