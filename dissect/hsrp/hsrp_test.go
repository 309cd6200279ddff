package hsrp_test

import (
	"net/netip"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/hsrp"
)

func newHSRP() dissect.Message { return new(hsrp.Packet) }

// The multicast groups of version 1 (RFC 2281) and of Cisco's version 2.
var (
	version1 = field.Env{Dst: netip.MustParseAddr("224.0.0.2")}
	version2 = field.Env{Dst: netip.MustParseAddr("224.0.0.102")}
)

// The lines are those of tshark 4.6.9.
var seeds = []dissecttest.Seed{
	{Name: "hello", Info: `Hello (state Active)`, Env: version1,
		Bytes: dissecttest.Hex("000010030a640100636973636f000000c0000201")},
	{Name: "coup", Info: `Coup (state Standby)`, Env: version1,
		Bytes: dissecttest.Hex("000108030a640100636973636f000000c0000201")},
	{Name: "resign", Info: `Resign (state Speak)`, Env: version1,
		Bytes: dissecttest.Hex("000204050f640100736563726574000001020304")},
	{Name: "unknown-state", Info: `Hello (state Unknown)`, Env: version1,
		Bytes: dissecttest.Hex("000063030a640100636973636f000000c0000201")},
	{Name: "advertise", Info: `Advertise (state Passive)`, Env: version1,
		Bytes: dissecttest.Hex("00030001000e02000000000100000000")},
	{Name: "md5", Info: `Hello (state Active)`, Env: version1,
		Bytes: dissecttest.Hex("000010030a640100636973636f000000c0000201041c01000000c00002020000000100000000000000000000000000000000")},
	{Name: "version-2", Info: `Hello (state Active)`, Env: version2,
		Bytes: dissecttest.Hex("01280200060400010200000000010000006400000bb800002710c00002010000000000000000000000000308636973636f000000")},
	{Name: "interface-state", Info: `Hello (state Active)`, Env: version2,
		Bytes: dissecttest.Hex("02040001000201280200060400010200000000010000006400000bb800002710c0000201000000000000000000000000")},
	{Name: "version-2-ipv6", Info: `Hello (state Active)`, Env: field.Env{Dst: netip.MustParseAddr("2001:db8::2")},
		Bytes: dissecttest.Hex("0128020006060001020000000001000000640000" + "0bb800002710fe8000000000000000000000000000660308636973636f000000")},
	{Name: "unknown-operation", Info: `Unknown`, Env: version1,
		Bytes: dissecttest.Hex("000a01030a640100636973636f0000000a000001"), Need: 2},
	{Name: "behind-version-1", Info: `Resign (state Speak)`, Env: version1,
		Bytes: dissecttest.Hex("000204030a640100636973636f0000000a00000142957a72091c7ee5e915ac10")},
	{Name: "without-padding", Info: `Hello (state Unknown)`, Env: version2,
		Bytes: dissecttest.Hex("012802000004000a0200000000010000006400000bb8000027100a0000fe")},
	{Name: "unknown-operation-2", Info: `Unknown (state Speak)`, Env: version2,
		Bytes: dissecttest.Hex("01280203040400010200000000010000006400000bb800002710c0000201000000000000000000000000")},
}

func TestHSRP(t *testing.T) {
	dissecttest.Run(t, newHSRP, seeds)
	dissecttest.Golden(t, newHSRP, seeds...)
}

func FuzzHSRP(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds}, newHSRP)
}
