package link_test

import (
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/labtest"
)

// What stands behind a payload is padding up to the 46 bytes that Ethernet carries at
// least, whatever the payload is inside of, and a check sequence behind Ethernet alone.
// The fields are those of tshark 4.6.9.
func TestTrailer(t *testing.T) {
	const ethernet = "020000000002" + "020000000001"
	ip := func(n int) string {
		return "4500" + string(field.AppendHex(nil, uint64(20+n), 2)) + "0001000040fd00000a0000010a000002" + strings.Repeat("78", n)
	}
	zeros := func(n int) string { return strings.Repeat("00", n) }
	for _, c := range []struct {
		name, frame, want string
		link              uint32
	}{
		{"padded", ethernet + "0800" + ip(0) + zeros(26), "eth.padding=26", 1},
		{"not padded to the least", ethernet + "0800" + ip(0) + zeros(9), "eth.trailer=9", 1},
		{"padded and more", ethernet + "0800" + ip(0) + zeros(26) + "aaaaaaaa", "eth.padding=26 eth.fcs=4", 1},
		{"other bytes", ethernet + "0800" + ip(9) + "01020304", "eth.trailer=4", 1},
		{"tag", ethernet + "81000005" + "0800" + ip(0) + zeros(40), "eth.padding=26 vlan.trailer=14", 1},
		{"tag, not padded to the least", ethernet + "81000005" + "0800" + ip(0) + zeros(20) + "01020304", "vlan.trailer=24", 1},
		{"tag of a long frame", ethernet + "81000005" + "0800" + ip(60) + "01020304", "vlan.trailer=4", 1},
		{"two tags", ethernet + "8100000581000006" + "0800" + ip(24) + zeros(9), "eth.padding=2 vlan.trailer=7", 1},
		{"provider's tag", ethernet + "88a80005" + "0800" + ip(0) + zeros(40), "eth.padding=26 ieee8021ah.trailer=14", 1},
		{"label", ethernet + "8847" + "00010140" + ip(20) + zeros(2), "eth.padding=2", 1},
		{"label in a tag", ethernet + "81000006" + "8847" + "00010140" + ip(20) + zeros(2), "eth.padding=2", 1},
		{"cooked", "0000000100060200000000010000" + "0800" + ip(16) + zeros(10), "eth.padding=10", 113},
		{"cooked, other bytes", "0000000100060200000000010000" + "0800" + ip(60) + "01020304", "sll.trailer=4", 113},
		{"ISL", "01000c000003" + "020000000001" + "0052" + "aaaa03" + "00000c" + "0002" + "0000" + "0000" +
			ethernet + "0800" + ip(20) + zeros(6) + "01020304", "eth.padding=6 eth.fcs=4", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			frame := dissecttest.Hex(c.frame)
			e := dissect.NewEngine(labtest.Registry(t))
			var p dissect.Packet
			var tree field.Tree
			e.Dissect(&p, c.link, frame, len(frame))
			e.Build(&p, &tree)
			var got []string
			for i := range tree.Nodes {
				switch n := &tree.Nodes[i]; n.Def.Name {
				case "eth.padding", "eth.trailer", "eth.fcs", "vlan.trailer", "ieee8021ah.trailer", "sll.trailer":
					got = append(got, string(field.AppendUint([]byte(n.Def.Name+"="), uint64(n.Len))))
				}
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%s, want %s (%v)", s, c.want, p.Err)
			}
		})
	}
}

