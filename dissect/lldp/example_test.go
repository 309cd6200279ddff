package lldp_test

import (
	"fmt"

	"github.com/pktscope/pktscope/dissect/lldp"
)

func ExampleParse() {
	p, err := lldp.Parse([]byte("\x02\x07\x04\x00\x19\x2f\xa7\xb2\x8d" + // Chassis ID: a MAC address
		"\x04\x08\x05" + "Gi0/1/0" + // Port ID: the name of an interface
		"\x06\x02\x00\x78" + // Time To Live
		"\x0a\x02" + "S2" + // System Name
		"\x00\x00"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: chassis %s, port %s, %d seconds\n", p.SystemName, p.Chassis.AppendText(nil), p.Port.AppendText(nil), p.TTL)
	// Output:
	// S2: chassis 00:19:2f:a7:b2:8d, port Gi0/1/0, 120 seconds
}
