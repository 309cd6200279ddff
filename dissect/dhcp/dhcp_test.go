package dhcp_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dhcp"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
)

func newDHCP() dissect.Message { return new(dhcp.Packet) }

// seeds returns the messages of testdata/seeds.txt.
func seeds(t testing.TB) (list []dissecttest.Seed) {
	t.Helper()
	text, err := os.ReadFile("testdata/seeds.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		name, digits, _ := strings.Cut(line, " ")
		list = append(list, dissecttest.Seed{Name: name, Bytes: dissecttest.Hex(digits)})
	}
	return list
}

func TestDHCP(t *testing.T) {
	dissecttest.Run(t, newDHCP, seeds(t))
	dissecttest.Golden(t, newDHCP, seeds(t)...)
}

// The values are those of tshark 4.6.9.
func TestSeconds(t *testing.T) {
	message := seeds(t)[0].Bytes
	for digits, want := range map[string]uint64{"0000": 0, "0001": 1, "0100": 1, "1c00": 28, "1c01": 0x1c01, "ff00": 255} {
		b := append([]byte(nil), message...)
		copy(b[8:], dissecttest.Hex(digits))
		var d field.Decoder
		var tree field.Tree
		tree.Reset(b)
		d.Reset(b, field.Span{End: len(b), Wire: len(b)}, &tree, -1)
		if err := newDHCP().Decode(&d); err != nil {
			t.Fatal(err)
		}
		found := false
		for i := range tree.Nodes {
			if n := &tree.Nodes[i]; n.Def.Name == "dhcp.secs" {
				found = true
				if n.Val != want || n.Off != 8 || n.Len != 2 {
					t.Errorf("%s: %d, want %d", digits, n.Val, want)
				}
			}
		}
		if !found {
			t.Errorf("%s: no dhcp.secs", digits)
		}
	}
}

func FuzzDHCP(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds(f)}, newDHCP)
}

// message is a message with an address of Ethernet and these options.
func message(op, hardware, size, options string) []byte {
	return dissecttest.Hex(op + hardware + size + "00 00000007" + strings.Repeat("00", 20) + "020000000001" + strings.Repeat("00", 202) + "63825363" + options)
}

// The columns are those of tshark 4.6.9.
func TestColumns(t *testing.T) {
	for _, c := range []struct{ op, hardware, size, options, protocol, info string }{
		{"01", "01", "06", "350101ff", "DHCP", "DHCP Discover - Transaction ID 0x7"},
		{"02", "01", "06", "350105ff", "DHCP", "DHCP ACK      - Transaction ID 0x7"},
		{"01", "01", "06", "35010aff", "DHCP", "DHCP Lease query - Transaction ID 0x7"},
		{"01", "01", "06", "350163ff", "DHCP", "DHCP Unknown Message Type (0x63) - Transaction ID 0x7"},
		{"01", "01", "06", "350101 350102ff", "DHCP", "DHCP Offer    - Transaction ID 0x7"},
		{"01", "01", "06", "350101", "DHCP", "DHCP Discover - Transaction ID 0x7"},
		{"01", "01", "06", "ff", "BOOTP", "Boot Request from 02:00:00:00:00:01 (02:00:00:00:00:01)"},
		{"01", "01", "03", "ff", "BOOTP", "Boot Request from 020000"},
		{"01", "06", "00", "ff", "BOOTP", "Boot Request from <No address>"},
		{"02", "01", "06", "ff", "BOOTP", "Boot Reply"},
		{"03", "01", "06", "ff", "BOOTP", "Unknown BOOTP message type (3)"},
	} {
		var p dhcp.Packet
		if err := field.Decode(&p, message(c.op, c.hardware, c.size, c.options), nil); err != nil {
			t.Errorf("%s: %v", c.info, err)
		}
		if got := string(p.AppendProtocol(nil)); got != c.protocol {
			t.Errorf("%s: protocol %s, want %s", c.info, got, c.protocol)
		}
		if got := string(p.AppendSummary(nil, nil)); got != c.info {
			t.Errorf("%q, want %q", got, c.info)
		}
	}
}

// An option longer than the message ends it: tshark 4.6.9.
func TestMalformed(t *testing.T) {
	var p dhcp.Packet
	if err := field.Decode(&p, message("01", "01", "06", "350101 0c03616263 37206162"), nil); !errors.Is(err, field.ErrMalformed) {
		t.Errorf("%v, want ErrMalformed", err)
	}
	if got, want := string(p.AppendSummary(nil, nil)), "DHCP Discover - Transaction ID 0x7"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
