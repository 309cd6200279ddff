package cdp_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/internal/labtest"
)

// Headers in front of CDP.
const (
	multicast = "\x01\x00\x0c\xcc\xcc\xcc\x00\x19\x06\xea\xb8\x80"
	cdpSNAP   = "\xaa\xaa\x03\x00\x00\x0c\x20\x00"
)

// A carrier is what CDP is sent in. head is put before the n bytes of CDP.
type carrier struct {
	name string
	link uint32
	head func(n int) []byte
}

func fixed(parts ...any) func(int) []byte { return func(int) []byte { return wire(parts...) } }

// llc is the length of an IEEE 802.3 frame and what leads to CDP in it.
func llc(n int) []byte { return wire(uint16(len(cdpSNAP)+n), cdpSNAP) }

func ipv4(n int) []byte {
	return wire("\x45\x00", uint16(20+n), "\x00\x01\x40\x00\x40\x2f\x00\x00\x0a\x00\x00\x01\x0a\x00\x00\x02")
}

var carriers = []carrier{
	{"IEEE 802.3", 1, func(n int) []byte { return wire(multicast, llc(n)) }},
	{"802.1Q", 1, func(n int) []byte { return wire(multicast, "\x81\x00\xe0\x01", llc(n)) }},
	{"802.1Q in 802.1ad", 1, func(n int) []byte { return wire(multicast, "\x88\xa8\x00\x0a\x81\x00\xe0\x01", llc(n)) }},
	{"802.1Q in 802.1Q", 1, func(n int) []byte { return wire(multicast, "\x81\x00\x00\x0a\x81\x00\xe0\x01", llc(n)) }},
	{"ISL", 1, func(n int) []byte {
		inner := wire(multicast, llc(n))
		return wire("\x01\x00\x0c\x00\x00\x00\x19\x06\xea\xb8\x80\x00", uint16(len(inner)+n+4+12), "\xaa\xaa\x03\x00\x00\x0c\x00\x15\x00\x00\x00\x00", inner)
	}},
	{"Cisco HDLC", 104, fixed("\x8f\x00\x20\x00")},
	{"PPP", 9, fixed("\xff\x03\x02\x07")},
	{"PPP without address", 9, fixed("\x02\x07")},
	{"Frame Relay, Cisco's", 107, fixed("\x18\x41\x20\x00")},
	{"Frame Relay, SNAP", 107, fixed("\x18\x41\x03\x00\x80\x00\x00\x0c\x20\x00")},
	{"GRE", 101, func(n int) []byte { return wire(ipv4(4+n), "\x00\x00\x20\x00") }},
	{"GRE with a key", 101, func(n int) []byte { return wire(ipv4(8+n), "\x20\x00\x20\x00\x00\x00\x00\x07") }},
	{"Linux cooked", 113, fixed("\x00\x01\x00\x01\x00\x06\x00\x19\x06\xea\xb8\x80\x00\x00\x00\x04", cdpSNAP)},
	{"FDDI", 10, fixed("\x50", multicast, cdpSNAP)},
	{"Token Ring", 6, fixed("\x10\x40", multicast, cdpSNAP)},
}

// TestCarriers finds CDP in whatever carries it; tshark says the same of the
// same frames.
func TestCarriers(t *testing.T) {
	reg := labtest.Registry(t)
	data := packet(tlv(1, "R1"), tlv(3, "Serial0/0"))
	file := block(0x0a0d0d0a, uint32(0x1a2b3c4d), uint16(1), uint16(0), "\xff\xff\xff\xff\xff\xff\xff\xff")
	var rows []string
	for i, c := range carriers {
		frame := wire(c.head(len(data)), data)
		if c.name == "ISL" {
			frame = wire(frame, "\x00\x00\x00\x00") // its checksum
		}
		var p dissect.Packet
		dissect.NewEngine(reg).Dissect(&p, c.link, frame, len(frame))
		m, ok := p.Top().Message.(*cdp.Packet)
		if !ok || string(m.DeviceID) != "R1" || m.Sum != cdp.SumGood || p.Err != nil {
			t.Errorf("%s: %s, %s, %v", c.name, p.AppendProtocols(nil), p.AppendInfo(nil, nil), p.Err)
		}
		rows = append(rows, string(p.AppendInfo(append(p.AppendProtocol(nil), '\t'), nil)))
		file = wire(file, block(1, uint16(c.link), uint16(0), uint32(0)))
		n := uint32(len(frame))
		file = wire(file, block(6, uint32(i), uint32(0), uint32(i), n, n, frame, make([]byte, -len(frame)&3)))
	}
	name := filepath.Join(t.TempDir(), "carriers.pcapng")
	if err := os.WriteFile(name, file, 0o666); err != nil {
		t.Fatal(err)
	}
	theirs := dissecttest.Tshark(t, "-n", "-r", name, "-T", "fields", "-e", "_ws.col.Protocol", "-e", "_ws.col.Info")
	lines := strings.Split(strings.TrimSuffix(string(theirs), "\n"), "\n")
	if len(lines) != len(rows) {
		t.Fatalf("tshark has %d rows", len(lines))
	}
	for i, c := range carriers {
		if rows[i] != lines[i] {
			t.Errorf("%s: %q, tshark: %q", c.name, rows[i], lines[i])
		}
	}
}

// block is one of a pcapng file.
func block(typ uint32, parts ...any) []byte {
	body := wire(parts...)
	n := uint32(12 + len(body))
	return wire(typ, n, body, n)
}

// framed puts packets into frames of IEEE 802.3.
func framed(packets ...[]byte) (frames [][]byte) {
	for _, p := range packets {
		frames = append(frames, wire(multicast, llc(len(p)), p))
	}
	return frames
}
