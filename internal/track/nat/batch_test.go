package nat_test

import (
	"encoding/binary"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// TestBatches: packets in batches of any size lead to the same account, also where tables
// are full, a third interface appears, and not all packets are compared.
func TestBatches(t *testing.T) {
	r := labtest.Registry(t)
	e := dissect.NewEngine(r)
	e.Use(dissect.NewArena(r))
	var packets []*dissect.Packet
	for i := range 1200 {
		in := udp(fmt.Sprintf("10.0.%d.%d:%d", i/200, i%200+1, 2000+i), "203.0.113.80:7", fmt.Sprintf("datagram %d", i))
		out := in.as(fmt.Sprintf("80.1.0.2:%d", 3000+i), "")
		sides := [][]byte{in.bytes(), out.bytes()}
		if i%5 == 0 {
			sides = [][]byte{udp6(i, i+1, 64), udp6(i, 1, 63)}
		}
		for k, iface := range []string{"in", []string{"out", "far"}[i/700]} {
			p := new(dissect.Packet)
			p.Number, p.Time, p.Interface = uint64(2*i+k+1), time.Unix(1700000000, int64(i)*1e6), iface
			e.Dissect(p, 101, sides[k], len(sides[k]))
			packets = append(packets, p)
		}
	}
	for _, limits := range []nat.Limits{{}, {Translations: 100, Flows: 300}, {Exact: 500}} {
		account := func(size int) string {
			tr := nat.New(limits)
			for batch := range slices.Chunk(packets, size) {
				tr.WatchAll(batch)
			}
			a := tr.Account(nat.Inside{})
			text := fmt.Sprintln(a.Counts, a.EvictedTranslations, a.EvictedFlows, a.EvictedPackets, a.Reasons())
			for x := range a.Translations() {
				text += fmt.Sprintln(x.Key, x.Frame, x.Out, x.In, x.Evidence)
			}
			return text
		}
		want := account(1)
		for _, size := range []int{2, 128, len(packets)} {
			if got := account(size); got != want {
				t.Errorf("%+v: in batches of %d:\n%.300s\none by one:\n%.300s", limits, size, got, want)
			}
		}
	}
}

// udp6 is a datagram of IPv6 (RFC 8200) of a host.
func udp6(number, host int, hops byte) []byte {
	data := fmt.Sprintf("datagram %d", number)
	b := binary.BigEndian.AppendUint16([]byte{0x60, 0, 0, 0}, uint16(8+len(data)))
	b = append(b, 17, hops)
	for _, n := range []int{host, 0xffff} {
		b = append(b, "\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"...)
		b = binary.BigEndian.AppendUint16(b, uint16(n))
	}
	for _, n := range []int{2000 + number, 7, 8 + len(data), 0} {
		b = binary.BigEndian.AppendUint16(b, uint16(n))
	}
	return append(b, data...)
}
