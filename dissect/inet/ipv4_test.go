package inet_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
)

func newIPv4() dissect.Message { return new(inet.IPv4) }

const ip4Addrs = "0a000001 0a000002"

var ip4Seeds = []dissecttest.Seed{
	{Name: "plain", Bytes: dissecttest.Hex("4500001c 12340000 4063abcd" + ip4Addrs + "0001020304050607")},
	{Name: "no payload", Bytes: dissecttest.Hex("45000014 12344000 4011abcd" + ip4Addrs)},
	{Name: "fragment", Bytes: dissecttest.Hex("4500001c 1234200a 4011abcd" + ip4Addrs + "0001020304050607")},
	{Name: "segmentation offload", Bytes: dissecttest.Hex("45b80000 12344000 4063abcd" + ip4Addrs + "0001020304050607")},
	{Name: "longer than its carrier", Bytes: dissecttest.Hex("4500ffff 12344000 4063abcd" + ip4Addrs + "0001020304050607")},
	{Name: "version 6", Bytes: dissecttest.Hex("60000000")},
	{Name: "version 5", Bytes: dissecttest.Hex("50")},
	{Name: "header of 16 bytes", Bytes: dissecttest.Hex("44")},
	{Name: "length of 10 bytes", Bytes: dissecttest.Hex("4500000a")},
}

func TestIPv4(t *testing.T) { dissecttest.Run(t, newIPv4, ip4Seeds) }

// The expected texts are tshark 4.0's for the same bytes.
func TestIPv4Summary(t *testing.T) {
	tests := []struct{ name, bytes, want string }{
		{"unknown protocol", "4500001c 12340000 40fdabcd" + ip4Addrs + "0001020304050607", "Unknown (253)"},
		{"unassigned protocol", "4500001c 12340000 4096abcd" + ip4Addrs + "0001020304050607", "Unassigned (150)"},
		{"protocol nobody claims", "4500001c 12340000 4063abcd" + ip4Addrs + "0001020304050607", "any private encryption scheme (99)"},
		{"no payload", "45000014 12340000 4063abcd" + ip4Addrs, ""},
		{"first fragment", "4500001c 12342000 4064abcd" + ip4Addrs + "0001020304050607", "Fragmented IP protocol (proto=GMTP 100, off=0, ID=1234)"},
		{"last fragment", "4500001c 1234000a 40fdabcd" + ip4Addrs + "0001020304050607", "Fragmented IP protocol (proto=Unknown 253, off=80, ID=1234)"},
		{"fragment of nothing", "45000014 12342000 4011abcd" + ip4Addrs, ""},
		{"version", "55000014 12342000 4011abcd" + ip4Addrs, "Bogus IPv4 version (5, must be 4)"},
		{"header length", "44000014 12342000 4011abcd" + ip4Addrs, "Bogus IP header length (16, must be at least 20)"},
		{"total length", "4500000a 12342000 4011abcd" + ip4Addrs, "Bogus IP length (10, less than header length 20)"},
		{"total length with options", "4f00002c 12342000 4011abcd" + ip4Addrs, "Bogus IP length (44, less than header length 60)"},
	}
	for _, tt := range tests {
		m, _ := decodeIPv4(t, tt.bytes)
		if got := string(m.AppendSummary(nil, nil)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestIPv4Labels(t *testing.T) {
	tests := []struct{ name, bytes, field, show, label string }{
		{"title", "45000014 12340000 4063abcd" + ip4Addrs, "ip", "", "Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2"},
		{"title without addresses", "4500000a 12340000 4063abcd" + ip4Addrs, "ip", "", "Internet Protocol Version 4"},
		{"header length", "45000014 12340000 4063abcd" + ip4Addrs, "ip.hdr_len", "20", ".... 0101 = Header Length: 20 bytes (5)"},
		{"DSCP", "45b80014 12340000 4063abcd" + ip4Addrs, "ip.dsfield", "0xb8", "Differentiated Services Field: 0xb8 (DSCP: EF, ECN: Not-ECT)"},
		{"unknown DSCP", "45ff0014 12340000 4063abcd" + ip4Addrs, "ip.dsfield", "0xff", "Differentiated Services Field: 0xff (DSCP: Unknown, ECN: CE)"},
		{"offload", "45000000 12340000 4063abcd" + ip4Addrs, "ip.len", "20", `Total Length: 20 bytes (reported as 0, presumed to be because of "TCP segmentation offload" (TSO))`},
		{"bogus length", "4500000a 12340000 4063abcd" + ip4Addrs, "ip.len", "10", "Total Length: 10 bytes (bogus, less than header length 20)"},
		{"flags", "45000014 12346000 4063abcd" + ip4Addrs, "ip.flags", "0x03", "011. .... = Flags: 0x3, Don't fragment, More fragments"},
		{"offset", "45000014 123440b9 4063abcd" + ip4Addrs, "ip.frag_offset", "185", "...0 0000 1011 1001 = Fragment Offset: 1480"},
		{"protocol", "45000014 12340000 4011abcd" + ip4Addrs, "ip.proto", "17", "Protocol: UDP (17)"},
		{"checksum", "45000014 12340000 4011abcd" + ip4Addrs, "ip.checksum", "0xabcd", "Header Checksum: 0xabcd [validation disabled]"},
	}
	for _, tt := range tests {
		_, tree := decodeIPv4(t, tt.bytes)
		checkLabel(t, tt.name, tree, tt.field, tt.show, tt.label)
	}
}

func decodeIPv4(t *testing.T, s string) (*inet.IPv4, *field.Tree) {
	t.Helper()
	m := new(inet.IPv4)
	return m, decode(t, m, dissecttest.Hex(s), field.Env{})
}

// decode reads m from the whole of data and returns its tree.
func decode(t *testing.T, m dissect.Message, data []byte, env field.Env) *field.Tree {
	t.Helper()
	tree := new(field.Tree)
	tree.Reset(data)
	d := field.Decoder{Env: env}
	d.Reset(data, field.Span{End: len(data), Wire: len(data)}, tree, -1)
	if err := m.Decode(&d); err != nil {
		t.Errorf("%x: %v", data, err)
	}
	return tree
}

// checkLabel looks for the first node of that name.
func checkLabel(t *testing.T, test string, tree *field.Tree, name, show, label string) {
	t.Helper()
	for i := range tree.Nodes {
		if tree.Nodes[i].Def.Name != name {
			continue
		}
		if got := string(tree.AppendShow(nil, i)); got != show {
			t.Errorf("%s: %s shows %q, want %q", test, name, got, show)
		}
		if got := string(tree.AppendLabel(nil, i)); got != label {
			t.Errorf("%s: %s is %q, want %q", test, name, got, label)
		}
		return
	}
	t.Errorf("%s: no %s", test, name)
}

func BenchmarkIPv4(b *testing.B) {
	data := ip4Seeds[0].Bytes
	var m inet.IPv4
	var d field.Decoder
	b.ReportAllocs()
	for b.Loop() {
		d.Reset(data, field.Span{End: len(data), Wire: len(data)}, nil, -1)
		_ = m.Decode(&d)
	}
}
