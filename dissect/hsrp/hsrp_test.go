package hsrp_test

import (
	"net/netip"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/hsrp"
)

func newHSRP() dissect.Message { return new(hsrp.Packet) }

// The lines are those of tshark 4.6.9.
var messages = []struct {
	name, digits, info, dst string
}{
	{name: "hello", dst: "224.0.0.2", info: `Hello (state Active)`,
		digits: "000010030a640100636973636f000000c0000201"},
	{name: "coup", dst: "224.0.0.2", info: `Coup (state Standby)`,
		digits: "000108030a640100636973636f000000c0000201"},
	{name: "resign", dst: "224.0.0.2", info: `Resign (state Speak)`,
		digits: "000204050f640100736563726574000001020304"},
	{name: "unknown-state", dst: "224.0.0.2", info: `Hello (state Unknown)`,
		digits: "000063030a640100636973636f000000c0000201"},
	{name: "advertise", dst: "224.0.0.2", info: `Advertise (state Passive)`,
		digits: "00030001000e02000000000100000000"},
	{name: "md5", dst: "224.0.0.2", info: `Hello (state Active)`,
		digits: "000010030a640100636973636f000000c0000201041c01000000c00002020000000100000000000000000000000000000000"},
	{name: "version-2", dst: "224.0.0.102", info: `Hello (state Active)`,
		digits: "01280200060400010200000000010000006400000bb800002710c00002010000000000000000000000000308636973636f000000"},
	{name: "interface-state", dst: "224.0.0.102", info: `Hello (state Active)`,
		digits: "02040001000201280200060400010200000000010000006400000bb800002710c0000201000000000000000000000000"},
}

func seeds() (list []dissecttest.Seed) {
	for _, c := range messages {
		s := dissecttest.Seed{Name: c.name, Bytes: dissecttest.Hex(c.digits)}
		s.Env.Dst = netip.MustParseAddr(c.dst)
		list = append(list, s)
	}
	return list
}

func TestHSRP(t *testing.T) {
	dissecttest.Run(t, newHSRP, seeds())
	for _, s := range seeds() {
		dissecttest.Golden(t, newHSRP, s)
	}
}

func FuzzHSRP(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds()}, newHSRP)
}

func TestInfo(t *testing.T) {
	for i, s := range seeds() {
		dissecttest.Info(t, newHSRP, s, messages[i].info)
	}
}
