// Decode reads one message of CDP and one of ISAKMP, given in hexadecimal.
package main

import (
	"encoding/hex"
	"fmt"
	"log"
	"os"

	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: decode CDP ISAKMP, both in hexadecimal")
	}
	c, err := cdp.Parse(unhex(os.Args[1])) // what stands behind the SNAP header
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s %s %d\n", c.DeviceID, c.PortID, c.TTL)
	if c.Faults > 0 {
		fmt.Printf("faults: %d, the first in %v: %v\n", c.Faults, c.First.Type, &c.First.Err)
	}

	m, err := isakmp.Parse(unhex(os.Args[2])) // the payload of a UDP datagram on port 500
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("IKEv%d %x %d payloads\n", m.Major(), m.InitiatorSPI, len(m.Payloads))
}

// unhex returns the bytes that s has in hexadecimal.
func unhex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		log.Fatal(err)
	}
	return b
}
