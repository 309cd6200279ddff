package dns_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/dns"
	"github.com/pktscope/pktscope/dissect/field"
)

func newDNS() dissect.Message   { return new(dns.Packet) }
func newMDNS() dissect.Message  { return new(dns.MDNS) }
func newLLMNR() dissect.Message { return new(dns.LLMNR) }

// seeds returns the messages of testdata/seeds.txt whose names begin with prefix, or
// with none of the prefixes of the other dialects.
func seeds(t testing.TB, prefix string) (list []dissecttest.Seed) {
	t.Helper()
	text, err := os.ReadFile("testdata/seeds.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		name, digits, _ := strings.Cut(line, " ")
		s := dissecttest.Seed{Name: name, Bytes: dissecttest.Hex(digits)}
		s.Env.IPProto = uint8(field.UDP)
		if strings.HasPrefix(name, "tcp") {
			s.Env.IPProto = uint8(field.TCP)
		}
		other := strings.HasPrefix(name, "mdns") || strings.HasPrefix(name, "llmnr")
		if prefix == "" && !other || prefix != "" && strings.HasPrefix(name, prefix) {
			list = append(list, s)
		}
	}
	return list
}

func TestDNS(t *testing.T) {
	for prefix, make := range map[string]func() dissect.Message{"": newDNS, "mdns": newMDNS, "llmnr": newLLMNR} {
		list := seeds(t, prefix)
		dissecttest.Run(t, make, list)
		dissecttest.Golden(t, make, list...)
	}
}

func FuzzDNS(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds(f, ""), 1: seeds(f, "mdns"), 2: seeds(f, "llmnr")}, newDNS, newMDNS, newLLMNR)
}

// The lines are those of tshark 4.6.9.
func TestInfo(t *testing.T) {
	for _, c := range []struct{ name, digits, info string }{
		{"unknown operation", "000178000001000000000000 0178017900 0001 0001", "Unknown operation (15) 0x0001 A x.y"},
		{"unknown error", "0001818f00010000000000000178017900 0001 0001", "Standard query response 0x0001 Unknown error (15) A x.y"},
		{"unknown type", "00010100000100000000000001780179 00 ea60 0001", "Standard query 0x0001 Unknown (60000) x.y"},
		{"pointer within a name", "00010100000200000000000002616202636400 00010001 0178 c00f 00010001", "Standard query 0x0001 A ab.cd A x.cd"},
		{"pointer forwards", "000101000001000000000000 0178c014 00010001 017900", "Standard query 0x0001 A x.y"},
		{"root", "000101000001000000000000 00 0002 0001", "Standard query 0x0001 NS <Root>"},
		{"loop of pointers", "000101000001000000000000 c00c 0001 0001", "Standard query 0x0001 A <Name contains a pointer that loops>"},
		{"loop through a label", "000101000001000000000000 0161c00c 0001 0001", "Standard query 0x0001 A <Name contains a pointer that loops>"},
		{"name too long", "000101000001000000000000 " + strings.Repeat("3f"+strings.Repeat("61", 63), 4) + "07 65656565656565 00 0001 0001", "Standard query 0x0001 A <Name too long>"},
		{"address longer than it should be", "000181800000000100000000 0178017900 0001 0001 0000012c 0006 010203040506", "Standard query response 0x0001 A 1.2.3.4"},
	} {
		var p dns.Packet
		if err := field.Decode(&p, dissecttest.Hex(c.digits), nil); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := string(p.AppendSummary(nil, nil)); got != c.info {
			t.Errorf("%s: %q, want %q", c.name, got, c.info)
		}
	}
}

// What cannot be is malformed, and the line tells what was read until then: tshark 4.6.9.
func TestMalformed(t *testing.T) {
	for _, c := range []struct{ name, digits, info string }{
		{"no header", "68656c6c6f", "Unknown operation (13) 0x6865"},
		{"questions that are not there", "000101000003000000000000 0178 00 0001 0001", "Standard query 0x0001 A x"},
		{"label of bits", "000101000001000000000000 4161 00 0001 0001", "Standard query 0x0001"},
		{"pointer behind the message", "000101000001000000000000 c080 0001 0001", "Standard query 0x0001"},
		{"address too short", "000181800000000100000000 0178017900 001c 0001 0000012c 0006 010203040506", "Standard query response 0x0001 AAAA"},
		{"text longer than its record", "000181800000000100000000 0178017900 0010 0001 0000012c 0003 056162", "Standard query response 0x0001 TXT"},
		{"option longer than its record", "000181800000000000000001 00 0029 0200 0000 0000 0006 0003 0005 6162", "Standard query response 0x0001 OPT"},
	} {
		var p dns.Packet
		if err := field.Decode(&p, dissecttest.Hex(c.digits), nil); !errors.Is(err, field.ErrMalformed) {
			t.Errorf("%s: %v, want ErrMalformed", c.name, err)
		}
		if got := string(p.AppendSummary(nil, nil)); got != c.info {
			t.Errorf("%s: %q, want %q", c.name, got, c.info)
		}
	}
}

// A message of nothing but pointers to pointers takes no longer than its length allows.
func TestPointersBounded(t *testing.T) {
	b := dissecttest.Hex("000101000fff000000000000")
	for len(b) < 1<<16-6 {
		b = append(b, 0xc0, 12, 0, 1, 0, 1)
	}
	var p dns.Packet
	if n := testing.AllocsPerRun(1, func() { _ = field.Decode(&p, b, nil) }); n > 2 {
		t.Errorf("%v allocations", n)
	}
	if line := p.AppendSummary(nil, nil); len(line) > 1<<18 {
		t.Errorf("a line of %d bytes", len(line))
	}
}
