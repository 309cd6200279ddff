package cdp_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
)

// The protocols of addresses have the names that tshark 4.6.9 gives them.
func TestProtocolOfAddress(t *testing.T) {
	for digits, want := range map[string]string{
		"01 01 cc 0004 0a000001":               "Protocol: IP",
		"01 01 80 0004 0a000001":               "Protocol: SNAP",
		"01 01 c0 0004 0a000001":               "Protocol: TRILL",
		"01 01 55 0004 0a000001":               "Protocol: Unknown (0x55)",
		"02 08 aaaa030000008847 0004 0a000001": "Protocol: MPLS label switched packet",
		"02 08 aaaa03000000ffff 0004 0a000001": "Protocol: Unknown (0xffff)",
		"02 08 aaaa0300000c2000 0004 0a000001": "Protocol: aaaa0300000c2000",
		"02 01 e0 0004 0a000001":               "Protocol: e0",
	} {
		address := dissecttest.Hex(digits)
		data := append(dissecttest.Hex("02b40000 0002"), 0, byte(8+len(address)), 0, 0, 0, 1)
		data = append(data, address...)
		var p cdp.Packet
		var d field.Decoder
		var tree field.Tree
		tree.Reset(data)
		d.Reset(data, field.Span{End: len(data), Wire: len(data)}, &tree, -1)
		if err := p.Decode(&d); err != nil {
			t.Fatal(err)
		}
		got := ""
		for i := range tree.Nodes {
			if tree.Nodes[i].Def.Name == "cdp.protocol" {
				got = string(tree.AppendLabel(nil, i))
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", digits, got, want)
		}
	}
}
