package isakmp_test

import (
	"strings"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/labtest"
)

// eightVendors is a frame with a first message of main mode that has eight
// vendor IDs, as a Windows or Cisco client sends it.
func eightVendors() []byte {
	parts := []part{payload(1, uint32(1), uint32(1), chain(prop(1, 1, "",
		payload(3, 1, 1, uint16(0), tv(1, 7), tv(14, 256), tv(2, 2), tv(4, 14), tv(3, 1), tv(11, 1), tlv(12, uint32(28800))))))}
	for _, id := range []string{
		"\x1e\x2b\x51\x69\x05\x99\x1c\x7d\x7c\x96\xfc\xbf\xb5\x87\xe4\x61\x00\x00\x00\x09",
		"\x4a\x13\x1c\x81\x07\x03\x58\x45\x5c\x57\x28\xf2\x0e\x95\x45\x2f",
		"\x90\xcb\x80\x91\x3e\xbb\x69\x6e\x08\x63\x81\xb5\xec\x42\x7b\x1f",
		"\x40\x48\xb7\xd5\x6e\xbc\xe8\x85\x25\xe7\xde\x7f\x00\xd6\xc2\xd3",
		"\xfb\x1d\xe3\xcd\xf3\x41\xb7\xea\x16\xb7\xe5\xbe\x08\x55\xf1\x20",
		"\xaf\xca\xd7\x13\x68\xa1\xf1\xc9\x6b\x86\x96\xfc\x77\x57\x01\x00",
		"\x12\xf5\xf2\x8c\x45\x71\x68\xa9\x70\x2d\x9f\xe2\x74\xcc\x01\x00",
		"\x09\x00\x26\x89\xdf\xd6\xb7\x12",
	} {
		parts = append(parts, payload(13, id))
	}
	m := v1(mainMode, parts...)
	return wire(strings.Repeat("\x02", 12), uint16(0x0800), // Ethernet
		0x45, 0, uint16(28+len(m)), uint16(0), uint16(0x4000), 64, 17, uint16(0), "\x50\x01\x00\x02", "\x50\x02\x00\x02",
		uint16(500), uint16(500), uint16(8+len(m)), uint16(0), m)
}

// summary returns a function that dissects a frame and makes its Info column.
func summary(t testing.TB, data []byte) func() {
	r := labtest.Registry(t)
	e := dissect.NewEngine(r)
	arena := dissect.NewArena(r)
	var p dissect.Packet
	var out []byte
	names := new(field.Names)
	return func() {
		arena.Reset()
		e.Use(arena)
		e.Dissect(&p, 1, data, len(data))
		out = p.AppendInfo(out[:0], names)
		if string(out) != "Identity Protection (Main Mode)" {
			t.Fatalf("%q", out)
		}
	}
}

// other is what gopacket does with the same frame, which ends at UDP: it has no
// ISAKMP.
func other(data []byte) func() {
	return func() { gopacket.NewPacket(data, layers.LayerTypeEthernet, gopacket.Default) }
}

// TestEightVendors: the way to the summary allocates nothing.
func TestEightVendors(t *testing.T) {
	if n := testing.AllocsPerRun(100, summary(t, eightVendors())); n != 0 {
		t.Errorf("the summary allocates %v times", n)
	}
}

// BenchmarkEightVendors tells what the summary of the eight vendor IDs costs
// beside what gopacket needs for the layers below them.
func BenchmarkEightVendors(b *testing.B) {
	data := eightVendors()
	for name, f := range map[string]func(){"pktscope": summary(b, data), "gopacket": other(data)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				f()
			}
		})
	}
}
