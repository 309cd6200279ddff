package ipproto_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/ipproto"
)

// Names as tshark 4.6.9 prints them behind ip.proto.
func TestName(t *testing.T) {
	for number, want := range map[uint64]string{
		0: "IPv6 Hop-by-Hop Option", 6: "TCP", 17: "UDP", 50: "Encap Security Payload", 100: "GMTP", 132: "SCTP", 143: "Ethernet", 144: "AGGFRAG", 147: "Bit-stream Emulation", 148: "Unassigned",
		173: "AX/4000 Testframe", 200: "Unassigned", 224: "Novell NCS Heartbeat", 253: "", 1 << 40: "",
	} {
		if got := ipproto.Name(number); got != want {
			t.Errorf("%d: %q, want %q", number, got, want)
		}
	}
}

func TestAppendNext(t *testing.T) {
	for next, want := range map[uint8]string{
		59: "IPv6 no next header", 100: "Unknown IP Protocol: GMTP (100)", 253: "Unknown IP Protocol: Unknown (253)",
	} {
		if got := string(ipproto.AppendNext(nil, next)); got != want {
			t.Errorf("%d: %q, want %q", next, got, want)
		}
	}
}
