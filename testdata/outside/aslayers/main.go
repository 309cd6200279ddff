// Aslayers prints what CDP and ISAKMP say in a pcap file, as layers of gopacket.
package main

import (
	"fmt"
	"log"
	"os"

	"github.com/google/gopacket"
	"github.com/google/gopacket/pcapgo"

	"github.com/pktscope/pktscope/dissect/gopacketlayer"
)

func main() {
	types, err := gopacketlayer.Register(2900)
	if err != nil {
		log.Fatal(err)
	}
	types.Install()
	file, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	capture, err := pcapgo.NewReader(file)
	if err != nil {
		log.Fatal(err)
	}
	for packet := range gopacket.NewPacketSource(capture, capture.LinkType()).Packets() {
		if l, ok := packet.Layer(types.CDP).(*gopacketlayer.CDP); ok {
			fmt.Printf("CDP %s %s %d\n", l.DeviceID, l.PortID, l.TTL)
		}
		if l, ok := packet.Layer(types.ISAKMP).(*gopacketlayer.ISAKMP); ok {
			fmt.Printf("ISAKMP %d %x\n", l.Exchange, l.InitiatorSPI)
		}
		if l, ok := packet.Layer(types.ESP).(*gopacketlayer.ESP); ok {
			fmt.Printf("ESP 0x%08x %d\n", l.SPI, l.Seq)
		}
	}
}
