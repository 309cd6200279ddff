package gopacketlayer_test

import (
	"fmt"

	"github.com/google/gopacket"

	"github.com/pktscope/pktscope/dissect/gopacketlayer"
)

// Types are registered once, in TestMain here: types, err = gopacketlayer.Register(2900).
func Example() {
	datagram := []byte("\xa1\xa7\x6f\x2b" + "\x00\x00\x00\x07" + "ciphertext")
	p := gopacket.NewPacket(datagram, types.NAT, gopacket.Default)
	if l, ok := p.Layer(types.ESP).(*gopacketlayer.ESP); ok {
		fmt.Printf("SPI 0x%08x, sequence number %d\n", l.SPI, l.Seq)
	}
	// Output:
	// SPI 0xa1a76f2b, sequence number 7
}
