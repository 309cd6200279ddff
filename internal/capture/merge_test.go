package capture

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// at writes a pcap with one packet of each second named, which says so.
func at(seconds ...uint32) []byte {
	w := little().fileHeader(0xa1b2c3d4, 262144, 1)
	for _, s := range seconds {
		w.record(s, 0, 60, fmt.Sprint(s))
	}
	return w.b
}

// merged reads files at once; a line is a packet's number, interface and
// data.
func merged(t *testing.T, names ...string) (lines []string, m *Merged, err error) {
	t.Helper()
	m, err = OpenMerged(names)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.Close() })
	packets, err := drain(t, m)
	for _, p := range packets {
		lines = append(lines, fmt.Sprintf("%d %d %s %s", p.Number, p.Iface.ID, p.Iface.Label(), p.Data))
	}
	return lines, m, err
}

// Packets come in the order of their times, files that have one of the same
// time in the order in which they were named.
func TestMerged(t *testing.T) {
	lines, m, err := merged(t, write(t, "b.pcap", at(2, 4, 4, 9)), write(t, "a.pcap", at(1, 4, 5, 6, 7)), write(t, "none.pcap", at()))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"1 1 a.pcap 1", "2 0 b.pcap 2", "3 0 b.pcap 4", "4 0 b.pcap 4", "5 1 a.pcap 4",
		"6 1 a.pcap 5", "7 1 a.pcap 6", "8 1 a.pcap 7", "9 0 b.pcap 9",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got  %q\nwant %q", lines, want)
	}
	if len(m.Metas()) != 3 {
		t.Errorf("%d metas, want 3", len(m.Metas()))
	}
	if read, size := m.Progress(); read != size || size == 0 {
		t.Errorf("read %d of %d bytes", read, size)
	}
}

// A file's order is kept where its clock jumps, and a packet without a time
// follows the one before it.
func TestMergedOrder(t *testing.T) {
	lines, _, err := merged(t, write(t, "a.pcap", at(1, 8, 3)), write(t, "b.pcapng", smallPcapng()))
	if err != nil {
		t.Fatal(err)
	}
	// b's times are 1 s (nanoseconds), none, and none.
	want := []string{"1 0 a.pcap 1", "2 1 b.pcapng first packet", "3 1 b.pcapng 2nd", "4 -1 b.pcapng \x01\x02\x03\x04", "5 0 a.pcap 8", "6 0 a.pcap 3"}
	if !slices.Equal(lines, want) {
		t.Errorf("got  %q\nwant %q", lines, want)
	}
}

// An interface of several in a file has both names; files of one name
// by their folders.
func TestMergedNames(t *testing.T) {
	w := little().section()
	named := func(name string) []byte { return w.sub().option(2, []byte(name)...).u32(0).b }
	two := w.iface(1, 0, named("eth0")...).iface(1, 0).iface(1, 0, named("eth0")...).
		enhanced(1, 5e6, 60, "x").enhanced(0, 6e6, 60, "y").enhanced(2, 6e6, 60, "z").b
	lines, _, err := merged(t, write(t, "two.pcapng", two), write(t, "a.pcap", at(7)))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"1 1 two.pcapng:1 x", "2 0 two.pcapng:eth0 y", "3 2 two.pcapng:eth0#2 z", "4 3 a.pcap 7"}; !slices.Equal(lines, want) {
		t.Errorf("got  %q\nwant %q", lines, want)
	}
	first, second := write(t, "a.pcap", at(1)), write(t, "a.pcap", at(2))
	lines, _, err = merged(t, first, second)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"1 0 " + first + " 1", "2 1 " + second + " 2"}; !slices.Equal(lines, want) {
		t.Errorf("got  %q\nwant %q", lines, want)
	}
}

// The files of a ring are one place, whose interface has one name; rings of one name are told
// apart by their folders.
func TestLabels(t *testing.T) {
	for _, c := range []struct{ names, want []string }{
		{[]string{"d/a_00001_20261122071600.pcap", "d/a_00002_20261122071700.pcap", "d/b.pcap"}, []string{"a.pcap", "a.pcap", "b.pcap"}},
		{[]string{"d/a_00001_20261122071600.pcap", "e/a_00001_20261122071600.pcap"}, []string{"d/a.pcap", "e/a.pcap"}},
		{[]string{"a_00001_20261122071600", "a_00002_20261122071600"}, []string{"a", "a"}},
		{[]string{"a_00001_2026112207160.pcap", "a_0001_20261122071600.pcap"}, []string{"a_00001_2026112207160.pcap", "a_0001_20261122071600.pcap"}},
		{[]string{"site1.pcap", "site2.pcap", "_00001_20261122071600.pcap"}, []string{"site1.pcap", "site2.pcap", "_00001_20261122071600.pcap"}},
	} {
		if got := Labels(c.names); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.names, got, c.want)
		}
	}
}

// A Part calls interfaces as Merged does.
func TestPart(t *testing.T) {
	w := little().section()
	eth0 := w.sub().option(2, []byte("eth0")...).u32(0).b
	two := w.iface(1, 0, eth0...).iface(1, 0).enhanced(1, 5e6, 60, "x").enhanced(0, 6e6, 60, "y").b
	p, err := NewPart("two.pcapng", "label", bytes.NewReader(two))
	if err != nil {
		t.Fatal(err)
	}
	packets, err := drain(t, p)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range packets {
		got = append(got, fmt.Sprintf("%d %d %s %s %s", p.Number, p.Iface.ID, p.Iface.Label(), p.Iface.File, p.Data))
	}
	if want := []string{"1 1 label:1 two.pcapng x", "2 0 label:eth0 two.pcapng y"}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// What is wrong with one file does not keep the others back.
func TestMergedDamage(t *testing.T) {
	cut := at(2, 4)
	cut = cut[:len(cut)-1]
	lines, _, err := merged(t, write(t, "cut.pcap", cut), write(t, "note.txt", []byte("not a capture")), write(t, "a.pcap", at(1, 3, 5)))
	if !errors.Is(err, ErrCutShort) || !errors.Is(err, ErrFormat) {
		t.Errorf("errors: %v", err)
	}
	if want := []string{"1 1 a.pcap 1", "2 0 cut.pcap 2", "3 1 a.pcap 3", "4 1 a.pcap 5"}; !slices.Equal(lines, want) {
		t.Errorf("got  %q\nwant %q", lines, want)
	}
	if _, err := OpenMerged([]string{write(t, "a.pcap", at(1)), filepath.Join(t.TempDir(), "missing")}); err == nil {
		t.Error("a missing file is no error")
	}
}

// A packet costs no memory.
func TestMergedAllocations(t *testing.T) {
	seconds := make([]uint32, 5000)
	for i := range seconds {
		seconds[i] = uint32(i)
	}
	m, err := OpenMerged([]string{write(t, "a.pcap", at(seconds...)), write(t, "b.pcap", at(seconds...)), write(t, "c.pcap", at(seconds...))})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	var p Packet
	var last time.Time
	if n := testing.AllocsPerRun(4000, func() {
		if err := m.Next(&p); err != nil || p.Time.Before(last) {
			t.Fatal(err, p.Time, last)
		}
		last = p.Time
	}); n != 0 {
		t.Errorf("%v allocations a packet", n)
	}
}
