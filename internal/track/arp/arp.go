// Package arp follows who uses which IPv4 address, as the packets of ARP say: RFC 826.
package arp

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// maxAddresses bounds how many addresses are remembered.
const maxAddresses = 1 << 14

// A Tracker is a track.Tracker. It leaves on a packet of ARP which other station has used its
// addresses, as Wireshark does: the first that used an address remains its owner.
type Tracker struct {
	table *bounded.Table[[4]byte, owner]
}

// An owner of an address was last seen with it in a frame, at a second of the clock.
type owner struct {
	mac    [6]byte
	frame  uint64
	second int64
}

// New makes a Tracker.
func New() *Tracker { return &Tracker{bounded.New[[4]byte, owner](maxAddresses)} }

// Protos implements track.Selective.
func (*Tracker) Protos() []*field.Proto { return []*field.Proto{inet.ARPProto} }

// Observe implements track.Tracker.
func (t *Tracker) Observe(_ *dissect.Engine, p *dissect.Packet) {
	for i := range p.Layers {
		m, ok := p.Layers[i].Message.(*inet.ARP)
		if !ok || !m.HasIPv4() || m.Operation != inet.ARPRequest && m.Operation != inet.ARPReply {
			continue
		}
		m.Facts.Sender = t.use(p, m.SenderProto, m.SenderHW)
		if m.Operation == inet.ARPReply {
			m.Facts.Target = t.use(p, m.TargetProto, m.TargetHW)
		}
	}
}

// use takes in that a station uses an address, and returns the other that does.
func (t *Tracker) use(p *dissect.Packet, ip, hardware []byte) (other inet.ARPOther) {
	mac, address := [6]byte(hardware), [4]byte(ip)
	if mac[0]&1 != 0 || mac == [6]byte{} || address == [4]byte{} {
		return other // of no one station
	}
	second := p.Time.Unix()
	e := t.table.Find(address)
	if e == nil {
		e = t.table.Add(address)
		e.Value.mac = mac
	}
	if o := &e.Value; o.mac != mac && o.frame != p.Number {
		return inet.ARPOther{MAC: o.mac, Frame: o.frame, Ago: second - o.second}
	}
	e.Value.frame, e.Value.second = p.Number, second
	t.table.Promote(e)
	return other
}
