package inet_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
)

// ip4OptionTests are headers with options; the lines are tshark 4.0's.
var ip4OptionTests = []struct{ name, bytes, title, options string }{
	{"record route, free", "48000022123400004063abcd 0a0000010a000002 070b04000000000000000000", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (12 bytes), Record Route"},
	{"record route, full", "48000022123400004063abcd 0a0000010a000002 070b0c010203040506070800", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (12 bytes), Record Route"},
	{"loose route", "48000022123400004063abcd 0a0000010a000002 830b04010203040506070800", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 5.6.7.8, Via: 10.0.0.2",
		"Options: (12 bytes), Loose Source Route"},
	{"loose route, on the way", "48000022123400004063abcd 0a0000010a000002 830b08010203040506070800", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 5.6.7.8, Via: 10.0.0.2",
		"Options: (12 bytes), Loose Source Route"},
	{"strict route, at its end", "48000022123400004063abcd 0a0000010a000002 890b0c010203040506070800", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (12 bytes), Strict Source Route"},
	{"time stamps", "48000022123400004063abcd 0a0000010a000002 440c05000000000100000002", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (12 bytes), Time Stamp"},
	{"time stamps and addresses", "4a00002a123400004063abcd 0a0000010a000002 44140d3101020304000000010102030500000000", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (20 bytes), Time Stamp"},
	{"router alert", "4600001a123400004063abcd 0a0000010a000002 94040000", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (4 bytes), Router Alert"},
	{"security of RFC 791", "48000022123400004063abcd 0a0000010a000002 820bf1350001414243444500", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (12 bytes), Security"},
	{"security of RFC 1108", "4700001e123400004063abcd 0a0000010a000002 82053dfffe000000", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (8 bytes), Security"},
	{"extended security", "4700001e123400004063abcd 0a0000010a000002 8506010203040000", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (8 bytes), Extended Security"},
	{"CIPSO", "48000022123400004063abcd 0a0000010a000002 860c0000000101060005a001", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (12 bytes), Commercial Security"},
	{"stream", "4600001a123400004063abcd 0a0000010a000002 88041234", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (4 bytes), Stream ID"},
	{"MTU probe", "4600001a123400004063abcd 0a0000010a000002 0b0405dc", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (4 bytes), MTU Probe"},
	{"traceroute", "48000022123400004063abcd 0a0000010a000002 520c00010002ffff09080706", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (12 bytes), Traceroute"},
	{"quick-start request", "4700001e123400004063abcd 0a0000010a000002 1908054012345679", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (8 bytes), Quick-Start"},
	{"quick-start report", "4700001e123400004063abcd 0a0000010a000002 1908854012345679", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (8 bytes), Quick-Start"},
	{"directed broadcast", "4700001e123400004063abcd 0a0000010a000002 9508090807060102", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (8 bytes), Selective Directed Broadcast"},
	{"unknown", "4600001a123400004063abcd 0a0000010a000002 1e040102", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (4 bytes)"},
	{"no-operation", "4600001a123400004063abcd 0a0000010a000002 01010101", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (4 bytes)"},
	{"length of 1", "4600001a123400004063abcd 0a0000010a000002 07010400", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (4 bytes)"},
	{"length of 40", "4600001a123400004063abcd 0a0000010a000002 07280400", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2",
		"Options: (4 bytes)"},
}

func ip4OptionSeeds() (seeds []dissecttest.Seed) {
	for _, tt := range ip4OptionTests {
		seeds = append(seeds, dissecttest.Seed{Name: tt.name, Bytes: dissecttest.Hex(tt.bytes + "6162")})
	}
	return seeds
}

func TestIPv4Options(t *testing.T) { dissecttest.Run(t, newIPv4, ip4OptionSeeds()) }

func TestIPv4OptionLines(t *testing.T) {
	for _, tt := range ip4OptionTests {
		_, tree := decodeIPv4(t, tt.bytes+"6162")
		checkLabel(t, tt.name, tree, "ip", "", tt.title)
		found := false
		for i := range tree.Nodes {
			found = found || string(tree.AppendLabel(nil, i)) == tt.options
		}
		if !found {
			t.Errorf("%s: no line %q", tt.name, tt.options)
		}
	}
}

func TestIPv4OptionLabels(t *testing.T) {
	tests := []struct{ options, field, show, label string }{
		{"94040000", "ip.options.routeralert", "94:04:00:00", "IP Option - Router Alert (4 bytes): Router shall examine packet (0)"},
		{"94040000", "ip.opt.type", "148", "Type: 148"},
		{"94040000", "ip.opt.type.copy", "True", "1... .... = Copy on fragmentation: Yes"},
		{"94040000", "ip.opt.type.number", "20", "...1 0100 = Number: Router Alert (20)"},
		{"94040100", "ip.opt.ra", "256", "Router Alert: Reserved (256)"},
		{"01010101", "ip.options.nop", "01", "IP Option - No-Operation (NOP)"},
		{"070b04000000000000000000", "ip.empty_rt", "0.0.0.0", "Empty Route: 0.0.0.0 <- (next)"},
		{"830b04010203040506070800", "ip.src_rt", "1.2.3.4", "Source Route: 1.2.3.4 <- (next)"},
		{"830b04010203040506070800", "ip.cur_rt", "10.0.0.2", "Current Route: 10.0.0.2"},
		{"830b04010203040506070800", "ip.dst", "5.6.7.8", "Destination Address: 5.6.7.8"},
		{"440c0d030102030400000001", "ip.opt.flag", "0x03", ".... 0011 = Flag: Time stamps for prespecified addresses (0x3)"},
		{"440c0d030102030400000001", "ip.opt.time_stamp_addr", "1.2.3.4", "Address: 1.2.3.4"},
		{"82053dfffe000000", "ip.opt.sec_cl", "0x3d", "Classification Level: Top secret (0x3d)"},
		{"82053dfffe000000", "ip.opt.sec_prot_auth_flags", "0xff", "Protection Authority Flags: 0xff, GENSER, SIOP-ESI, SCI, NSA, DOE, Field Termination Indicator"},
		{"1908054012345679", "ip.options.qs", "19:08:05:40:12:34:56:79", "IP Option - Quick-Start (8 bytes): Rate request (0), 1.28 Mbit/s, QS TTL 64, QS TTL diff 0"},
		{"1908054012345679", "ip.opt.qs_nonce", "0x048d159e", "0001 0010 0011 0100 0101 0110 0111 10.. = QS Nonce: 0x048d159e"},
	}
	for _, tt := range tests {
		options := dissecttest.Hex(tt.options)
		data := append(dissecttest.Hex("45000000 12340000 4063abcd"+ip4Addrs), options...)
		data[0] = 0x40 | byte(5+len(options)/4)
		checkLabel(t, tt.options, decode(t, new(inet.IPv4), data, field.Env{}), tt.field, tt.show, tt.label)
	}
}
