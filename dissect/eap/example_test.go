package eap_test

import (
	"fmt"

	"github.com/pktscope/pktscope/dissect/eap"
)

func ExampleParse() {
	p, err := eap.Parse([]byte("\x02\x01\x00\x0a" + "\x01" + "alice"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: %s\n", p.AppendSummary(nil, nil), p.Data)
	// Output:
	// Response, Identity: alice
}
