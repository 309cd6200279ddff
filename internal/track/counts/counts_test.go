package counts_test

import (
	"path/filepath"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/counts"
)

// The numbers are those of tshark with the filters isakmp, esp, cdp and lldp.
func TestPackets(t *testing.T) {
	r := labtest.Registry(t)
	arena := dissect.NewArena(r)
	e := dissect.NewEngine(r)
	e.Use(arena)
	for _, c := range []struct {
		file string
		want counts.Packets
	}{
		{"05-ikev1-phase1-no-proposal.pcap", counts.Packets{All: 4, IKEv1: 2}},
		{"08-ikev2-aes128gcm-ecp256.pcap", counts.Packets{All: 34, IKEv2: 6, ESP: 26}},
		{"25-lldp-office.pcapng", counts.Packets{All: 85, CDP: 24, LLDP: 61}},
	} {
		var got counts.Packets
		for p := range labtest.Packets(t, filepath.Join("../../../fixtures/pcaps", c.file)) {
			var packet dissect.Packet
			e.Dissect(&packet, uint32(p.Link), p.Data, p.WireLen)
			got.Watch(&packet)
			arena.Reset()
		}
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", c.file, got, c.want)
		}
		if got.Clear(); got != (counts.Packets{}) {
			t.Errorf("%+v after Clear", got)
		}
	}
}
