package arp_test

import (
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/link"
	"github.com/pktscope/pktscope/internal/track/arp"
)

// station is a MAC address, own one of IPv4.
func station(n byte) []byte { return []byte{2, 0, 0, 0, 0, n} }
func own(n byte) []byte     { return []byte{10, 0, 0, n} }

// Who else uses an address is what tshark 4.6.9 says of the same packets, which are
// those of 54-headers-that-cannot-be.pcap from frame 20 on, one in each second.
func TestFacts(t *testing.T) {
	const request, reply, reverse = inet.ARPRequest, inet.ARPReply, inet.ARPReverseRequest
	none := make([]byte, 6)
	other := func(n byte, frame uint64, ago int64) inet.ARPOther {
		return inet.ARPOther{MAC: [6]byte(station(n)), Frame: frame, Ago: ago}
	}
	tracker := arp.New()
	for i, c := range []struct {
		operation          inet.ARPOperation
		mac, ip, toMAC, to []byte
		sender, target     inet.ARPOther
	}{
		{operation: request, mac: station(1), ip: own(1), toMAC: none, to: own(2)},
		{operation: reply, mac: station(2), ip: own(2), toMAC: station(1), to: own(1)},
		{operation: reply, mac: station(3), ip: own(2), toMAC: station(1), to: own(1), sender: other(2, 21, 1)},
		{operation: request, mac: station(4), ip: own(1), toMAC: none, to: own(1), sender: other(1, 22, 1)},
		{operation: request, mac: station(5), ip: make([]byte, 4), toMAC: none, to: own(2)},
		{operation: reply, mac: station(6), ip: own(6), toMAC: station(7), to: own(1), target: other(1, 22, 3)},
		{operation: request, mac: station(1), ip: own(1), toMAC: station(9), to: own(2)},
		{operation: reply, mac: station(2), ip: own(2), toMAC: []byte("\xff\xff\xff\xff\xff\xff"), to: own(1)},
		{operation: request, mac: station(3), ip: own(2), toMAC: none, to: own(9), sender: other(2, 27, 1)},
		{operation: reply, mac: station(3), ip: own(2), toMAC: station(4), to: own(1), sender: other(2, 27, 2), target: other(1, 26, 3)},
		{operation: request, mac: station(1), ip: own(1), toMAC: none, to: own(2)},
		{operation: reverse, mac: station(8), ip: own(1), toMAC: station(8), to: own(2)},
		{operation: request, mac: station(8), ip: own(1), toMAC: []byte("\xff\xff\xff\xff\xff\xff"), to: own(3), sender: other(1, 30, 2)},
		{operation: reply, mac: []byte{3, 0, 0, 0, 0, 1}, ip: own(1), toMAC: station(1), to: own(1)},
	} {
		m := &inet.ARP{
			Hardware: inet.ARPEthernet, Protocol: 0x0800, Operation: c.operation,
			SenderHW: c.mac, SenderProto: c.ip, TargetHW: c.toMAC, TargetProto: c.to,
		}
		frame := uint64(20 + i)
		tracker.Observe(nil, &dissect.Packet{Number: frame, Time: time.Unix(int64(frame), 0), Layers: []dissect.Layer{{Message: m}}})
		if m.Facts.Sender != c.sender || m.Facts.Target != c.target {
			t.Errorf("frame %d: %+v, want %+v and %+v", frame, m.Facts, c.sender, c.target)
		}
	}
}

// An address of another capture, of another interface, or of another VLAN, is another.
func TestApart(t *testing.T) {
	tracker := arp.New()
	for i, c := range []struct {
		file, iface string
		vlan        uint16
		other       bool
	}{{"1", "a", 0, false}, {"2", "a", 0, false}, {"1", "b", 0, false}, {"1", "a", 10, false}, {"1", "a", 20, false}, {"1", "a", 10, true}} {
		m := &inet.ARP{
			Hardware: inet.ARPEthernet, Protocol: 0x0800, Operation: inet.ARPRequest,
			SenderHW: station(byte(i)), SenderProto: own(1), TargetHW: make([]byte, 6), TargetProto: own(2),
		}
		layers := []dissect.Layer{{Message: m}}
		if c.vlan != 0 {
			layers = []dissect.Layer{{Message: &link.VLAN{ID: c.vlan}}, {Message: m}}
		}
		tracker.Observe(nil, &dissect.Packet{Number: uint64(i + 1), File: c.file, Interface: c.iface, Layers: layers})
		if other := m.Facts.Sender.Frame != 0; other != c.other {
			t.Errorf("packet %d: another station has it: %v", i, other)
		}
	}
}

// A gratuitous reply whose two stations differ is no duplicate: they are of one moment.
func TestOneFrame(t *testing.T) {
	m := &inet.ARP{
		Hardware: inet.ARPEthernet, Protocol: 0x0800, Operation: inet.ARPReply,
		SenderHW: station(1), SenderProto: own(1), TargetHW: station(2), TargetProto: own(1),
	}
	arp.New().Observe(nil, &dissect.Packet{Number: 1, Layers: []dissect.Layer{{Message: m}}})
	if m.Facts != (inet.ARPFacts{}) {
		t.Errorf("%+v", m.Facts)
	}
}
