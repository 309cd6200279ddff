package link_test

import (
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/labtest"
)

// The columns of frames that end in a link layer, as tshark 4.0.17 prints
// them; those of unknown link types are our own.
func TestColumns(t *testing.T) {
	const eth1, eth2 = "00:19:06:00:00:02", "00:19:06:00:00:01"
	const cdp = "01000ccccccc_001906000002"
	tests := []struct {
		name                     string
		link                     uint32
		bytes                    string
		src, dst, protocol, info string
	}{
		{"unknown type", 1, stations + "_1234_" + ipv4, eth1, eth2, "0x1234", "Ethernet II"},
		{"neither type nor length", 1, stations + "_05f0_" + ipv4, eth1, eth2, "Ethernet", "Ethernet Unknown: Invalid length/type: 0x05f0 (1520)"},
		{"virtual interface", 1, stations + "_8926_00000000_1234_" + ipv4, eth1, eth2, "0x1234", ""},
		{"port extender", 1, stations + "_893f_0064_0065_00_00_1234_" + ipv4, eth1, eth2, "0x1234", "Ethernet II"},
		{"cut virtual interface", 1, stations + "_8926_8000", eth1, eth2, "VNTAG", "[Malformed Packet]"},
		{"IPNET, unknown family", 226, "0103_0003_00000014_00000002_00000000_00000000_ffffffff_" + ipv4, "", "", "IPNET", "Solaris IPNET"},
		{"cut IPNET", 226, "0102_0000_0000", "", "", "IPNET", "Solaris IPNET[Malformed Packet]"},
		{"ARCNET, unknown protocol", 129, "be_00_ea08_12_00_0165_01020304", "0xbe", "0x00", "0x0012", "ARCNET"},
		{"ARCNET, diagnosis", 7, "be_00_80_01020304", "0xbe", "0x00", "0x0080", "ARCNET"},
		{"ARCNET, old ARP", 129, "be_00_ea08_f1_0007080001040001be0a508301000a5083fe", "0xbe", "0x00", "ARP", "Who has 10.80.131.254? Tell 10.80.131.1"},
		{"cut ARCNET", 129, "be_00_ea08", "0xbe", "0x00", "ARCNET", "ARCNET[Malformed Packet]"},
		{"cut exception packet", 7, "be_00_d4_ff_1234", "0xbe", "0x00", "ARCNET", "ARCNET[Malformed Packet]"},
		{"InfiniBand, unknown type", 242, ipoibRoute + "_1234_0000_01", "", "", "IPoIB", "IP over Infiniband"},
		{"cut InfiniBand", 242, ipoibAddress[:50], "", "", "IPoIB", "IP over Infiniband[Malformed Packet]"},
		{"tag", 1, stations + "_8100_0064_1234_" + ipv4, eth1, eth2, "0x1234", "PRI: 0  DEI: 0  ID: 100"},
		{"service tag", 1, stations + "_88a8_0064_0010_42421234", eth1, eth2, "0x0010", "PRI: 0  DROP: 0 ID: 100"},
		{"cut tag", 1, stations + "_8100_0ffe", eth1, eth2, "VLAN", "PRI: 0  DEI: 0  ID: 4094[Malformed Packet]"},
		{"organisation", 1, cdp + "_000b_aaaa03_00000c_1234_414243", eth1, "01:00:0c:cc:cc:cc", "LLC", "U, func=UI; SNAP, OUI 0x00000C (Cisco Systems, Inc), PID 0x1234"},
		{"unknown organisation", 1, cdp + "_000b_aaaa03_123456_0002_414243", eth1, "01:00:0c:cc:cc:cc", "LLC", "U, func=UI; SNAP, OUI 0x123456 (Unknown), PID 0x0002"},
		{"cut organisation", 1, cdp + "_0006_aaaa03_f80000", eth1, "01:00:0c:cc:cc:cc", "LLC", "U, func=UI[Malformed Packet]"},
		{"supervisory", 1, cdp + "_0006_f0f1_0101_4142", eth1, "01:00:0c:cc:cc:cc", "LLC", "S F, func=RR, N(R)=0; DSAP NetBIOS Individual, SSAP NetBIOS Response"},
		{"unnumbered", 1, cdp + "_0003_f0f0_7f", eth1, "01:00:0c:cc:cc:cc", "LLC", "U P, func=SABME; DSAP NetBIOS Individual, SSAP NetBIOS Command"},
		{"unnamed access point", 1, cdp + "_0006_5151_13_414243", eth1, "01:00:0c:cc:cc:cc", "LLC", "U F, func=UI; DSAP 0x50 Group, SSAP 0x50 Response"},
		{"loopback reply", 1, stations + "_9000_0000_0100_0000_0000", eth1, eth2, "LOOP", "Reply"},
		{"loopback forward", 1, stations + "_9000_0000_0200_001906000003_0100_1234", eth1, eth2, "LOOP", "Forward Data"},
		{"loopback, unknown function", 1, stations + "_9000_0000_0300_1234", eth1, eth2, "LOOP", "Unknown function (3)"},
		{"loopback, odd skip count", 1, stations + "_9000_0001_0300_1234", eth1, eth2, "LOOP", "No valid function found"},
		{"discovery", 1, stations + "_8863_1109_0000_000c_0101_0000_0103_0004_01020304", eth1, eth2, "PPPoED", "Active Discovery Initiation (PADI)"},
		{"discovery, unknown code", 1, stations + "_8863_2233_1234_0006_0120_0002_05d4", eth1, eth2, "PPPoED", "Unknown"},
		{"labels", 1, stations + "_8847_00064140_a24500", eth1, eth2, "MPLS", "MPLS Label Switched Packet"},
		{"ISL of FDDI", 1, "01000c0000_20_001906000002_0031_aaaa03_00000c_0065_0007_0000_0102", eth1, "01:00:0c:00:00:20", "ISL", "VLAN ID: 50"},
		{"keepalive", 104, "8f00_8035_00000002_00000001_00000002_ffff_00000010", "N/A", "N/A", "SLARP", "Line keepalive, outgoing sequence 1, returned sequence 2"},
		{"address request", 104, "8f00_8035_00000000_0a000001_ffffff00_0001", "N/A", "N/A", "SLARP", "Request, from 10.0.0.1, mask 255.255.255.0"},
		{"unknown SLARP", 104, "8f00_8035_00000003_00000001", "N/A", "N/A", "SLARP", "Unknown packet type 0x00000003"},
		{"HDLC", 104, "0f00_1234_8142434445", "N/A", "N/A", "0x1234", ""},
		{"HDLC in PPP's place", 9, "0f00_0021_8142434445", "N/A", "N/A", "0x0021", ""},
		{"PPP", 9, "ff03_1235_4243", "N/A", "N/A", "0x1235", "PPP Unknown (0x1235)"},
		{"PPP, one byte", 9, "01_ff00", "N/A", "N/A", "0x0001", "PPP Padding Protocol (0x0001)"},
		{"circuit", 107, "1841_1234_01b4", "", "", "FR", "DLCI 100"},
		{"circuit, IETF", 107, "1841_03_99_60", "", "", "FR", "DLCI 100, U, func=UI"},
		{"family", 0, "63000000_0102", "N/A", "N/A", "N/A", "Null/Loopback"},
		{"loop", 108, "02000000_" + ipv4, "N/A", "N/A", "N/A", "Null/Loopback"},
		{"raw", 101, "99", "N/A", "N/A", "N/A", "Raw packet data"},
		{"cooked", 113, "0004_0200_0000_0000000000000000_0021_" + ipv4, "", "", "SLL", "Sent by us"},
		{"cooked type", 113, "0004_0001_0006_0019060000020000_1234_42420304", eth1, "", "0x1234", "Sent by us"},
		{"ring", 6, "10c0_" + stations + "_00010203", eth1, eth2, "TR", "Token-Ring Unknown"},
		{"FDDI beacon", 10, "c2_" + stations + "_4242", "00:98:60:00:00:40", "00:98:60:00:00:80", "FDDI", "MAC beacon"},
		{"FDDI token", 10, "80_" + stations + "_4242", "00:98:60:00:00:40", "00:98:60:00:00:80", "FDDI", "Nonrestricted token"},
		{"unknown link", 160, "0102", "", "", "USER13", "Link type 160 (USER13) is not decoded"},
		{"unnamed link", 9999, "0102", "", "", "LINKTYPE_9999", "Link type 9999 is not decoded"},
	}
	reg := labtest.Registry(t)
	e := dissect.NewEngine(reg)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var p dissect.Packet
			b := dissecttest.Hex(tt.bytes)
			e.Dissect(&p, tt.link, b, len(b))
			for _, c := range []struct{ name, got, want string }{
				{"source", string(p.AppendSource(nil)), tt.src},
				{"destination", string(p.AppendDestination(nil)), tt.dst},
				{"protocol", string(p.AppendProtocol(nil)), tt.protocol},
				{"info", string(p.AppendInfo(nil, nil)), tt.info},
			} {
				if c.got != c.want {
					t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
				}
			}
		})
	}
}

