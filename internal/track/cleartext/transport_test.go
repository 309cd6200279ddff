package cleartext_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track/cleartext"
)

// TestTransportMode counts a packet whose payload is decrypted and has ports, but no
// addresses of its own.
func TestTransportMode(t *testing.T) {
	c := cleartext.New(0)
	c.Watch(&dissect.Packet{Layers: []dissect.Layer{
		{Message: new(inet.IPv4)},
		{Message: &esp.Packet{Facts: esp.Facts{Plain: []byte{}}}},
		{Message: &inet.UDP{SrcPort: 53, DstPort: 53}},
	}})
	for p := range c.Pairs() {
		if p.Sealed != 1 || p.Ports != [2]uint16{} {
			t.Errorf("%+v", p)
		}
	}
}
