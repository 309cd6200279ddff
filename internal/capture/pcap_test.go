package capture

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
)

// TestPcapVariants reads one packet of each form of pcap.
func TestPcapVariants(t *testing.T) {
	micro, nano := time.Unix(1, 2000), time.Unix(1, 2)
	extra := func(n int) []byte { return make([]byte, n) }
	// Two records decide between the layouts: with the wrong one, the second
	// begins in the middle of the first.
	two := func(w *builder, n int) []byte {
		return w.record(1, 2, 60, "first packet", extra(n)...).record(3, 4, 60, "second packet", extra(n)...).b
	}
	for _, c := range []struct {
		name   string
		file   []byte
		format string
		time   time.Time
		link   LinkType
		fcs    int
		digits int
	}{
		{"micro", two(little().fileHeader(0xa1b2c3d4, 65535, 1), 0), "pcap", micro, LinkEthernet, -1, 6},
		{"micro, big-endian", two(big().fileHeader(0xa1b2c3d4, 65535, 1), 0), "pcap", micro, LinkEthernet, -1, 6},
		{"nano", two(little().fileHeader(0xa1b23c4d, 65535, 101), 0), "nanosecond pcap", nano, LinkRaw, -1, 9},
		{"nano, big-endian", two(big().fileHeader(0xa1b23c4d, 65535, 101), 0), "nanosecond pcap", nano, LinkRaw, -1, 9},
		{"Kuznetzov", two(little().fileHeader(0xa1b2cd34, 65535, 1), 8), "modified pcap", micro, LinkEthernet, -1, 6},
		{"Kuznetzov, big-endian", two(big().fileHeader(0xa1b2cd34, 65535, 1), 8), "modified pcap", micro, LinkEthernet, -1, 6},
		{"SuSE 6.3", two(little().fileHeader(0xa1b2cd34, 65535, 1), 12), "modified pcap, SuSE 6.3", micro, LinkEthernet, -1, 6},
		{"Red Hat 6.1", two(little().fileHeader(0xa1b2c3d4, 65535, 1), 8), "pcap, Red Hat 6.1", micro, LinkEthernet, -1, 6},
		{"Nokia", two(little().fileHeader(0xa1b2c3d4, 65535, 1), 4), "pcap, Nokia", micro, LinkEthernet, -1, 6},
		{"Ixia, software", two(little().fileHeader(0x1c0001ab, 65535, 1).u32(99), 0), "Ixia lcap", micro, LinkEthernet, -1, 6},
		{"Ixia, hardware", two(little().fileHeader(0x1c0001ac, 65535, 1).u32(99), 0), "Ixia lcap", nano, LinkEthernet, -1, 9},
		{"AIX", little().u32(0xa1b2c3d4).u16(2, 2).u32(0, 0, 65535, 6).u32(1, 2, 60, 12).bytes([]byte("first packet")...).b,
			"AIX pcap", nano, LinkEthernet, -1, 9},
		{"AIX, FDDI", little().u32(0xa1b2c3d4).u16(2, 2).u32(0, 0, 65535, 15).u32(1, 2, 63, 15).bytes([]byte("\x00\x00\x00first packet")...).b,
			"AIX pcap", nano, LinkFDDI, -1, 9},
		{"lengths swapped", little().u32(0xa1b2c3d4).u16(2, 1).u32(0, 0, 65535, 1).u32(1, 2, 60, 12).bytes([]byte("first packet")...).b,
			"pcap", micro, LinkEthernet, -1, 6},
		{"link type above 255", two(little().fileHeader(0xa1b2c3d4, 65535, 276), 0), "pcap", micro, LinkLinuxSLL2, -1, 6},
		{"FCS length", two(little().fileHeader(0xa1b2c3d4, 65535, 0x24000001), 0), "pcap", micro, LinkEthernet, 4, 6},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := openReader("x.pcap", bytes.NewReader(c.file), Options{})
			if err != nil {
				t.Fatal(err)
			}
			packets, err := drain(t, r)
			if err != nil || len(packets) == 0 {
				t.Fatalf("%d packets, %v", len(packets), err)
			}
			p := packets[0]
			if got := string(p.Data); got != "first packet" || p.WireLen != 60 || p.Number != 1 {
				t.Errorf("got %d: %q of %d bytes", p.Number, got, p.WireLen)
			}
			if !p.Time.Equal(c.time) || !p.HasTime {
				t.Errorf("time %v, want %v", p.Time, c.time)
			}
			if p.Link != c.link || p.Iface.Link != c.link || p.FCSLen() != c.fcs || p.Iface.Digits != c.digits {
				t.Errorf("link type %v, FCS %d, %d digits", p.Link, p.FCSLen(), p.Iface.Digits)
			}
			if r.Meta().Format != c.format {
				t.Errorf("format %q, want %q", r.Meta().Format, c.format)
			}
			if len(packets) == 2 && string(packets[1].Data) != "second packet" {
				t.Errorf("second packet %q", packets[1].Data)
			}
		})
	}
}

// TestPcapDamage checks the errors of damaged files.
func TestPcapDamage(t *testing.T) {
	head := func() *builder { return little().fileHeader(0xa1b2c3d4, 65535, 1) }
	for _, c := range []struct {
		name string
		file []byte
		kind error
		good int
		says string
	}{
		{"empty", nil, ErrEmpty, 0, "x: empty file"},
		{"header alone", head().b, nil, 0, ""},
		{"cut in the magic number", head().b[:3], ErrFormat, 0, "x: neither pcap nor pcapng"},
		{"cut in the file header", head().b[:20], ErrCutShort, 0,
			"x: byte 0: cut short: file header: needs 24 bytes, the file ends after 20"},
		{"cut in a record header", head().record(1, 2, 3, "abc").u32(1, 2).b, ErrCutShort, 1,
			"x: frame 2, byte 43: cut short: record header: needs 16 bytes, the file ends after 8"},
		{"cut in a record", head().record(1, 2, 3, "abc").u32(1, 2, 10, 10).bytes(1, 2).b, ErrCutShort, 1,
			"x: frame 2, byte 43: cut short: record: needs 26 bytes, the file ends after 18"},
		{"a length of 4 GB", head().record(1, 2, 3, "abc").u32(1, 2, 0xffffffff, 0xffffffff).b, ErrDamaged, 1,
			"x: frame 2, byte 43: damaged: captured length: 4294967295 bytes, more than the 262144 that a record can have"},
		{"version 1", little().u32(0xa1b2c3d4).u16(1, 4).u32(0, 0, 0, 1).b, ErrUnsupported, 0,
			"x: byte 0: not supported: version: 1.4"},
		{"reserved bits", little().fileHeader(0xa1b2c3d4, 0, 0x00300001).b, ErrUnsupported, 0,
			"x: byte 0: not supported: link type: reserved bits are set (0x00300001)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var packets []Packet
			r, err := openReader("x", bytes.NewReader(c.file), Options{})
			if err == nil {
				packets, err = drain(t, r)
			}
			if !errors.Is(err, c.kind) || len(packets) != c.good {
				t.Fatalf("%d packets, %v; want %d, %v", len(packets), err, c.good, c.kind)
			}
			if err != nil && !strings.HasPrefix(err.Error(), c.says) {
				t.Errorf("got  %v\nwant %s", err, c.says)
			}
		})
	}
}
