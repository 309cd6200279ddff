package ipsec

import (
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// What an SA lacks whose numbers others share is not known, neither as text nor as data.
func TestSharedNumbers(t *testing.T) {
	for _, shared := range []bool{false, true} {
		s := &tunnel.SA{SA: &esp.SA{Packets: 20, Shared: shared, Sequence: esp.Sequence{First: 1, Last: 20}}}
		x := sum([]*tunnel.SA{s})
		b := string(appendSADetail(appendSeen(nil, &tunnel.Tunnel{}, &x, &total{}), s))
		for text, want := range map[string]bool{"#pkts lost (out/in): 0/0": !shared, "        lost: 0, late: 0": !shared, "not known:\n": shared} {
			if strings.Contains(b, text) != want {
				t.Errorf("shared %v: %q is there: %v\n%s", shared, text, !want, b)
			}
		}
		if lost := (row{SA: s}).told(0); (lost == nil) != shared {
			t.Errorf("shared %v: %v", shared, lost)
		}
	}
}
