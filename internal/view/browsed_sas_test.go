package view

import (
	"strings"
	"testing"
)

// A line below an SPI is about that SA, another one about all SAs of its block.
func TestSAFilters(t *testing.T) {
	const text = `interface: a.pcap
   current_peer 198.51.100.1 port 4500

     inbound esp sas:
      spi: 0xF24E0AA8(4065200808)
        Status: ACTIVE(ACTIVE)

     inbound ah sas:

     outbound ah sas:
      spi: 0x00001001(4097)

interface: b.pcap
     current outbound spi: 0xE7D964C9(3889784009)
     outbound esp sas:
      spi: 0xE7D964C9(3889784009)
interface: c.pcap
     inbound pcp sas:
      spi: 0x1001(4097)`
	const first, second, third = "esp.spi == 0xf24e0aa8", "ah.spi == 0x00001001", "esp.spi == 0xe7d964c9"
	const both = first + " || " + second
	want := []string{both, both, both, both, first, first, first, both, both, both, second, second, third, third, third, third, "", "", ""}
	for i, got := range saFilters(strings.Split(text, "\n")) {
		is(t, strings.Split(text, "\n")[i], got, want[i])
	}
}
