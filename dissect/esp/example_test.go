package esp_test

import (
	"fmt"

	"github.com/pktscope/pktscope/dissect/esp"
)

func ExampleParse() {
	p, err := esp.Parse([]byte("\xa1\xa7\x6f\x2b" + "\x00\x00\x00\x07" + "sixteen bytes or more"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("SPI 0x%08x, sequence number %d, %d bytes\n", p.SPI, p.Seq, len(p.Data))
	_, err = esp.Parse([]byte("\xa1\xa7\x6f\x2b"))
	fmt.Println(err)
	// Output:
	// SPI 0xa1a76f2b, sequence number 7, 21 bytes
	// esp.sequence at byte 4: malformed: need 4 bytes, have 0
}
