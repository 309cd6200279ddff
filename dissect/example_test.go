package dissect_test

import (
	"fmt"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/all"
	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/field"
)

// A protocol of one's own, on a UDP port. What it carries has no number on the
// wire: payloadKey is the key of it.
var (
	beaconProto = field.NewProto("beacon", "BEACON", "Beacon Protocol")
	fBeaconID   = beaconProto.Uint16("beacon.id", "Identifier", field.Hex)
	payloadKey  = field.NewKey("beacon.payload")
)

type beacon struct{ ID uint16 }

func (*beacon) Proto() *field.Proto { return beaconProto }

func (m *beacon) Decode(d *field.Decoder) error {
	s := d.Begin(beaconProto)
	m.ID = d.Uint16(fBeaconID)
	d.Payload()
	d.End(s)
	return d.Err()
}

func (m *beacon) AppendSummary(b []byte, _ *field.Names) []byte {
	return field.AppendUint(append(b, "Beacon "...), uint64(m.ID))
}

// Next makes beacon a dissect.Carrier.
func (*beacon) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return payloadKey
}

var _ dissect.Carrier = (*beacon)(nil)

// A program that reads many frames resets an Arena after each.
func ExampleEngine() {
	registry, err := dissect.NewRegistry(all.Bindings()...)
	if err != nil {
		fmt.Println(err)
		return
	}
	engine, arena := dissect.NewEngine(registry), dissect.NewArena(registry)
	engine.Use(arena)
	const ethernet = 1 // LINKTYPE_ETHERNET
	var p dissect.Packet
	for _, frame := range []string{
		"\x01\x00\x0c\xcc\xcc\xcc\x02\x00\x5e\x00\x00\x01\x00\x1c\xaa\xaa\x03\x00\x00\x0c\x20\x00" + // IEEE 802.3, LLC, SNAP
			"\x02\xb4\x5f\x01\x00\x01\x00\x0a2924-2\x00\x03\x00\x06\x47\x31", // CDP
		"\x01\x00\x0c\xcc\xcc\xcc\x02\x00\x5e\x00\x00\x01\x00\x0a\xaa\xaa\x03\x00\x00\x0c\x20\x00" +
			"\x02\xb4", // cut
	} {
		arena.Reset()
		engine.Dissect(&p, ethernet, []byte(frame), len(frame))
		for _, l := range p.Layers {
			if m, ok := l.Message.(*cdp.Packet); ok {
				fmt.Printf("%q %q %d %v\n", m.DeviceID, m.PortID, m.TTL, p.Err)
			}
		}
	}
	// Output:
	// "2924-2" "G1" 180 <nil>
	// "" "" 180 cdp.checksum at byte 24: malformed: need 2 bytes, have 0
}

// A protocol joins those that pktscope knows by one line.
func Example() {
	bindings := append(all.Bindings(), dissect.Bind[beacon](field.UDPPort.Key(40000)))
	registry, err := dissect.NewRegistry(bindings...)
	if err != nil {
		fmt.Println(err)
		return
	}
	engine := dissect.NewEngine(registry)
	packet := []byte("\x45\x00\x00\x21\x00\x00\x00\x00\x40\x11\x00\x00\x0a\x00\x00\x01\x0a\x00\x00\x02" + // IPv4
		"\x9c\x40\x9c\x40\x00\x0d\x00\x00" + "\x00\x2a" + "abc") // UDP, the beacon, what it carries
	var p dissect.Packet
	const rawIPv4 = 228 // LINKTYPE_IPV4
	engine.Dissect(&p, rawIPv4, packet, len(packet))
	fmt.Printf("%s\n%s\n", p.AppendProtocols(nil), p.AppendInfo(nil, nil))
	var tree field.Tree
	engine.Build(&p, &tree)
	for i := range tree.Nodes {
		if n := &tree.Nodes[i]; n.Def.Proto == beaconProto || n.Def.Proto == dissect.DataProto {
			fmt.Printf("%s\n", tree.AppendLabel(nil, i))
		}
	}
	// Output:
	// raw:ip:udp:beacon
	// Beacon 42
	// Beacon Protocol
	// Identifier: 0x002a
	// Data (3 bytes)
	// Data: 616263
	// Length: 3
}
