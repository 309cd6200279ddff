package lldp_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/lldp"
)

// A TLV's length that does not fit its value has a line, and ends no other TLV. The
// lines are those of tshark 4.6.9 for the same bytes.
func TestWrongLengths(t *testing.T) {
	const chassis, port, ttl, end = "0207 04 001906eab880", "0406 05 4769302f31", "0602 0078", "0a03 454e44 0000"
	for _, c := range []struct{ name, bytes, want string }{
		{"chassis without an ID", "0201 04" + port + ttl, "Invalid Chassis ID Length (1), expected > (2)"},
		{"chassis of two bytes for a MAC address", "0203 04 0019" + port + ttl, "Invalid Chassis ID Length (3) for Type (MAC address), expected (7)"},
		{"chassis of one byte for IPv4", "0202 05 01" + port + ttl, "Invalid Chassis ID Length (2) for Type (Network address, IPv4), expected (6)"},
		{"chassis of two bytes for IPv6", "0203 05 0201" + port + ttl, "Invalid Chassis ID Length (3) for Type (Network address, IPv6), expected (18)"},
		{"port of one byte for a MAC address", chassis + "0402 03 00" + ttl, "Invalid Port ID Length (2) for Type (MAC address), expected (7)"},
		{"port of one byte for IPv4", chassis + "0402 04 01" + ttl, "Invalid Port ID Length (2) for Type (Network address, IPv4), expected (6)"},
		{"policy of LLDP-MED", chassis + port + ttl + "fe06 0012bb02 0140", "Invalid length, too short"},
		{"coordinates that lack their last byte", chassis + port + ttl + "fe14 0012bb03 01 000000000000000000000000000000", "Invalid length, too short"},
		{"civic address without a country", chassis + port + ttl + "fe0a 0012bb03 02 02 41 465200", "Invalid length, too short"},
		{"civic address that ends in an element", chassis + port + ttl + "fe0e 0012bb03 02 04 01 4652 0103 616263", "Invalid length, too short"},
		{"civic address longer than its TLV", chassis + port + ttl + "fe0e 0012bb03 02 0a 01 4652 0103 616263", "Invalid length, greater than expected"},
		{"civic address that ends before its TLV", chassis + port + ttl + "fe0e 0012bb03 02 03 01 4652 0103 616263", ""},
		{"link aggregation of 802.3", chassis + port + ttl + "fe0a 00120f03 01 00000007 00", "Invalid length, greater than expected"},
		{"EEE", chassis + port + ttl + "fe0f 00120f05 0001 0002 0003 0004 0005 00", "Invalid length, greater than expected"},
		{"UPOE", chassis + port + ttl + "fe07 00014201 09 0102", "Subtype Unknown Trailing Bytes: 0102"},
	} {
		p, tree := treeOf(t, dissecttest.Hex(c.bytes+end))
		if got := lineOf(tree); got != c.want || string(p.SystemName) != "END" {
			t.Errorf("%s: %q, and the system %q; want %q", c.name, got, p.SystemName, c.want)
		}
	}
}

// An address of a location ends where its own length says.
func TestCivicLength(t *testing.T) {
	p, _ := treeOf(t, dissecttest.Hex("0207 04 001906eab880 0406 05 4769302f31 0602 0078 fe12 0012bb03 02 08 01 4652 0103 616263 0602 6465 0000"))
	if len(p.Media.Locations) != 1 {
		t.Fatalf("%d locations", len(p.Media.Locations))
	}
	var got []string
	for number, text := range p.Media.Locations[0].Civic {
		got = append(got, fmt.Sprintf("%d %s", number, text))
	}
	if len(got) != 1 || got[0] != "1 abc" {
		t.Error(got)
	}
}

func treeOf(t *testing.T, data []byte) (*lldp.Packet, *field.Tree) {
	t.Helper()
	var p lldp.Packet
	var d field.Decoder
	tree := new(field.Tree)
	tree.Reset(data)
	d.Reset(data, field.Span{End: len(data), Wire: len(data)}, tree, -1)
	if err := p.Decode(&d); err != nil {
		t.Fatal(err)
	}
	return &p, tree
}

// lineOf is the line of the first field that is about a length, without one the empty text.
func lineOf(tree *field.Tree) string {
	for i := range tree.Nodes {
		switch name := tree.Nodes[i].Def.Name; name {
		case "lldp.incorrect_length", "lldp.excess_length", "lldp.subtype.content_remaining":
			return strings.TrimSpace(string(tree.AppendLabel(nil, i)))
		}
	}
	return ""
}
