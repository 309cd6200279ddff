package ospf_test

import (
	"net/netip"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ospf"
)

func newOSPF() dissect.Message { return new(ospf.Packet) }

// sent is the sender, whose address is in the checksum.
var sent = field.Env{Src: netip.AddrFrom4([4]byte{192, 0, 2, 2})}

// The lines are those of tshark 4.6.9.
var seeds = []dissecttest.Seed{
	{Name: "hello", Info: `Hello Packet`, Env: sent,
		Bytes: dissecttest.Hex("020100300202020200000000629000000000000000000000ffffff00000a120100000028c0000201c000020201010101")},
	{Name: "password", Info: `Hello Packet`, Env: sent,
		Bytes: dissecttest.Hex("0201002c0202020200000007000000017365637265740000ffffff00000a120100000028c0000201c0000202")},
	{Name: "digest", Info: `Hello Packet`, Env: sent,
		Bytes: dissecttest.Hex("0201002c020202020a000001000000020000011000000007ffffff00000a120100000028c0000201c000020200000000000000000000000000000000")},
	{Name: "description", Info: `DB Description`, Env: sent,
		Bytes: dissecttest.Hex("020200200202020200000000a1f50000000000000000000005dc520700000001")},
	{Name: "request", Info: `LS Request`, Env: sent,
		Bytes: dissecttest.Hex("020300240202020200000000f5cf00000000000000000000000000010101010101010101")},
	{Name: "update", Info: `LS Update`, Env: sent,
		Bytes: dissecttest.Hex("020400380202020200000000000000000000000000000000" + "00000001" + "8001a203aa000000ac1005018000000128e5001cffffffff00000041")},
	{Name: "update of version 3", Info: `LS Update`, Env: sent,
		Bytes: dissecttest.Hex("0304002c020202020000000000000000" + "00000001" + "00012002000000060303030380000001" + "6f6b0018" + "00000033")},
	{Name: "acknowledgement", Info: `LS Acknowledge`, Env: sent,
		Bytes: dissecttest.Hex("0205002c0202020200000000000000000000000000000000" + "0001a203aa000000ac1005018000000128e5001c")},
	{Name: "description of version 3", Info: `DB Description`, Env: sent,
		Bytes: dissecttest.Hex("03020030020202020000000000000000" + "0000001305dc00020000149b" + "00d1200100000000010101018000000dbb450018")},
	{Name: "request of version 3", Info: `LS Request`, Env: sent,
		Bytes: dissecttest.Hex("0303001c020202020000000000000000" + "000020010000000001010101")},
	{Name: "unknown", Info: `Unknown (9)`, Env: sent,
		Bytes: dissecttest.Hex("020900180202020200000000f9da00000000000000000000")},
}

func TestOSPF(t *testing.T) {
	dissecttest.Run(t, newOSPF, seeds)
	dissecttest.Golden(t, newOSPF, seeds...)
}

func FuzzOSPF(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds}, newOSPF)
}
