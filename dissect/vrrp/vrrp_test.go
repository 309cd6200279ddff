package vrrp_test

import (
	"net/netip"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/vrrp"
)

func newVRRP() dissect.Message { return new(vrrp.Packet) }

// sent is the sender, whose address is in the checksum.
var sent = field.Env{Src: netip.AddrFrom4([4]byte{192, 0, 2, 2})}

// The lines are those of tshark 4.6.9.
var seeds = []dissecttest.Seed{
	{Name: "version-2", Info: `Announcement (v2)`, Env: sent,
		Bytes: dissecttest.Hex("210a64020001f5f1c0000201c00002fe0000000000000000")},
	{Name: "owner", Info: `Announcement (v2)`, Env: sent,
		Bytes: dissecttest.Hex("210aff0101011234c00002017365637265740000")},
	{Name: "stopped", Info: `Announcement (v2)`, Env: sent,
		Bytes: dissecttest.Hex("210a000102010000c00002010000000000000000")},
	{Name: "version-3", Info: `Announcement (v3)`, Env: sent,
		Bytes: dissecttest.Hex("310ac8010064a1fcc0000201")},
	{Name: "version-1", Info: `Announcement (v1)`, Env: sent,
		Bytes: dissecttest.Hex("110a64020001f5f1c0000201c00002fe0000000000000000")},
	{Name: "version-3-ipv6", Info: `Announcement (v3)`, Env: field.Env{Src: netip.MustParseAddr("fe80::1"), Dst: netip.MustParseAddr("ff02::12")},
		Bytes: dissecttest.Hex("3101640100640000fe800000000000000000000000000099")},
}

func TestVRRP(t *testing.T) {
	dissecttest.Run(t, newVRRP, seeds)
	dissecttest.Golden(t, newVRRP, seeds...)
}

func FuzzVRRP(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds}, newVRRP)
}
