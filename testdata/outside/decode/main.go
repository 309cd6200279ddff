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
	announcement, _ := hex.DecodeString(os.Args[1])
	c, err := cdp.Parse(announcement)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s %s %d\n", c.DeviceID, c.PortID, c.TTL)

	message, _ := hex.DecodeString(os.Args[2])
	m, err := isakmp.Parse(message)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("IKEv%d %x %d payloads\n", m.Major(), m.InitiatorSPI, len(m.Payloads))
}
