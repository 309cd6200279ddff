package nat_test

import (
	"fmt"

	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/nat"
)

// What a UDP datagram on port 4500 holds.
func ExampleParse() {
	for _, datagram := range []string{
		"\xff",
		"\x00\x00\x00\x00" + "a message of IKE",
		"\xa1\xa7\x6f\x2b" + "\x00\x00\x00\x07" + "ciphertext",
		"\x00\x00",
	} {
		p, err := nat.Parse([]byte(datagram))
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(p.Kind, len(p.Payload))
		if p.Kind == nat.ESP {
			e, _ := esp.Parse(p.Payload)
			fmt.Printf("SPI 0x%08x\n", e.SPI)
		}
	}
	// Output:
	// NAT-keepalive 0
	// ISAKMP 16
	// ESP 18
	// SPI 0xa1a76f2b
	// udpencap.non_esp_marker at byte 0: malformed
}