// frame.protocols lists what tshark 4.6.9 does, and calls it what that does.
func TestPath(t *testing.T) {
	const (
		ethernet = "020000000002" + "020000000001"
		udp      = "4500001c0000000040110000c0000201c0000202" + "c000c00100080000"
	)
	for _, c := range []struct {
		link        uint32
		frame, want string
	}{
		{101, udp, "raw:ip:udp"},
		{228, udp, "raw:ip:udp"},
		{229, "6000000000003b40" + strings.Repeat("20010db8000000000000000000000001", 2), "raw:ipv6"},
		{1, "01000c000003" + "020000000001" + "0040" + "aaaa03" + "00000c" + "0002" + "0000" + "0000" + ethernet + "0800" + udp + "01020304", "eth:eth:ethertype:ip:udp"},
		{1, ethernet + "8864" + "11000001001e" + "0021" + udp, "eth:ethertype:pppoes:ppp:ip:udp"},
		{1, ethernet + "8863" + "110900000004" + "01010000", "eth:ethertype:pppoed"},
		{1, ethernet + "8809" + "01010114" + strings.Repeat("00", 106), "eth:ethertype:slow:lacp"},
		{1, ethernet + "0800" + "450000200000000001020000c0000201e0000001" + "1100eeff00000000" + "00000000", "eth:ethertype:ip:igmp:igmp"},
		{1, ethernet + "0800" + "4500001c0000000001020000c0000201e0000001" + "1300000000000000", "eth:ethertype:ip:igmp:dvmrp"},
		{104, "0f00fefe" + "0383" + "1b01000f0100000302020202020205003b0100" + strings.Repeat("00", 10), "chdlc:osi:isis:isis.hello"},
		{149, "6c000000" + "01000000" + "01000000" + strings.Repeat("00", 96) + ethernet + "0800" + udp, "user_dlt:pktap:pcap_pktdata:eth:ethertype:ip:udp"},
		{258, "6c000000" + "01000000" + "65000000" + strings.Repeat("00", 96) + udp, "pktap:pcap_pktdata:raw:ip:udp"},
		{127, "0000080000000000" + "d4000000020000000002", "radiotap:wlan_radio:wlan"},
		{105, "d4000000020000000002", "wlan"},
		{160, "0102", "user_dlt:data"},
		{227, "00000123" + "02000000" + "0102", "can:data"},
		{227, "40000123" + "02000000", "can"},
		{220, strings.Repeat("00", 64), "usb"},
	} {
		frame := dissecttest.Hex(c.frame)
		e := dissect.NewEngine(labtest.Registry(t))
		var p dissect.Packet
		var tree field.Tree
		e.Dissect(&p, c.link, frame, len(frame))
		e.Build(&p, &tree)
		if got := string(p.AppendProtocols(nil)); got != c.want {
			t.Errorf("link type %d, %s: %s, want %s", c.link, c.frame, got, c.want)
		}
	}
}

// Values that cannot be, in messages that are read to their end, make the packet one that
// _ws.malformed finds, as in tshark 4.6.9.
func TestFlawed(t *testing.T) {
	const udp = "450000200000000040110000c0000201c0000202" + "c000c001"
	init := func(length string) string {
		return "4500003c0000000040840000c0000201c0000202" + "1000200000000000" + "00000000" + "010000" + length +
			"00000001" + "00019000" + "00200020" + "00000001" + "000c0006" + "00050000"
	}
	for _, c := range []struct {
		name, frame string
		link        uint32
		want        bool
	}{
		{"UDP", udp + "000c0000" + "00000000", 101, false},
		{"UDP, too short", udp + "00070000" + "00000000", 101, true},
		{"UDP, too long", udp + "00240000" + "00000000", 101, true},
		{"IPv6 of another version", "020000000002" + "020000000001" + "86dd" + "5000000000003b40" + strings.Repeat("00", 32), 1, true},
		{"SLARP", "8f008035" + "00000002" + "00000001" + "00000001" + "ffff", 104, false},
		{"SLARP, reliability", "8f008035" + "00000002" + "00000001" + "00000001" + "fffe", 104, true},
		{"SCTP", init("1a"), 101, false},
		{"SCTP, padding counted", init("1c"), 101, true},
	} {
		frame := dissecttest.Hex(c.frame)
		e := dissect.NewEngine(labtest.Registry(t))
		var p dissect.Packet
		var tree field.Tree
		e.Dissect(&p, c.link, frame, len(frame))
		e.Build(&p, &tree)
		if p.Err != nil {
			t.Errorf("%s: %v", c.name, p.Err)
		}
		found := false
		for i := range tree.Nodes {
			found = found || tree.Nodes[i].Def.Name == "_ws.malformed"
		}
		if found != c.want {
			t.Errorf("%s: malformed: %v", c.name, found)
		}
	}
}
