// Tojson prints every packet of a pcapng file as a line of JSON.
package main

import (
	"encoding/json"
	"errors"
	"io"
	"log"
	"os"

	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/all"
	"github.com/pktscope/pktscope/dissect/field"
)

type row struct {
	Number         int
	Protocol, Info string
	Fields         *field.Tree
}

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	capture, err := pcapgo.NewNgReader(file, pcapgo.NgReaderOptions{WantMixedLinkType: true})
	if err != nil {
		log.Fatal(err)
	}
	registry, err := dissect.NewRegistry(all.Bindings()...)
	if err != nil {
		log.Fatal(err)
	}
	engine, arena := dissect.NewEngine(registry), dissect.NewArena(registry)
	engine.Use(arena)
	out := json.NewEncoder(os.Stdout)
	var packet dissect.Packet
	var tree field.Tree
	for n := 1; ; n++ {
		data, info, err := capture.ReadPacketData()
		if errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			log.Fatal(err)
		}
		link, _ := info.AncillaryData[0].(layers.LinkType)
		arena.Reset()
		engine.Dissect(&packet, uint32(link), data, info.Length)
		engine.Build(&packet, &tree)
		r := row{n, string(packet.AppendProtocol(nil)), string(packet.AppendInfo(nil, nil)), &tree}
		if err := out.Encode(r); err != nil {
			log.Fatal(err)
		}
	}
}
