package dissect_test

import (
	"fmt"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/all"
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
	// ip:udp:beacon
	// Beacon 42
	// Beacon Protocol
	// Identifier: 0x002a
	// Data (3 bytes)
	// Data: 616263
	// Length: 3
}
