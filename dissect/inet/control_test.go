package inet_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
)

func newICMP() dissect.Message   { return new(inet.ICMP) }
func newICMPv6() dissect.Message { return new(inet.ICMPv6) }
func newSCTP() dissect.Message   { return new(inet.SCTP) }

var icmpSeeds = []dissecttest.Seed{
	{Name: "echo", Bytes: []byte("\x08\x00\x66\x67\x00\x01\x00\x02abcdefgh")},
	{Name: "unreachable", Bytes: []byte("\x03\x03\x00\x00\x00\x00\x00\x00\x45\x00\x00\x1c")},
	{Name: "too big", Bytes: []byte("\x03\x04\x00\x00\x00\x00\x05\xdc\x45\x00\x00\x1c")},
	{Name: "redirect", Bytes: []byte("\x05\x01\x00\x00\x0a\x00\x00\x01\x45\x00\x00\x1c")},
	{Name: "parameter", Bytes: []byte("\x0c\x00\x00\x00\x14\x00\x00\x00\x45\x00\x00\x1c")},
	{Name: "routers", Bytes: []byte("\x09\x00\x00\x00\x01\x02\x07\x08\x0a\x00\x00\x01\xff\x00\x00\x01")},
	{Name: "timestamp", Bytes: []byte("\x0e\x00\x00\x00\x00\x01\x00\x02\x00\x00\x03\xe8\x05\x5e\x38\xc9\x80\x00\x00\x01")},
	{Name: "extended echo", Bytes: dissecttest.Hex("2a00b4aa 0005 07 01 20000f52 0008 03 01 65746830")},
	{Name: "extended echo by address", Bytes: dissecttest.Hex("2a00b4aa 0005 07 01 20000000 000c 03 03 0001 04 00 0a000001 0008 03 02 00000007")},
	{Name: "extended reply", Bytes: dissecttest.Hex("2b020000 0005 07 47")},
	{Name: "mask", Bytes: []byte("\x12\x00\x00\x00\x00\x01\x00\x02\xff\xff\xff\x00")},
}

// icmpExtended is an error with a label stack behind the packet.
var icmpExtended = []byte("\x0b\x00\x00\x00\x00\x20\x00\x00" + "\x45\x00\x00\x1c" + strings.Repeat("\x00", 124) +
	"\x20\x00\x97\xeb\x00\x08\x01\x01\x00\x06\x47\x05")

var linkLocal = field.Env{Src: netip.MustParseAddr("fe80::1"), Dst: netip.MustParseAddr("fe80::2"), TTL: 64}

var icmpv6Seeds = []dissecttest.Seed{
	{Name: "echo", Bytes: []byte("\x80\x00\x00\x00\x00\x01\x00\x02abcdefgh"), Env: linkLocal},
	{Name: "too big", Bytes: []byte("\x02\x00\x00\x00\x00\x00\x05\xdc\x60\x00\x00\x00"), Env: linkLocal},
	{Name: "query", Bytes: []byte("\x82\x00\x00\x00\x03\xe8\x00\x00" + group + "\x0a\x7d\x00\x01" + group)},
	{Name: "report", Bytes: []byte("\x8f\x00\x00\x00\x00\x00\x00\x01\x01\x00\x00\x01" + group + group)},
	{Name: "router", Bytes: []byte("\x86\x00\x00\x00\x40\xe8\x07\x08\x00\x00\x00\x00\x00\x00\x00\x00" +
		"\x01\x01\x02\x00\x5e\x01\x00\x02" + "\x05\x01\x00\x00\x00\x00\x05\xdc" +
		"\x03\x04\x40\xc0\x00\x01\x51\x80\x00\x00\x38\x40\x00\x00\x00\x00" + group)},
	{Name: "neighbour", Bytes: []byte("\x88\x00\x00\x00\x60\x00\x00\x00" + group + "\x02\x01\x02\x00\x5e\x01\x00\x03")},
	{Name: "extended echo", Bytes: dissecttest.Hex("a0000000 0005 07 01 20000f52 0008 03 01 65746830"), Env: linkLocal},
	{Name: "extended reply", Bytes: dissecttest.Hex("a1000000 0005 07 47 61"), Env: linkLocal},
	{Name: "unknown", Bytes: []byte("\xc8\x00\x00\x00abcd")},
}

