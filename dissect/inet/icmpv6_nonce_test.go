package inet_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
)

// The data of an echo request to a Teredo server begin with a nonce, elsewhere they do not.
func TestTeredoNonce(t *testing.T) {
	for port, want := range map[uint16]bool{3544: true, 4000: false} {
		tree := decode(t, new(inet.ICMPv6), dissecttest.Hex("8000000000010002 53aa0126"), field.Env{DstPort: port})
		found := false
		for i := range tree.Nodes {
			found = found || tree.Nodes[i].Def.Name == "icmpv6.nonce" && string(tree.Bytes(i)) == "\x53\xaa\x01\x26"
		}
		if found != want {
			t.Errorf("port %d: a nonce: %v", port, found)
		}
	}
}