// What leads from one layer to the next, by the layers that were found.
func TestChains(t *testing.T) {
	tests := []struct {
		name  string
		link  uint32
		bytes string
		want  string
	}{
		{"tags", 1, stations + "_88a8_0064_8100_0065_0800_" + ipv4, "eth:ethertype:ieee8021ad:ethertype:vlan:ethertype:ip"},
		{"tag before SNAP", 1, stations + "_8100_0065_001c_aaaa03_000000_0800_" + ipv4, "eth:ethertype:vlan:llc:ip"},
		{"tag behind SNAP", 1, "01000ccccccc_001906000002_0020_aaaa03_000000_8100_0064_0800_" + ipv4, "eth:llc:vlan:ethertype:ip"},
		{"bridged", 1, "01000ccccccc_001906000002_002c_aaaa03_0080c2_0007_0000_" + stations + "_0800_" + ipv4, "eth:llc:eth:ethertype:ip"},
		{"labels", 1, stations + "_8847_00064040_00010140_" + ipv4, "eth:ethertype:mpls:ip"},
		{"pseudowire", 1, stations + "_8847_00064140_00000000_" + stations + "_0800_" + ipv4, "eth:ethertype:mpls:pwethcw:eth:ethertype:ip"},
		{"plain pseudowire", 1, stations + "_8847_00064140_" + stations + "_0800_" + ipv4, "eth:ethertype:mpls:eth:ethertype:ip"},
		{"CDP in a plain pseudowire", 1, stations + "_8847_00064140_01000ccccccc_001906000002_0014_aaaa03_00000c_2000_02b4cdd6_0001_0008_53573031", "eth:ethertype:mpls:eth:llc:cdp"},
		{"CDP in a pseudowire", 1, stations + "_8847_00064140_00000000_01000ccccccc_001906000002_0014_aaaa03_00000c_2000_02b4cdd6_0001_0008_53573031", "eth:ethertype:mpls:pwethcw:eth:llc:cdp"},
		{"BPDU in a plain pseudowire", 1, stations + "_8847_00064140_0180c2000000_001906000002_0026_424203_0000000000_8000001906000000_00000000_8000001906000000_8001_0000_1400_0200_0f00", "eth:ethertype:mpls:eth:llc:stp"},
		{"channel", 1, stations + "_8847_00064140_10000021" + ipv4, "eth:ethertype:mpls:pwach:ip"},
		{"session", 1, stations + "_8864_1100_1234_0016_0021_" + ipv4, "eth:ethertype:pppoes:ppp:ip"},
		{"compressed protocol", 9, "21_" + ipv4, "ppp:ip"},
		{"HDLC for PPP", 50, "0f00_0800_" + ipv4, "ppp:chdlc:ip"},
		{"Cisco's circuit", 107, "1841_0800_" + ipv4, "fr:ip"},
		{"IETF's circuit", 107, "1841_03_cc_" + ipv4, "fr:ip"},
		{"bridged circuit", 107, "1841_0300_80_0080c2_0007_" + stations + "_0800_" + ipv4, "fr:eth:ethertype:ip"},
		{"PPP in a circuit", 107, "1841_03_cf_0021_" + ipv4, "fr:ppp:ip"},
		{"four octets of address", 107, "1840_00_41_0800_" + ipv4, "fr:ip"},
		{"family, big-endian", 0, "00000002_" + ipv4, "null:ip"},
		{"family in 16 bits", 0, "00020000_" + ipv4, "null:ip"},
		{"EtherType for family", 0, "00000800_" + ipv4, "null:ip"},
		{"PPP for family", 0, "ff030021_" + ipv4, "null:ppp:ip"},
		{"virtual interface", 1, stations + "_8926_c0055007_8100_000b_0800_" + ipv4, "eth:ethertype:vntag:ethertype:vlan:ethertype:ip"},
		{"port extender", 1, stations + "_893f_f4d2_3abc_12_34_0800_" + ipv4, "eth:ethertype:etag:ethertype:ip"},
		{"CDP of a port extender", 1, "01000ccccccc_001906000002_893f_e001_0002_ff_00_0014_aaaa03_00000c_2000_02b4cdd6_0001_0008_53573031", "eth:ethertype:etag:llc:cdp"},
		{"IPNET", 226, "0102_0000_00000014_00000002_00000000_00000000_ffffffff_" + ipv4, "ipnet:ip"},
		{"classical IP", 18, ipv4, "clip:ip"},
		{"ARCNET of Linux", 129, "be_00_ea08_d4_00_0165_" + ipv4, "arcnet:ip"},
		{"ARCNET of BSD", 7, "be_00_d4_00_0165_" + ipv4, "arcnet:ip"},
		{"exception packet", 7, "be_00_d4_ff_ffff_d4_00_0165_" + ipv4, "arcnet:ip"},
		{"old ARCNET", 7, "be_00_f0_" + ipv4, "arcnet:ip"},
		{"InfiniBand", 242, ipoibAddress + "_0800_0000_" + ipv4, "ipoib:ip"},
		{"routed InfiniBand", 242, ipoibRoute + "_0800_0000_" + ipv4, "ipoib:ip"},
		{"raw", 12, ipv4, "raw:ip"},
		{"FDDI", 10, "50_" + stations + "_aaaa03_000000_0800_" + ipv4, "fddi:llc:ip"},
		{"routed ring", 6, "1040_001906000001_801906000002_0690_0011_0020_aaaa03_000000_0800_" + ipv4, "tr:llc:ip"},
	}
	reg := labtest.Registry(t)
	e := dissect.NewEngine(reg)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var p dissect.Packet
			b := dissecttest.Hex(tt.bytes)
			e.Dissect(&p, tt.link, b, len(b))
			if p.Err != nil {
				t.Errorf("does not decode: %v", p.Err)
			}
			for len(p.Layers) > 0 && p.Layers[len(p.Layers)-1].Proto() == dissect.DataProto {
				p.Layers = p.Layers[:len(p.Layers)-1]
			}
			if got := string(p.AppendProtocols(nil)); got != tt.want {
				t.Errorf("layers: %s, want %s", got, tt.want)
			}
		})
	}
}

