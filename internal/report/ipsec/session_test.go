package ipsec

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// Two peers have one session, whichever of them began; its state depends on both
// protocols.
func TestSessions(t *testing.T) {
	a, b := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	start := time.Unix(1_700_000_000, 0)
	negotiation := func(from, to netip.Addr, ready, deleted time.Time) *ike.SA {
		return &ike.SA{First: start, Ready: ready, Deleted: deleted, Now: [2]netip.AddrPort{netip.AddrPortFrom(from, 500), netip.AddrPortFrom(to, 500)}}
	}
	sa := &esp.SA{Key: esp.Key{SPI: 1, Dst: b}, Src: a, First: start.Add(2 * time.Second), Packets: 3}
	var never time.Time
	ready, deleted := start.Add(time.Second), start.Add(time.Minute)
	for _, c := range []struct {
		want         string
		sas          []*esp.SA
		negotiations []*ike.SA
		uptime       time.Duration
	}{
		{"DOWN-NEGOTIATING", nil, []*ike.SA{negotiation(a, b, never, never)}, 0},
		{"UP-IDLE", nil, []*ike.SA{negotiation(a, b, never, deleted), negotiation(b, a, ready, never)}, time.Minute},
		{"UP-ACTIVE", []*esp.SA{sa}, []*ike.SA{negotiation(b, a, ready, never)}, time.Minute},
		{"UP-ACTIVE", []*esp.SA{sa}, nil, time.Minute - time.Second},
		{"UP-NO-IKE", []*esp.SA{sa}, []*ike.SA{negotiation(a, b, ready, deleted)}, time.Minute - time.Second},
		{"DOWN", nil, []*ike.SA{negotiation(a, b, ready, deleted)}, 0},
	} {
		negotiations := slices.Values(c.negotiations)
		all := sessions(tunnel.Find(slices.Values(c.sas), negotiations), negotiations, slices.Values([]*ike.SA(nil)))
		if len(all) != 1 {
			t.Errorf("%s: %d sessions", c.want, len(all))
			continue
		}
		s := all[0]
		got := s.status()
		if uptime, up := s.uptime(start.Add(time.Minute + time.Second)); got != c.want || uptime != c.uptime || up != strings.HasPrefix(got, "UP") {
			t.Errorf("%s after %v, want %s after %v", got, uptime, c.want, c.uptime)
		}
		out := s.packets(func(f *flow) []*tunnel.SA { return f.outbound })
		in := s.packets(func(f *flow) []*tunnel.SA { return f.inbound })
		if s.active() != len(c.sas) || out+in != 3*uint64(len(c.sas)) {
			t.Errorf("%s: %d SAs, %d and %d packets", c.want, s.active(), out, in)
		}
	}
}

// A peer that was lost is told of while the next negotiation has no answer.
func TestFailureBefore(t *testing.T) {
	a, b := netip.MustParseAddrPort("192.0.2.1:500"), netip.MustParseAddrPort("192.0.2.2:500")
	start := time.Unix(1_700_000_000, 0)
	lost := &ike.SA{First: start, Ready: start, Now: [2]netip.AddrPort{a, b}, Failure: ike.Failure{Kind: ike.PeerLost}}
	again := &ike.SA{First: start.Add(time.Minute), Now: [2]netip.AddrPort{a, b}}
	none := slices.Values([]*ike.SA(nil))
	all := sessions(nil, slices.Values([]*ike.SA{lost}), slices.Values([]*ike.SA{again}))
	if len(all) != 1 || all[0].status() != "DOWN-NEGOTIATING" || all[0].failure() != "peer-lost" {
		t.Fatalf("%d sessions, %s, %q", len(all), all[0].status(), all[0].failure())
	}
	again.Ready = again.First
	if all = sessions(nil, slices.Values([]*ike.SA{lost, again}), none); all[0].failure() != "" || all[0].status() != "UP-IDLE" {
		t.Errorf("%s, %q", all[0].status(), all[0].failure())
	}
}
