package esp_test

import (
	"encoding/binary"
	"net/netip"
	"testing"

	esptrack "github.com/pktscope/pktscope/internal/track/esp"
)

// A step is an ESP packet with SPI 0x1000 and a number.
type step struct {
	src, dst string
	seq      uint32
}

func (l *lane) walk(steps []step) {
	for _, s := range steps {
		b := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 0x1000), s.seq)
		l.send(ip4(s.src, s.dst, protoESP, append(b, make([]byte, 32)...)))
	}
}

// One sender numbers its packets to a group and to a neighbour with one counter, as
// OSPFv3 with manual keys: that of a capture of the tcpdump group, OSPFv3_with_AH.pcap.
func TestSeriesOfOneSender(t *testing.T) {
	l := newLane(t, 0)
	group, a, b := "224.0.0.5", here, there
	l.walk([]step{
		{a, group, 19}, {b, group, 13}, {a, group, 20}, {b, group, 14}, {a, group, 23}, {a, b, 22}, {b, group, 16}, {a, b, 24}, {a, group, 25},
		{a, b, 26}, {b, a, 17}, {a, b, 27}, {b, group, 18}, {b, a, 19}, {a, group, 32}, {b, group, 23}, {b, a, 25}, {a, b, 35}, {b, group, 26}, {b, a, 30},
	})
	for _, k := range []esptrack.Key{
		{SPI: 0x1000, Dst: netip.MustParseAddr(group), Group: netip.MustParseAddr(a)},
		{SPI: 0x1000, Dst: netip.MustParseAddr(group), Group: netip.MustParseAddr(b)},
		{SPI: 0x1000, Dst: netip.MustParseAddr(a)},
		{SPI: 0x1000, Dst: netip.MustParseAddr(b)},
	} {
		k.Encap = key(0, b).Encap
		s := l.Find(k)
		if s == nil || !s.Shared || s.Sequence.Lost != 0 || s.Sequence.Late != 0 {
			t.Errorf("%v: %+v", k, s)
		}
	}
	if l.Len() != 4 {
		t.Errorf("%d SAs", l.Len())
	}
}

// One sender numbers runs of packets to one host and to another: what the first lacks, the second
// has, from the first packet on that goes to the first again.
func TestSeriesOfRuns(t *testing.T) {
	l := newLane(t, 0)
	var runs []step
	for n := range uint32(36) {
		runs = append(runs, step{here, []string{there, "10.9.0.2"}[n/12%2], n + 1})
	}
	l.walk(runs)
	for _, dst := range []string{there, "10.9.0.2"} {
		if s := l.Find(key(0x1000, dst)); !s.Shared || s.Sequence.Lost != 0 {
			t.Errorf("%+v", s)
		}
	}
}

// The hosts behind the members of a group have its SPI, and their own addresses.
func TestSeriesOfGroup(t *testing.T) {
	l := newLane(t, 0)
	for n := range uint32(6) {
		l.walk([]step{{"10.1.0.1", "10.2.0.1", 3*n + 1}, {"10.1.0.2", "10.2.0.2", 3*n + 2}, {"10.1.0.3", "10.2.0.2", 3*n + 3}})
	}
	for _, dst := range []string{"10.2.0.1", "10.2.0.2"} {
		if s := l.Find(key(0x1000, dst)); !s.Shared || s.Sequence.Lost != 0 || s.Packets < 6 {
			t.Errorf("%+v", s)
		}
	}
}

// Members of a group that send to one host, each with its own counter.
func TestSeriesOfSenders(t *testing.T) {
	l := newLane(t, 0)
	for n := range uint32(8) {
		l.walk([]step{{"10.1.0.1", "10.2.0.1", n + 1}, {"10.1.0.2", "10.2.0.1", n + 101}})
	}
	if s := l.Find(key(0x1000, "10.2.0.1")); !s.Shared || s.Sequence.Lost != 0 || s.Sequence.Late != 0 {
		t.Errorf("%+v", s)
	}
}

// What is no series: copies behind a NAT, an address that changes for good while packets
// overtake each other, and the opposite direction with the same SPI.
func TestNoSeries(t *testing.T) {
	tests := []struct {
		name  string
		steps []step
		lost  map[string]uint64
	}{
		{"destination translated", []step{
			{here, there, 1}, {here, "10.9.0.2", 1}, {here, there, 3}, {here, "10.9.0.2", 3}, {here, there, 4}, {here, "10.9.0.2", 4}, {here, there, 5}, {here, "10.9.0.2", 5},
		}, map[string]uint64{there: 1, "10.9.0.2": 1}},
		{"source translated", []step{
			{"10.9.0.2", there, 1}, {here, there, 1}, {"10.9.0.2", there, 3}, {here, there, 3}, {"10.9.0.2", there, 4}, {here, there, 4},
			{"10.9.0.2", there, 5}, {here, there, 5}, {"10.9.0.2", there, 6}, {here, there, 6},
		}, map[string]uint64{there: 1}},
		{"destination moves", []step{
			{here, there, 1}, {here, there, 3}, {here, "10.9.0.2", 5}, {here, there, 4}, {here, "10.9.0.2", 6}, {here, "10.9.0.2", 8},
		}, map[string]uint64{there: 1, "10.9.0.2": 1}},
		{"senders to a group", []step{
			{here, "224.0.0.5", 1}, {there, "224.0.0.5", 7}, {here, "224.0.0.5", 2}, {there, "224.0.0.5", 8}, {here, "224.0.0.5", 3}, {there, "224.0.0.5", 9},
			{here, "224.0.0.5", 4}, {there, "224.0.0.5", 11},
		}, map[string]uint64{"224.0.0.5": 1}},
		{"opposite", []step{
			{here, there, 1}, {there, here, 2}, {here, there, 3}, {there, here, 4}, {here, there, 5}, {there, here, 5}, {here, there, 6}, {there, here, 7},
		}, map[string]uint64{there: 2, here: 2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLane(t, 0)
			l.walk(tt.steps)
			for dst, lost := range tt.lost {
				k := key(0x1000, dst)
				if k.Dst.IsMulticast() {
					k.Group = netip.MustParseAddr(there)
				}
				if s := l.Find(k); s.Shared || s.Sequence.Lost != lost {
					t.Errorf("to %s: shared %v, %d lost, want %d", dst, s.Shared, s.Sequence.Lost, lost)
				}
			}
		})
	}
}