// Trailers as tshark 4.0.17 parts them, zeros before other bytes as 4.6.9 does.
func TestTrailers(t *testing.T) {
	pad := "0000000000000000000000000000000000000000000000000000" // 26 bytes to the smallest frame
	tests := []struct {
		name, bytes string
		want        map[string]string
	}{
		{"padding", stations + "_0800_" + ipv4 + pad, map[string]string{"eth.padding": "34+26"}},
		{"check sequence", stations + "_0800_" + ipv4 + pad + "01020304", map[string]string{"eth.padding": "34+26", "eth.fcs": "60+4"}},
		{"not zeros", stations + "_0800_" + ipv4 + "0101", map[string]string{"eth.trailer": "34+2"}},
		{"zeros, then others", stations + "_0800_" + ipv4 + pad[:4] + strings.Repeat("11", 24), map[string]string{"eth.padding": "34+2", "eth.trailer": "36+24"}},
		{"tag", stations + "_8100_1064_0800_" + ipv4 + pad[:44] + "01020304050607", map[string]string{"eth.padding": "38+22", "vlan.trailer": "60+7"}},
		{"length", stations + "_0004_18180342" + "0405060708", map[string]string{"eth.trailer": "18+5"}},
	}
	reg := labtest.Registry(t)
	e := dissect.NewEngine(reg)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var p dissect.Packet
			var tree field.Tree
			b := dissecttest.Hex(tt.bytes)
			e.Dissect(&p, 1, b, len(b))
			e.Build(&p, &tree)
			got := map[string]string{}
			for _, n := range tree.Nodes {
				switch n.Def.Name {
				case "eth.padding", "eth.trailer", "eth.fcs", "vlan.trailer":
					at := append(field.AppendUint(nil, uint64(n.Off)), '+')
					got[n.Def.Name] = string(field.AppendUint(at, uint64(n.Len)))
				}
			}
			for name, want := range tt.want {
				if got[name] != want {
					t.Errorf("%s: %q, want %q", name, got[name], want)
				}
			}
			if len(got) != len(tt.want) {
				t.Errorf("fields %v, want %v", got, tt.want)
			}
		})
	}
}
