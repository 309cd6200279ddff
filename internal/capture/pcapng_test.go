package capture

import (
	"bytes"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func read(t *testing.T, file []byte) (*Reader, []Packet, error) {
	t.Helper()
	r, err := openReader("x", bytes.NewReader(file), Options{})
	if err != nil {
		return nil, nil, err
	}
	packets, err := drain(t, r)
	return r, packets, err
}

// TestPcapngInterface reads every option of an interface that is kept.
func TestPcapngInterface(t *testing.T) {
	for _, w := range []*builder{little(), big()} {
		o := w.sub().
			option(1, []byte("uplink")...).
			option(2, []byte("Gi0/1")...).
			option(3, []byte("to the core")...).
			option(4, 192, 0, 2, 1, 255, 255, 255, 0).
			option(5, append(netip.MustParseAddr("2001:db8::1").AsSlice(), 64)...).
			option(6, 0, 0x1b, 0x54, 0, 0, 1).
			option(8, w.sub().AppendUint64(nil, 1e9)...).
			option(9, 3).
			option(11, []byte("\x00udp port 500")...).
			option(12, []byte("IOS")...).
			option(13, 4).
			option(14, w.sub().AppendUint64(nil, 100)...).
			option(15, []byte("ASIC")...).
			u32(0)
		file := w.section().iface(276, 96, o.b...).enhanced(0, 2500, 60, "data").b
		r, packets, err := read(t, file)
		if err != nil || len(packets) != 1 {
			t.Fatal(len(packets), err)
		}
		want := &Interface{
			Section: 1, Name: "Gi0/1", Description: "to the core", Filter: "udp port 500",
			OS: "IOS", Hardware: "ASIC", File: "x", Link: LinkLinuxSLL2, SnapLen: 96, Digits: 3, Resolution: 3, FCSLen: 4,
			Speed: 1e9, MAC: "00:1b:54:00:00:01", Addresses: []string{"192.0.2.1/24", "2001:db8::1/64"},
			Comments: []string{"uplink"}, Offset: 100,
		}
		if d := cmp.Diff(want, r.Meta().Interfaces[0]); d != "" {
			t.Error(d)
		}
		if at := time.Unix(102, 5e8); !packets[0].Time.Equal(at) {
			t.Errorf("time %v, want %v", packets[0].Time, at)
		}
	}
}

// TestPcapngMeta reads what a file says beside its packets.
func TestPcapngMeta(t *testing.T) {
	w := little()
	w.section(w.sub().option(1, []byte("one")...).option(2, []byte("x86")...).option(3, []byte("Linux")...).
		option(4, []byte("dumpcap")...).option(1, []byte("two")...).u32(0).b...)
	w.iface(1, 0)
	v6 := netip.MustParseAddr("2001:db8::7")
	w.block(BlockNames, w.sub().
		u16(1, 13).bytes(192, 0, 2, 7).bytes([]byte("a\x00b.test\x00")...).bytes(0, 0, 0).
		u16(2, 18).bytes(v6.AsSlice()...).bytes('c', 0).bytes(0, 0).
		u16(3, 8).bytes(0, 1, 2, 3, 4, 5).bytes('d', 0).
		u32(0).b)
	w.block(BlockSecrets, w.sub().u32(0x544c534b, 5).bytes([]byte("CLIEN\x00\x00\x00")...).b)
	w.block(BlockStatistics, w.sub().u32(0, 0, 0).option(4, w.sub().AppendUint64(nil, 7)...).
		option(5, w.sub().AppendUint64(nil, 1)...).u32(0).b)
	w.block(0x0bad0bad, []byte("unknown blocks are passed over"))
	r, _, err := read(t, w.b)
	if err != nil {
		t.Fatal(err)
	}
	want := &Meta{
		Format:     "pcapng",
		Sections:   []Section{{Number: 1, Major: 1, Hardware: "x86", OS: "Linux", Application: "dumpcap", Comments: []string{"one", "two"}}},
		Names:      []Name{{1, netip.MustParseAddr("192.0.2.7"), "", []string{"a", "b.test"}}, {1, v6, "", []string{"c"}}, {1, netip.Addr{}, "00:01:02:03:04:05", []string{"d"}}},
		Secrets:    []Secrets{{1, 0x544c534b, []byte("CLIEN")}},
		Statistics: []Statistics{{Section: 1, Received: 7, Dropped: 1}},
	}
	if d := cmp.Diff(want, r.Meta(), cmpopts.IgnoreFields(Meta{}, "Interfaces"), cmpopts.EquateComparable(netip.Addr{})); d != "" {
		t.Error(d)
	}
}

// TestPcapngPackets reads each kind of block that becomes a frame, over two
// sections of different byte orders.
func TestPcapngPackets(t *testing.T) {
	l := little()
	l.section().iface(1, 4).iface(228, 0, l.sub().option(9, 9).b...)
	l.enhanced(1, 1e9+1, 60, "abcde", l.sub().option(1, []byte("why")...).option(2, 0x81, 0, 0, 0).u32(0).b...)
	l.block(BlockPacket, l.sub().u16(0, 0xffff).u32(0, 3e6, 3, 3).bytes('x', 'y', 'z').b)
	l.block(BlockSimplePacket, l.sub().u32(9).bytes([]byte("cut!")...).b)
	b := big()
	b.section().iface(113, 0).enhanced(0, 5e6, 2, "zz")
	b.block(BlockCustomPrivate, b.sub().u32(9).bytes(1, 2, 3, 4).b)
	b.block(BlockJournal, []byte("__REALTIME_TIMESTAMP=7000001\nMESSAGE=hi\n"))
	b.block(BlockSysdig, b.sub().u16(0).u32(0, 42, 0, 0, 0).u16(0).bytes(8, 8, 8, 8).b)
	_, got, err := read(t, slices.Concat(l.b, b.b))
	if err != nil {
		t.Fatal(err)
	}
	at := func(sec, nsec int64) time.Time { return time.Unix(sec, nsec) }
	want := []Packet{
		{Number: 1, Time: at(1, 1), Data: []byte("abcde"), WireLen: 60, Link: LinkIPv4, HasTime: true, Block: BlockEnhanced, Comments: []string{"why"}, Flags: 0x81},
		{Number: 2, Time: at(3, 0), Data: []byte("xyz"), WireLen: 3, Link: LinkEthernet, HasTime: true, Block: BlockPacket},
		{Number: 3, Data: []byte("cut!"), WireLen: 9, Link: LinkEthernet, Block: BlockSimplePacket},
		{Number: 4, Time: at(5, 0), Data: []byte("zz"), WireLen: 2, Link: LinkLinuxSLL, HasTime: true, Block: BlockEnhanced},
		{Number: 5, Data: []byte{1, 2, 3, 4}, WireLen: 4, Link: LinkNone, Block: BlockCustomPrivate, PEN: 9},
		{Number: 6, Time: at(7, 1000), Data: []byte("__REALTIME_TIMESTAMP=7000001\nMESSAGE=hi\n"), WireLen: 40, Link: LinkNone, HasTime: true, Block: BlockJournal},
		{Number: 7, Time: at(0, 42), Data: []byte{8, 8, 8, 8}, WireLen: 4, Link: LinkNone, HasTime: true, Block: BlockSysdig},
	}
	if d := cmp.Diff(want, got, cmpopts.IgnoreFields(Packet{}, "Iface", "Offset")); d != "" {
		t.Error(d)
	}
	type place struct{ id, section, index int }
	var places []place
	for _, p := range got {
		places = append(places, place{p.Iface.ID, p.Iface.Section, p.Iface.Index})
	}
	if want := []place{{1, 1, 1}, {0, 1, 0}, {0, 1, 0}, {2, 2, 0}, {-1, 2, -1}, {-1, 2, -1}, {-1, 2, -1}}; !slices.Equal(places, want) {
		t.Errorf("interfaces %v, want %v", places, want)
	}
	if n := got[0].FCSLen(); n != 4 {
		t.Errorf("FCS length %d, want 4", n)
	}
}

// TestPcapngDamage checks the errors of damaged blocks behind a good packet.
func TestPcapngDamage(t *testing.T) {
	w := big()
	head := w.section().iface(1, 0).enhanced(0, 0, 4, "good").b // 28 + 20 + 36 bytes
	for _, c := range []struct {
		name string
		tail []byte
		kind error
		says string
	}{
		{"nothing", nil, nil, ""},
		{"unknown interface", w.sub().enhanced(1, 0, 4, "data").b, ErrDamaged, "interface ID: 1, the section has 1 interfaces"},
		{"cut in a block header", []byte{0, 0, 0, 6}, ErrCutShort, "block header: needs 8 bytes, the file ends after 4"},
		{"cut in a block", w.sub().enhanced(0, 0, 4, "data").b[:30], ErrCutShort, "block: needs 36 bytes, the file ends after 30"},
		{"cut in an unknown block", w.sub().block(99, []byte("long")).b[:14], ErrCutShort, "block: needs 16 bytes, the file ends after 14"},
		{"lengths differ", w.sub().u32(6, 36, 0, 0, 0, 4, 4, 0, 40).b, ErrDamaged, "block total length: 36 at the block's begin, 40 at its end"},
		{"lengths of an unknown block differ", w.sub().u32(99, 16, 0, 20).b, ErrDamaged, "block total length: 16 at the block's begin, 20 at its end"},
		{"block of 4 GB", w.sub().u32(6, 0xfffffff0, 0, 0).b, ErrDamaged, "block total length: 4294967280 bytes"},
		{"block of 8 bytes", w.sub().u32(99, 8).b, ErrDamaged, "block total length: 8 bytes"},
		{"packet of 4 GB", w.sub().u32(6, 36, 0, 0, 0, 0xffffffff, 4, 0, 36).b, ErrDamaged, "captured length: 4294967295 bytes, the block has room for 4"},
		{"option too long", w.sub().enhanced(0, 0, 4, "data", 0, 1, 0, 9, 'x', 0, 0, 0).b, ErrDamaged, "option: option 1 has 9 bytes, 4 are left in its block"},
		{"flags of two bytes", w.sub().enhanced(0, 0, 4, "data", 0, 2, 0, 2, 0, 0, 0, 0).b, ErrDamaged, "epb_flags: 2 bytes, not 4"},
		{"version of a second section", w.sub().block(blockSHB, w.sub().u32(byteOrderMagic).u16(2, 0).u32(0, 0).b).b, ErrUnsupported, "section header version: 2.0"},
		{"byte order of a second section", w.sub().block(blockSHB, w.sub().u32(1, 0, 0, 0).b).b, ErrDamaged, "byte-order magic: 00000001"},
		{"simple packet without an interface", w.sub().section().block(BlockSimplePacket, w.sub().u32(0).b).b, ErrDamaged, "simple packet block: the section has no interface"},
		{"name record too long", w.sub().block(BlockNames, w.sub().u16(1, 99).u32(0).b).b, ErrDamaged, "name record: 99 bytes, 4 are left in its block"},
		{"secrets too long", w.sub().block(BlockSecrets, w.sub().u32(0, 0xffffffff).b).b, ErrDamaged, "secrets length: 4294967295 bytes, the block has room for 0"},
		{"name without an end", w.sub().block(BlockNames, w.sub().u16(1, 8).bytes(1, 2, 3, 4, 'h', 'o', 's', 't').u32(0).b).b, ErrDamaged, "name record: no name that ends with a zero"},
		{"simple packet shorter than its block", w.sub().block(BlockSimplePacket, w.sub().u32(1, 0, 0).b).b, ErrDamaged, "original length: 1 bytes of packet data in a block of 8"},
		{"end of options with a length", w.sub().enhanced(0, 0, 4, "data", 0, 0, 0, 8).b, ErrDamaged, "option: option 0 has 8 bytes, 0 are left in its block"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, packets, err := read(t, slices.Concat(head, c.tail))
			if !errors.Is(err, c.kind) || len(packets) != 1 {
				t.Fatalf("%d packets, %v; want 1, %v", len(packets), err, c.kind)
			}
			if err == nil {
				return
			}
			var e *Error
			if !errors.As(err, &e) || e.Frame != 2 || e.Offset != int64(len(head)) && c.name != "simple packet without an interface" {
				t.Errorf("%v: want frame 2, byte %d", err, len(head))
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("got  %v\nwant %s", err, c.says)
			}
		})
	}
}

