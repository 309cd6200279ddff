package ospf_test

import (
	"net/netip"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/ospf"
)

func newOSPF() dissect.Message { return new(ospf.Packet) }

// The lines are those of tshark 4.6.9.
var messages = []struct {
	name, digits, info string
}{
	{name: "hello", info: `Hello Packet`,
		digits: "020100300202020200000000629000000000000000000000ffffff00000a120100000028c0000201c000020201010101"},
	{name: "password", info: `Hello Packet`,
		digits: "0201002c0202020200000007000000017365637265740000ffffff00000a120100000028c0000201c0000202"},
	{name: "digest", info: `Hello Packet`,
		digits: "0201002c020202020a000001000000020000011000000007ffffff00000a120100000028c0000201c000020200000000000000000000000000000000"},
	{name: "description", info: `DB Description`,
		digits: "020200200202020200000000a1f50000000000000000000005dc520700000001"},
	{name: "request", info: `LS Request`,
		digits: "020300240202020200000000f5cf00000000000000000000000000010101010101010101"},
	{name: "update", info: `LS Update`,
		digits: "020400380202020200000000000000000000000000000000" + "00000001" + "8001a203aa000000ac1005018000000128e5001cffffffff00000041"},
	{name: "update of version 3", info: `LS Update`,
		digits: "0304002c020202020000000000000000" + "00000001" + "00012002000000060303030380000001" + "6f6b0018" + "00000033"},
	{name: "acknowledgement", info: `LS Acknowledge`,
		digits: "0205002c0202020200000000000000000000000000000000" + "0001a203aa000000ac1005018000000128e5001c"},
	{name: "description of version 3", info: `DB Description`,
		digits: "03020030020202020000000000000000" + "0000001305dc00020000149b" + "00d1200100000000010101018000000dbb450018"},
	{name: "request of version 3", info: `LS Request`,
		digits: "0303001c020202020000000000000000" + "000020010000000001010101"},
	{name: "unknown", info: `Unknown (9)`,
		digits: "020900180202020200000000f9da00000000000000000000"},
}

func seeds() (list []dissecttest.Seed) {
	for _, c := range messages {
		s := dissecttest.Seed{Name: c.name, Bytes: dissecttest.Hex(c.digits)}
		s.Env.Src = netip.AddrFrom4([4]byte{192, 0, 2, 2})
		list = append(list, s)
	}
	return list
}

func TestOSPF(t *testing.T) {
	dissecttest.Run(t, newOSPF, seeds())
	for _, s := range seeds() {
		dissecttest.Golden(t, newOSPF, s)
	}
}

func FuzzOSPF(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds()}, newOSPF)
}

func TestInfo(t *testing.T) {
	for i, s := range seeds() {
		dissecttest.Info(t, newOSPF, s, messages[i].info)
	}
}
