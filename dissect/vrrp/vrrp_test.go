package vrrp_test

import (
	"net/netip"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/vrrp"
)

func newVRRP() dissect.Message { return new(vrrp.Packet) }

// The lines are those of tshark 4.6.9.
var messages = []struct {
	name, digits, info string
}{
	{name: "version-2", info: `Announcement (v2)`,
		digits: "210a64020001f5f1c0000201c00002fe0000000000000000"},
	{name: "owner", info: `Announcement (v2)`,
		digits: "210aff0101011234c00002017365637265740000"},
	{name: "stopped", info: `Announcement (v2)`,
		digits: "210a000102010000c00002010000000000000000"},
	{name: "version-3", info: `Announcement (v3)`,
		digits: "310ac8010064a1fcc0000201"},
}

func seeds() (list []dissecttest.Seed) {
	for _, c := range messages {
		s := dissecttest.Seed{Name: c.name, Bytes: dissecttest.Hex(c.digits)}
		s.Env.Src = netip.AddrFrom4([4]byte{192, 0, 2, 2})
		list = append(list, s)
	}
	return list
}

func TestVRRP(t *testing.T) {
	dissecttest.Run(t, newVRRP, seeds())
	for _, s := range seeds() {
		dissecttest.Golden(t, newVRRP, s)
	}
}

func FuzzVRRP(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds()}, newVRRP)
}

func TestInfo(t *testing.T) {
	for i, s := range seeds() {
		dissecttest.Info(t, newVRRP, s, messages[i].info)
	}
}
