package link_test

import (
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/link"
)

const (
	stations = "001906000001_001906000002"
	ipv4     = "4500001400010000401100007f0000017f000001"

	ipoibAddress = "0000000000000000000000000000000000000000_80000550_fe800000000000000010e000664ab451"
	ipoibRoute   = "60a12345_0014141b_fe80000000000000_0010e000014ad211_fe80000000000000_0010e000664ab451"
)

// A kind is one message with whole ones of it.
type kind struct {
	name  string
	make  func() dissect.Message
	seeds []dissecttest.Seed
}

func message[T any, P interface {
	*T
	dissect.Message
}]() dissect.Message {
	return P(new(T))
}

func seed(name, bytes string) dissecttest.Seed {
	return dissecttest.Seed{Name: name, Bytes: dissecttest.Hex(bytes)}
}

func zeros(n int) string { return strings.Repeat("00", n) }

func under(key field.Key, s dissecttest.Seed) dissecttest.Seed {
	s.Env.Key = key
	return s
}

var kinds = []kind{
	{"PKTAP", message[link.PKTAP], []dissecttest.Seed{
		seed("packet", "6c000000_01000000_01000000_656e30"+zeros(21)+"02000000_02000000_0e000000_00000000_f5010000_6375726c"+zeros(16)+
			"00000000_0600_0000_f6010000_536166617269"+zeros(14)+stations+"_0800_"+ipv4),
		seed("longer", "70000000_01000000_0c000000_7574756e33"+zeros(19)+"01000000_1e000000_00000000_00000000_ffffffff"+zeros(20)+
			"44332211_ffff_0900_00000000"+zeros(20)+zeros(4)+ipv4),
		seed("no packet", "6c000000_00000000"+zeros(100)),
	}},
	{"Ethernet", message[link.Ethernet], []dissecttest.Seed{
		seed("ethernet II", stations+"_0800_"+ipv4),
		seed("802.3", "01000ccccccc_001906eab880_0003_616263"),
		seed("invalid length", stations+"_05f0_"+ipv4),
		seed("novell", stations+"_0004_ffff0102"),
		under(link.CheckedKey, seed("check sequence", stations+"_0800_"+ipv4+"_01020304")),
	}},
	{"VLAN", message[link.VLAN], []dissecttest.Seed{
		seed("type", "a064_0800_"+ipv4),
		seed("length", "1064_0004_42420304"),
	}},
	{"ServiceVLAN", message[link.ServiceVLAN], []dissecttest.Seed{seed("tag", "0064_8100_0065_0800")}},
	{"LLC", message[link.LLC], []dissecttest.Seed{
		seed("snap", "aaaa03_00000c_2000_01b4"),
		seed("encapsulated", "aaaa03_000000_0800_"+ipv4),
		seed("bridged", "aaaa03_0080c2_0007_0000_"+stations+"_0800"),
		seed("supervisory", "f0f1_0101"),
		seed("information", "f0f0_0001_4142"),
		seed("unnumbered", "f0f0_7f"),
	}},
	{"Null", message[link.Null], []dissecttest.Seed{
		seed("little", "02000000_"+ipv4),
		seed("big", "0000001e_60"),
		under(field.Link.Key(108), seed("loop", "00000002_"+ipv4)),
	}},
	{"FabricPath", message[link.FabricPath], []dissecttest.Seed{
		seed("switch", "020000010005_020000021007_8903_02a0_"+stations+"_0800_"+ipv4),
		seed("group", "010fffc1f4c0_020000021007_8903_ffe0_"+stations+"_0800_"+ipv4),
	}},
	{"MACsec", message[link.MACsec], []dissecttest.Seed{
		seed("clear", "2100_00000005_001906000001_0001_0800_"+ipv4+"_000102030405060708090a0b0c0d0e0f"),
		seed("short", "0016_00000005_0800_"+ipv4+"_000102030405060708090a0b0c0d0e0f"),
		seed("encrypted", "2c00_00000005_001906000001_0001_010203_000102030405060708090a0b0c0d0e0f"),
	}},
	{"Backbone", message[link.Backbone], []dissecttest.Seed{seed("type", "f8abcdef_"+stations+"_0800_"+ipv4), seed("length", "00000001_"+stations+"_0003_424203")}},
	{"RTag", message[link.RTag], []dissecttest.Seed{seed("type", "12340007_0800_"+ipv4), seed("length", "00000007_0003_424203")}},
	{"Raw", message[link.Raw], []dissecttest.Seed{seed("ipv4", ipv4)}},
	{"Cooked", message[link.Cooked], []dissecttest.Seed{
		seed("ethernet", "0000_0001_0006_001906000002_0000_0800_"+ipv4),
		seed("gre", "0004_030a_0004_0a0000010000_0000_0800_"+ipv4),
		seed("odd address", "0004_0303_0003_0a0000010000_0000_0800_"+ipv4),
		under(field.Link.Key(276), seed("version 2", "0800_0000_00000002_0001_00_06_0019060000020000_"+ipv4)),
	}},
	{"HDLC", message[link.HDLC], []dissecttest.Seed{
		seed("ip", "0f00_0800_"+ipv4),
		seed("osi", "0f00_fefe_03_81"),
	}},
	{"SLARP", message[link.SLARP], []dissecttest.Seed{
		seed("keepalive", "00000002_00000001_00000002_ffff"),
		seed("request", "00000000_0a000001_ffffff00"),
		seed("unknown", "00000003_00000001"),
	}},
	{"PPP", message[link.PPP], []dissecttest.Seed{
		seed("framed", "ff03_0021_"+ipv4),
		seed("compressed", "21_"+ipv4),
	}},
	{"SerialPPP", message[link.SerialPPP], []dissecttest.Seed{seed("framed", "ff03_0021_"+ipv4)}},
	{"PPPoEDiscovery", message[link.PPPoEDiscovery], []dissecttest.Seed{
		seed("initiation", "1109_0000_000c_0101_0000_0103_0004_01020304"),
		seed("offer", "1107_0000_0011_0102_0003_414243_0105_0006_00000de9_4142"),
		seed("termination", "11a7_1234_0000"),
	}},
	{"PPPoESession", message[link.PPPoESession], []dissecttest.Seed{seed("ip", "1100_1234_0016_0021_"+ipv4)}},
	{"MPLS", message[link.MPLS], []dissecttest.Seed{
		seed("one", "00064140_"+ipv4),
		seed("two", "00064040_00010140_"+ipv4),
	}},
	{"ControlWord", message[link.ControlWord], []dissecttest.Seed{seed("word", "00000001_"+stations)}},
	{"Channel", message[link.Channel], []dissecttest.Seed{seed("ipv4", "10000021_"+ipv4)}},
	{"FrameRelay", message[link.FrameRelay], []dissecttest.Seed{
		seed("cisco", "1841_0800_"+ipv4),
		seed("ietf", "1841_03_cc_"+ipv4),
		seed("snap", "1841_0300_80_0080c2_0007_"+stations+"_0800"),
		seed("long address", "1840_00_41_0800_"+ipv4),
	}},
	{"ISL", message[link.ISL], []dissecttest.Seed{
		seed("ethernet", "01000c0000_01_001906000002_0026_aaaa03_00000c_0065_0007_0000_"+stations+"_0800_0102_03040506"),
		seed("token ring", "01000c0000_10_001906000002_0026_aaaa03_00000c_0065_0007_0033_00450001_00_1040"+stations+"_18180e01020304"),
	}},
	{"FDDI", message[link.FDDI], []dissecttest.Seed{
		seed("llc", "50_"+stations+"_4242"),
		seed("smt", "41_"+stations+"_4242"),
	}},
	{"TokenRing", message[link.TokenRing], []dissecttest.Seed{
		seed("llc", "1040_"+stations+"_4242"),
		seed("routed", "1040_001906000001_801906000002_0690_0011_0020_4242"),
	}},
	{"Loopback", message[link.Loopback], []dissecttest.Seed{
		seed("reply", "0000_0100_0000_0102"),
		seed("forward", "0000_0200_001906000003_0100_1234"),
	}},
	{"IPNet", message[link.IPNet], []dissecttest.Seed{
		seed("inbound", "0102_0000_00000014_00000002_00000000_ffffffff_00000000_"+ipv4),
	}},
	{"CLIP", message[link.CLIP], []dissecttest.Seed{seed("ipv4", ipv4)}},
	{"ARCNET", message[link.ARCNET], []dissecttest.Seed{
		seed("bsd", "be_00_d4_00_0165_"+ipv4),
		seed("exception", "be_00_d4_ff_ffff_d4_02_0165_"+ipv4),
		seed("unsplit", "be_00_f0_"+ipv4),
		under(field.Link.Key(129), seed("linux", "be_00_ea08_d4_00_0165_"+ipv4)),
	}},
	{"IPoIB", message[link.IPoIB], []dissecttest.Seed{
		seed("address", ipoibAddress+"_0800_0000_"+ipv4),
		seed("routed", ipoibRoute+"_0800_0000_"+ipv4),
	}},
	{"VNTag", message[link.VNTag], []dissecttest.Seed{
		seed("type", "c0055007_0800_"+ipv4),
		seed("length", "80008007_0004_42420304"),
	}},
	{"ETag", message[link.ETag], []dissecttest.Seed{seed("type", "f4d2_3abc_12_34_0800_"+ipv4), seed("length", "e001_0002_ff_00_0003_424203")}},
	{"Unknown", message[link.Unknown], []dissecttest.Seed{under(field.Link.Key(160), seed("bytes", "0102"))}},
}

func TestConformance(t *testing.T) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) { dissecttest.Run(t, k.make, k.seeds) })
	}
}

func FuzzLink(f *testing.F) {
	seeds := map[int][]dissecttest.Seed{}
	var makers []func() dissect.Message
	for i, k := range kinds {
		seeds[i] = k.seeds
		makers = append(makers, k.make)
	}
	dissecttest.Fuzz(f, seeds, makers...)
}