// TestPcapngPadding reads blocks whose writer forgot to count the padding, as
// some did.
func TestPcapngPadding(t *testing.T) {
	w := little()
	w.section().iface(1, 0).u32(uint32(BlockEnhanced), 35, 0, 0, 0, 3, 3).bytes('a', 'b', 'c', 0).u32(35)
	_, packets, err := read(t, w.b)
	if err != nil || len(packets) != 1 || string(packets[0].Data) != "abc" {
		t.Errorf("%v, %v", packets, err)
	}
}

// Interfaces of one name get distinct labels.
func TestLabel(t *testing.T) {
	w := little().section()
	eth0 := w.sub().option(2, []byte("eth0")...).u32(0).b
	w.iface(1, 0, eth0...).iface(1, 0).iface(1, 0, eth0...).iface(1, 0)
	for i := range uint32(4) {
		w.enhanced(i, 1, 60, "x")
	}
	w.section().iface(1, 0, eth0...).enhanced(0, 1, 60, "x")
	r, err := openReader("dir/a.pcapng", bytes.NewReader(w.b), Options{})
	if err != nil {
		t.Fatal(err)
	}
	packets, err := drain(t, r)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range packets {
		got = append(got, p.Iface.Label())
	}
	if want := []string{"eth0", "a.pcapng", "eth0#2", "a.pcapng#3", "eth0"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
