package aggfrag_test

import (
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/aggfrag"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
)

func newPacket() dissect.Message { return new(aggfrag.Packet) }

const (
	ip4 = "4500001500000000403b00000a0000010a00000261"                                            // 21 bytes
	ip6 = "6000000000013b40 20010db8000000000000000000000001 20010db8000000000000000000000002 62" // 41 bytes
)

// Payloads put together by RFC 9347, section 6.1.
var seeds = []dissecttest.Seed{
	{Name: "two packets", Bytes: dissecttest.Hex("00000000" + ip4 + ip6), Need: 4},
	{Name: "padded", Bytes: dissecttest.Hex("00000000" + ip4 + "0000000000"), Need: 4},
	{Name: "begun", Bytes: dissecttest.Hex("00000000" + ip4 + ip6[:50]), Need: 4},
	{Name: "begun before its length", Bytes: dissecttest.Hex("00000000" + "450000")},
	{Name: "continued and ended", Bytes: dissecttest.Hex("00000004 61626364" + ip4 + "00"), Need: 8},
	{Name: "continued", Bytes: dissecttest.Hex("00000400 61626364")},
	{Name: "padding alone", Bytes: dissecttest.Hex("00000000 0000000000000000")},
	{Name: "congestion control", Bytes: dissecttest.Hex("01030000 00000064 0000a80001400003 11223344 55667788" + ip4), Need: 24},
	{Name: "empty", Bytes: dissecttest.Hex("00000000")},
	{Name: "unknown sub-type", Bytes: dissecttest.Hex("02000000 45000015")},
	{Name: "unknown block", Bytes: dissecttest.Hex("00000000" + ip4 + "5061626364"), Need: 4},
	{Name: "a packet shorter than its header", Bytes: dissecttest.Hex("00000000" + "4500000100000000"), Need: 8},
}

func TestPacket(t *testing.T) { dissecttest.Run(t, newPacket, seeds) }

func TestGolden(t *testing.T) {
	dissecttest.Golden(t, newPacket, seeds...)
}

func FuzzPacket(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds}, newPacket)
}

// The blocks, and which of them is handed on: the first packet that is whole.
func TestBlocks(t *testing.T) {
	for name, want := range map[string]struct {
		info    string
		payload int // its length
		next    field.Key
		notes   int
	}{
		"two packets":                      {"AGGFRAG, IPv4 (21 bytes), IPv6 (41 bytes)", 21, field.IPProto.Key(4), 0},
		"padded":                           {"AGGFRAG, IPv4 (21 bytes), pad (5 bytes)", 21, field.IPProto.Key(4), 0},
		"begun":                            {"AGGFRAG, IPv4 (21 bytes), IPv6 (24 of 41 bytes)", 21, field.IPProto.Key(4), 0},
		"begun before its length":          {"AGGFRAG, IPv4 (3 bytes)", 0, field.Key{}, 0},
		"continued and ended":              {"AGGFRAG, rest of a packet (4 bytes), IPv4 (21 bytes), pad (1 bytes)", 21, field.IPProto.Key(4), 0},
		"continued":                        {"AGGFRAG, rest of a packet (4 bytes)", 0, field.Key{}, 0},
		"padding alone":                    {"AGGFRAG, pad (8 bytes)", 0, field.Key{}, 0},
		"empty":                            {"AGGFRAG", 0, field.Key{}, 0},
		"unknown sub-type":                 {"AGGFRAG of unknown sub-type 2", 0, field.Key{}, 0},
		"unknown block":                    {"AGGFRAG, IPv4 (21 bytes), unknown type 5 (5 bytes)", 21, field.IPProto.Key(4), 1},
		"a packet shorter than its header": {"AGGFRAG, IPv4 (8 bytes)", 0, field.Key{}, 1},
	} {
		for _, s := range seeds {
			if s.Name != name {
				continue
			}
			var p aggfrag.Packet
			var d field.Decoder
			d.Reset(s.Bytes, field.Span{End: len(s.Bytes), Wire: len(s.Bytes)}, nil, -1)
			if err := p.Decode(&d); err != nil {
				t.Fatal(name, err)
			}
			pay, ok := d.TakePayload()
			if ok != (want.payload > 0) || ok && pay.Wire-pay.Off != want.payload || p.Next(0) != want.next || len(d.Notes()) != want.notes {
				t.Errorf("%s: payload %+v, %v, %v, notes %v", name, pay, ok, p.Next(0), d.Notes())
			}
			if got := string(p.AppendSummary(nil, nil)); got != strings.ReplaceAll(want.info, "(1 bytes)", "(1 byte)") {
				t.Errorf("%s: %q, want %q", name, got, want.info)
			}
		}
	}
}

// 22, 21 and 21 bits: 42 << 42 | 10 << 21 | 3.
func TestCongestionControl(t *testing.T) {
	for _, s := range seeds {
		if s.Name != "congestion control" {
			continue
		}
		var p aggfrag.Packet
		if err := field.Decode(&p, s.Bytes, nil); err != nil {
			t.Fatal(err)
		}
		if !p.P || !p.E || p.Loss != 100 || p.RTT != 42 || p.Echo != 10 || p.Transmit != 3 || p.TVal != 0x11223344 || p.TEcho != 0x55667788 || len(p.Blocks) != 1 {
			t.Errorf("%+v", p)
		}
	}
}