const group = "\xff\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x05"

var sctpSeeds = []dissecttest.Seed{
	{Name: "SACK and DATA", Bytes: []byte("\x03\xe8\x13\x88\x11\x22\x33\x44\x00\x00\x00\x00" +
		"\x03\x00\x00\x10\x00\x00\x00\x09\x00\x00\x03\xe8\x00\x00\x00\x00" +
		"\x00\x03\x00\x15\x00\x00\x00\x05\x00\x01\x00\x02\x00\x00\x00\x03hello\x00\x00\x00")},
	{Name: "INIT", Bytes: []byte("\x03\xe8\x13\x88\x11\x22\x33\x44\x00\x00\x00\x00" +
		"\x01\x00\x00\x14\x00\x00\x00\x01\x00\x01\x00\x00\x00\x0a\x00\x0a\x00\x00\x00\x4d")},
}

func TestICMP(t *testing.T)   { dissecttest.Run(t, newICMP, icmpSeeds) }
func TestICMPv6(t *testing.T) { dissecttest.Run(t, newICMPv6, icmpv6Seeds) }
func TestSCTP(t *testing.T)   { dissecttest.Run(t, newSCTP, sctpSeeds) }

func FuzzTransport(f *testing.F) {
	extended := dissecttest.Seed{Name: "extended", Bytes: icmpExtended}
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{
		0: udpSeeds, 1: tcpSeeds, 2: append([]dissecttest.Seed{extended}, icmpSeeds...), 3: icmpv6Seeds, 4: sctpSeeds,
	}, newUDP, newTCP, newICMP, newICMPv6, newSCTP)
}

// read decodes data as a whole packet and returns its summary.
func read(m dissect.Message, data []byte, wire int, env field.Env) string {
	var d field.Decoder
	d.Env = env
	d.Reset(data, field.Span{End: len(data), Wire: wire}, nil, -1)
	_ = m.Decode(&d)
	return string(m.AppendSummary(nil, nil))
}

// The lines are tshark 4.0.17's.
func TestSummaries(t *testing.T) {
	for _, c := range []struct {
		m    dissect.Message
		data string
		env  field.Env
		want string
	}{
		{newUDP(), "\x9c\x42\x27\x0f\x00\x18\x49\x4f0123456789abcdef", field.Env{}, "40002 → 9999 Len=16"},
		{newUDP(), "\x9c\xa4\x27\x0f\x00\x00\x00\x00", field.Env{}, "40100 → 9999 [BAD UDP LENGTH 0 < 8]"},
		{newUDP(), "\x7c\xab\x4e\xe5\x00\x24\x00\x0001234567890123456789", field.Env{}, "31915 → 20197 [BAD UDP LENGTH 36 > IP PAYLOAD LENGTH] Len=28"},
		{newTCP(), "\x00\x05\x00\x06\x00\x00\x00\x01\x00\x00\x00\x02\x00\x10\x03\xe8\x12\x34\x00\x00", field.Env{}, "5 → 6 [ACK] Seq=1 Ack=2, bogus TCP header length (0, must be at least 20)"},
		{newICMP(), "\x03\x03\x00\x00\x00\x00\x00\x00", field.Env{}, "Destination unreachable (Port unreachable)"},
		{newICMP(), "\x05\x04\x00\x00\x01\x02\x03\x04", field.Env{}, "Redirect             (Unknown code: 4)"},
		{newICMP(), "\x11\x00\x00\x00\x00\x01\x00\x02\x00\x00\x00\x00", field.Env{TTL: 64}, "Address mask request id=0x0001, seq=2/512, ttl=64"},
		{newICMPv6(), "\x03\x02\x00\x00\x00\x00\x00\x00", field.Env{}, "Time Exceeded (Unknown (2))"},
		{newICMPv6(), "\x81\x00\x00\x00\x00\x01\x00\x03", linkLocal, "Echo (ping) reply id=0x0001, seq=3, hop limit=64"},
		{newICMP(), "\x08\x00\x00\x00\x00\x01\x00\x01", field.Env{TTL: 64, Secured: true}, "Echo (ping) request  id=0x0001, seq=1/256"},
		{newICMPv6(), "\x80\x00\x00\x00\x00\x01\x00\x01", field.Env{TTL: 64, Secured: true}, "Echo (ping) request id=0x0001, seq=1"},
		{newICMPv6(), string(icmpv6Seeds[5].Bytes), linkLocal, "Neighbor Advertisement ff02::5 (sol, ovr) is at 02:00:5e:01:00:03"},
		{newSCTP(), string(sctpSeeds[1].Bytes), field.Env{}, "INIT "},
	} {
		if got := read(c.m, []byte(c.data), len(c.data), c.env); got != c.want {
			t.Errorf("%T:\n got %s\nwant %s", c.m, got, c.want)
		}
	}
}

