package etherip_test

import (
	"errors"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/etherip"
	"github.com/pktscope/pktscope/dissect/field"
)

func newPacket() dissect.Message { return new(etherip.Packet) }

// The header of RFC 3378, section 2, before the addresses of an Ethernet frame.
var seeds = []dissecttest.Seed{
	{Name: "etherip", Bytes: dissecttest.Hex("3000020000000002020000000001"), Need: 2},
	{Name: "another version", Bytes: dissecttest.Hex("0300020000000002020000000001"), Need: 2},
	{Name: "a byte inside", Bytes: dissecttest.Hex("300002"), Need: 2},
}

func TestPacket(t *testing.T) { dissecttest.Run(t, newPacket, seeds) }

func TestGolden(t *testing.T) {
	dissecttest.Golden(t, newPacket, seeds[0], seeds[1])
}

func TestFields(t *testing.T) {
	for i, want := range []etherip.Packet{{Version: 3}, {Version: 0, Reserved: 0x300}, {Version: 3}} {
		var p etherip.Packet
		if err := field.Decode(&p, seeds[i].Bytes, nil); err != nil || p != want {
			t.Errorf("%s: %+v, %v, want %+v", seeds[i].Name, p, err, want)
		}
	}
}

// A header without a frame is malformed: tshark says so of the frame.
func TestNoFrame(t *testing.T) {
	if err := field.Decode(new(etherip.Packet), dissecttest.Hex("3000"), nil); !errors.Is(err, field.ErrMalformed) {
		t.Error(err)
	}
}

func FuzzPacket(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds}, newPacket)
}
