package ike_test

import (
	"io"
	"path/filepath"
	"testing"

	"pktscope/dissect"
	"pktscope/dissect/all"
	"pktscope/internal/capture"
	"pktscope/internal/track/frag"
	"pktscope/internal/track/ike"
)

const pcaps = "../../../fixtures/pcaps"

// follow shows a capture to a tracker.
func follow(t testing.TB, name string, tr *ike.Tracker, each func(*dissect.Packet)) {
	t.Helper()
	r, err := dissect.NewRegistry(all.Bindings()...)
	if err != nil {
		t.Fatal(err)
	}
	arena := dissect.NewArena(r)
	e := dissect.NewEngine(r)
	e.Use(arena)
	src, err := capture.Open(name, capture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	fragments := frag.New(frag.DefaultLimits)
	var f capture.Packet
	for {
		err := src.Next(&f)
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		var p dissect.Packet
		p.Number, p.Time, p.Wire, p.Interface = f.Number, f.Time, f.WireLen, f.Iface.Label()
		e.Dissect(&p, uint32(f.Link), f.Data, f.WireLen)
		fragments.Observe(e, &p)
		tr.Observe(e, &p)
		if each != nil {
			each(&p)
		}
		arena.Reset()
	}
}

// The captures and what they hold are told in fixtures/pcaps/README.md.
func TestSAs(t *testing.T) {
	for _, c := range []struct {
		name                 string
		sas, messages, again int
		state                ike.State
		floated              bool
	}{
		{"01-ikev1-main-seed.pcap", 1, 0, 0, ike.QMIdle, false},
		{"01-ikev1-main-seed.pcapng", 1, 0, 0, ike.QMIdle, false},
		{"03-ikev1-aggressive-3des-md5-udp4500.pcap", 1, 0, 0, ike.QMIdle, false},
		{"05-ikev1-phase1-no-proposal.pcap", 1, 0, 0, ike.QMIdle, false},
		{"07-ikev1-nat-t.pcap", 1, 0, 0, ike.QMIdle, false},
		{"07-ikev1-nat-t-pat.outside.pcap", 1, 0, 0, ike.QMIdle, false},
		{"08-ikev2-aes128gcm-ecp256-udp4500.pcap", 1, 0, 0, ike.QMIdle, false},
		{"08-ikev2-aes128gcm-ecp256.pcap", 1, 0, 0, ike.QMIdle, false},
	} {
		tr := ike.New(nil, ike.Limits{})
		follow(t, filepath.Join(pcaps, c.name), tr, nil)
		for s := range tr.SAs() {
			t.Logf("%s: %d v%d %x %v %v -> %v, %d messages, %d again, %d elsewhere, floated %v, offers %v, policy %v, moves %v, late %v", c.name, s.ID, s.Version, s.SPIs, s.State, s.Peers, s.Now, s.Messages, s.Retransmits, s.Elsewhere, s.Floated, s.Offers, s.Policy, s.Moves, s.Late)
		}
	}
}
