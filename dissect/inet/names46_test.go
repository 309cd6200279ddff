package inet_test

import (
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
)

// Options and routing headers that have no name show their number, and their bytes. The
// lines are those of tshark 4.6.9.
func TestUnknownOptions(t *testing.T) {
	const rest = "1234 0000 40ff 0000 0a000001 0a000002" // of the header
	for _, c := range []struct {
		name string
		m    dissect.Message
		data string
		want []string
	}{
		{"IPv4", new(inet.IPv4), "4600 0018" + rest + "02040102", []string{"Unknown (0x02) (4 bytes)", "Data: 0102"}},
		{"IPv4, too short", new(inet.IPv4), "4600 0018" + rest + "02000102", []string{"Unknown (0x02) (with too-short option length = 0 bytes)"}},
		{"IPv4, of Cilium", new(inet.IPv4), "4600 0018" + rest + "9a040102", []string{"...1 1010 = Number: Cilium DSR (26)", "Data: 0102"}},
		{"hop-by-hop", new(inet.IPv6HopByHop), "3b00 0204 01020304", []string{"Unknown IPv6 Option (2)", "Unknown Option Payload: 01020304"}},
		{"routing", new(inet.IPv6Routing), "3b00 0700 01020304", []string{"Routing Header for IPv6 (Unknown type 7)"}},
	} {
		got := lines(c.m, dissecttest.Hex(c.data), field.Env{})
		for _, want := range c.want {
			if !slices.Contains(got, want) {
				t.Errorf("%s: no line %q in %q", c.name, want, got)
			}
		}
	}
}

// The lines are those of tshark 4.6.9 for the same bytes.
func TestControlLines(t *testing.T) {
	for _, c := range []struct {
		name string
		m    dissect.Message
		data string
		info string
		want []string
	}{
		{"unknown type", newICMP(), "07000000 00000000", "Unknown ICMP (obsolete or malformed?)", []string{"Type: Unknown (7)"}},
		{"router", newICMP(), "09000000 01020708 0a000001 ff000001", "Mobile IP Advertisement (Normal router advertisement)", []string{"Type: Router advertisement (9)"}},
		{"router of another code", newICMP(), "09010000 01020708 0a000001 ff000001", "Router advertisement (Unknown code: 1)", []string{"Code: 1 (Unknown code: 1)"}},
		{"extended echo", newICMP(), "2a000000 0005 07 01 20000f52 0008 03 01 65746830", "Extended Echo request (No error)", []string{
			"Identifier (BE): 5 (0x0005)", "Sequence Number: 7 (0x07)", "0000 000. = Reserved: 0x00", ".... ...1 = Local bit: Set",
			"Checksum: 0x0f52 [correct]", "Class: Interface Identification Object (3)", "C-Type: 1 (Identifies Interface By Name)", "Name: eth0",
		}},
		{"extended echo by address", newICMP(), "2a000000 0005 07 00 20000000 000c 03 03 0001 04 00 0a000001", "Extended Echo request (No error)", []string{
			".... ...0 = Local bit: Not set", "Checksum: [missing]", "Checksum Status: Not present",
			"C-Type: 3 (Identifies Interface By Address)", "Address Family Identifier: IPv4 (1)", "Address Length: 4", "Address: 10.0.0.1",
		}},
		{"extended echo by index", newICMP(), "2a000000 0005 07 00 2000dcee 0008 03 02 00000007", "Extended Echo request (No error)", []string{"C-Type: 2 (Identifies Interface By Index)", "Interface Index: 7"}},
		{"extension of another version", newICMP(), "2a000000 0005 07 00 30000000 0008 03 02 00000007", "Extended Echo request (No error)", []string{"ICMP Multi-Part Extensions (unsupported version)"}},
		{"extended reply", newICMP(), "2b020000 0005 07 47", "Extended Echo reply  (No Such Interface)", []string{
			"010. .... = State: Reachable (2)", "...0 0... = Reserved: 0x0", ".... .1.. = Active bit: Set", ".... ..1. = IPv4 bit: Set", ".... ...1 = IPv6 bit: Set",
		}},
		{"extended echo of ICMPv6", newICMPv6(), "a0000000 0005 07 01 20000f52 0008 03 01 65746830", "Extended Echo request (No error)", []string{
			"Identifier: 0x0005", "Sequence number: 7 (0x07)", ".... ...1 = Local bit: Set",
		}},
		{"no route", newICMPv6(), "01000000 00000000", "Destination Unreachable (No route to destination)", []string{"Code: 0 (No route to destination)"}},
		{"long headers", newICMPv6(), "01080000 00000000", "Destination Unreachable (Headers too long)", nil},
		{"hop limit", newICMPv6(), "03000000 00000000", "Time Exceeded (Hop limit exceeded in transit)", nil},
		{"reassembly", newICMPv6(), "03010000 00000000", "Time Exceeded (Fragment reassembly time exceeded)", nil},
		{"header field", newICMPv6(), "04000000 00000000", "Parameter Problem (Erroneous header field encountered)", nil},
		{"next header", newICMPv6(), "04010000 00000000", "Parameter Problem (Unrecognized Next Header type encountered)", nil},
		{"option", newICMPv6(), "04020000 00000000", "Parameter Problem (Unrecognized IPv6 option encountered)", nil},
		{"upper-layer header", newICMPv6(), "04040000 00000000", "Parameter Problem (SR Upper-layer Header Error)", nil},
		{"option too big", newICMPv6(), "040a0000 00000000", "Parameter Problem (Option too big)", nil},
		{"refused", newICMPv6(), "8c010000 0000", "Node Information Reply (Refused)", nil},
		{"cleanup", newICMPv6(), "9b070000 0000", "RPL Control (Destination Cleanup Object)", nil},
		{"consistency", newICMPv6(), "9b8a0000 0000", "RPL Control (Consistency Check)", nil},
		{"router flags", newICMPv6(), "86000000 40 06 0708 00000000 00000000", "Router Advertisement", []string{".... .1.. = ND Proxy: Set", ".... ..1. = SNAC Router: Set", ".... ...0 = Reserved: 0"}},
	} {
		data := dissecttest.Hex(c.data)
		env := field.Env{Secured: true}
		if _, ok := c.m.(interface{ Whole() bool }); ok {
			env.Src, env.Dst = linkLocal.Src, linkLocal.Dst
		}
		got := lines(c.m, data, env)
		for _, want := range c.want {
			if !slices.Contains(got, want) {
				t.Errorf("%s: no line %q in %q", c.name, want, got)
			}
		}
		if info := string(c.m.AppendSummary(nil, nil)); info != c.info {
			t.Errorf("%s: Info %q, want %q", c.name, info, c.info)
		}
	}
}