// tshark 4.0.17's lines for one option each.
func TestTCPOptions(t *testing.T) {
	for options, want := range map[string]string{
		"\x02\x04\x05\xb4": " MSS=1460",
		"\x02\x03\x05\x00": "",
		"\x03\x03\x0f\x00": " WS=16384",
		"\x04\x02\x00\x00": " SACK_PERM",
		"\x01\x01\x05\x0a\x00\x00\x00\x01\x00\x00\x00\x05": " SLE=1 SRE=5",
		"\x06\x06\x00\x00\x00\x07\x00\x00":                 " ECHO=7",
		"\x01\x01\x08\x0a\x00\x00\x00\x01\x00\x00\x00\x02": " TSval=1 TSecr=2",
		"\x0c\x06\x00\x00\x00\x01\x00\x00":                 " CC=1",
		"\x1c\x04\x80\x05":                                 " USER_TO=5",
		"\x22\x02\x00\x00":                                 " TFO=R",
		"\xfe\x06\xf9\x89\xaa\xbb\x00\x00":                 " TFO=C",
		"\xfd\x04\x12\x34":                                 " ExID=1234",
		"\xac\x08\x01\x02\x03\x04\x05\x06":                 " EE0B=66051 ECEB=263430",
		"\xae\x05\x01\x02\x03\x00\x00\x00":                 " EE1B=66051",
		"\x64\x01\x00\x00":                                 "",
		"\x64\x40\x01\x02":                                 "",
		"\x01\x01\x01\x01\x01\x02\x04\x05\xb4\x00\x00\x00": " MSS=1460",
	} {
		b := []byte("\x03\xe8\x00\x50\x00\x00\x00\x64\x00\x00\x00\x00\x00\x02\x03\xe8\x12\x34\x00\x00" + options)
		b[12] = byte(5+len(options)/4) << 4
		want = "1000 → 80 [SYN] Seq=100 Win=1000 Len=0" + want
		if got := read(newTCP(), b, len(b), field.Env{}); got != want {
			t.Errorf("% x:\n got %s\nwant %s", options, got, want)
		}
	}
}

func BenchmarkTCP(b *testing.B) { benchmark(b, newTCP(), tcpSeeds[1]) }
func BenchmarkUDP(b *testing.B) { benchmark(b, newUDP(), udpSeeds[0]) }

// benchmark decodes and summarises without a tree.
func benchmark(b *testing.B, m dissect.Message, s dissecttest.Seed) {
	var d field.Decoder
	line := make([]byte, 0, 256)
	b.ReportAllocs()
	b.SetBytes(int64(len(s.Bytes)))
	for b.Loop() {
		d.Reset(s.Bytes, field.Span{End: len(s.Bytes), Wire: len(s.Bytes)}, nil, -1)
		_ = m.Decode(&d)
		line = m.AppendSummary(line[:0], nil)
	}
}
