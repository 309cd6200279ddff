// Package arp follows who uses which IPv4 address, as the packets of ARP say: RFC 826.
package arp

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/link"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// maxAddresses bounds how many addresses are remembered.
const maxAddresses = 1 << 14

// A Tracker is a track.Tracker. It leaves on a packet of ARP which other station has used its
// addresses, as Wireshark does: the first that used an address remains its owner. Where
// Wireshark has one table, it has one for each VLAN of an interface of a capture: beyond those,
// the same address may be another network's.
type Tracker struct{ table *bounded.Table[key, owner] }

// A key is an address in a VLAN, 0 without a tag, as an interface of a capture has seen it.
type key struct {
	file, iface string
	vlan        uint16
	address     [4]byte
}

// An owner of an address was last seen with it in a frame, at a second of the clock.
type owner struct {
	mac    [6]byte
	frame  uint64
	second int64
}

// New makes a Tracker.
func New() *Tracker { return &Tracker{bounded.New[key, owner](maxAddresses)} }

// Protos implements track.Selective.
func (*Tracker) Protos() []*field.Proto { return []*field.Proto{inet.ARPProto} }

// Observe implements track.Tracker.
func (t *Tracker) Observe(_ *dissect.Engine, p *dissect.Packet) {
	k := key{file: p.File, iface: p.Interface}
	for i := range p.Layers {
		switch m := p.Layers[i].Message.(type) {
		case *link.VLAN:
			k.vlan = m.ID
		case *inet.ARP:
			if m.HasIPv4() {
				t.packet(p, k, m)
			}
		}
	}
}

// packet takes in what a request or reply says.
func (t *Tracker) packet(p *dissect.Packet, k key, m *inet.ARP) {
	switch m.Operation {
	case inet.ARPRequest:
		m.Facts.Sender = t.use(p, k, m.SenderProto, m.SenderHW)
	case inet.ARPReply:
		m.Facts.Sender = t.use(p, k, m.SenderProto, m.SenderHW)
		m.Facts.Target = t.use(p, k, m.TargetProto, m.TargetHW)
	}
}

// use takes in that a station uses an address, and returns the other that does.
func (t *Tracker) use(p *dissect.Packet, k key, ip, hardware []byte) (other inet.ARPOther) {
	mac := [6]byte(hardware)
	k.address = [4]byte(ip)
	if mac[0]&1 != 0 || mac == [6]byte{} || k.address == [4]byte{} {
		return other // of no one station
	}
	second := p.Time.Unix()
	e := t.table.Find(k)
	if e == nil {
		e = t.table.Add(k)
		e.Value.mac = mac
	}
	if o := &e.Value; o.mac != mac && o.frame != p.Number {
		return inet.ARPOther{MAC: o.mac, Frame: o.frame, Ago: second - o.second}
	}
	e.Value.frame, e.Value.second = p.Number, second
	t.table.Promote(e)
	return other
}
