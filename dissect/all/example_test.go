package all_test

import (
	"encoding/hex"
	"fmt"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/all"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
)

// A frame taken apart by all protocols: its columns, its messages, its tree.
func Example() {
	registry, err := dissect.NewRegistry(all.Bindings()...)
	if err != nil {
		fmt.Println(err)
		return
	}
	engine := dissect.NewEngine(registry)
	frame, _ := hex.DecodeString("02000000000202000000000108004500" + "0034000100004032b6810a0000010a000002" + // Ethernet, IPv4
		"a1a76f2b00000007" + "000102030405060708090a0b0c0d0e0f1011121314151617") // ESP

	var p dissect.Packet
	const ethernet = 1 // LINKTYPE_ETHERNET
	engine.Dissect(&p, ethernet, frame, len(frame))
	fmt.Printf("%s > %s %s %s\n", p.AppendSource(nil), p.AppendDestination(nil), p.AppendProtocol(nil), p.AppendInfo(nil, nil))
	for i := range p.Layers {
		if e, ok := p.Layers[i].Message.(*esp.Packet); ok {
			fmt.Printf("SPI 0x%08x, sequence number %d\n", e.SPI, e.Seq)
		}
	}

	var tree field.Tree
	engine.Build(&p, &tree)
	for i := range tree.Nodes {
		if tree.Nodes[i].Parent < 0 {
			fmt.Printf("%s\n", tree.AppendLabel(nil, i))
		}
	}
	// Output:
	// 10.0.0.1 > 10.0.0.2 ESP ESP (SPI=0xa1a76f2b)
	// SPI 0xa1a76f2b, sequence number 7
	// Ethernet II, Src: 02:00:00:00:00:01, Dst: 02:00:00:00:00:02
	// Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2
	// Encapsulating Security Payload
}