// Lines in brackets are of what is computed; a payload is not. The status of a checksum
// that is not there stands below it. So tshark 4.6.9 has them.
func TestBrackets(t *testing.T) {
	brackets := func(m dissect.Message, data string) (out []string) {
		var d field.Decoder
		var tree field.Tree
		raw := dissecttest.Hex(data)
		tree.Reset(raw)
		d.Env = field.Env{Src: linkLocal.Src, Dst: linkLocal.Dst}
		d.Reset(raw, field.Span{End: len(raw), Wire: len(raw)}, &tree, -1)
		_ = m.Decode(&d)
		for i := range tree.Nodes {
			line := string(tree.AppendLabel(nil, i))
			if tree.Nodes[i].Flags&field.IsGenerated != 0 {
				line = "[" + line + "]"
			}
			for up := tree.Nodes[i].Parent; up >= 0; up = tree.Nodes[up].Parent {
				line = "  " + line
			}
			out = append(out, line)
		}
		return out
	}
	for _, c := range []struct {
		m    dissect.Message
		data string
		want []string
	}{
		{new(inet.UDP), "03e807d0 000d1234 68656c6c6f", []string{"  [Checksum Status: Unverified]", "  UDP payload (5 bytes)"}},
		{new(inet.UDP), "03e807d0 000d0000 68656c6c6f", []string{"  Checksum: 0x0000 [zero-value illegal]", "    [Checksum Status: Illegal]"}},
		{new(inet.TCP), "000500060000000100000002 6018 03e8 12340000 03030a01 68656c6c6f", []string{"      Shift count: 10", "      [Multiplier: 1024]", "  TCP payload (5 bytes)"}},
		{new(inet.IPv6HopByHop), "3b00 0204 01020304", []string{"  Length: 0", "  [Length: 8 bytes]"}},
	} {
		got := brackets(c.m, c.data)
		for _, want := range c.want {
			if !slices.Contains(got, want) {
				t.Errorf("no line %q in %q", want, got)
			}
		}
	}
}
