package ethertype_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/ethertype"
)

// Names are tshark 4.6.9's. The search needs the rows in order: each of them is found.
func TestName(t *testing.T) {
	for v, want := range map[uint64]string{
		0x0600: "XNS Internet Datagram Protocol", 0x0800: "IPv4", 0x86dd: "IPv6", 0x9000: "Loopback",
		0x893f: "802.1br Bridge Port Extension E-Tag", 0x0801: "", 0x10800: "",
	} {
		if got := ethertype.Name(v); got != want {
			t.Errorf("%#x: %q, want %q", v, got, want)
		}
	}
	n := 0
	for v := range uint64(1 << 16) {
		if ethertype.Name(v) != "" {
			n++
		}
	}
	if n != 144 {
		t.Errorf("%d names, want tshark's 144", n)
	}
}
