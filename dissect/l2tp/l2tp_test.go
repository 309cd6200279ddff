package l2tp_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/l2tp"
)

func newPacket() dissect.Message { return new(l2tp.Packet) }

const (
	ip  = "4500001400010000401166d60a0000010a000002"
	eth = "020000000002_020000000001_0800_" + ip
)

func direct(name, digits string) dissecttest.Seed {
	s := dissecttest.Seed{Name: name, Bytes: dissecttest.Hex(digits)}
	s.Env.Key = field.IPProto.Key(115)
	return s
}

var seeds = []dissecttest.Seed{
	{Name: "version 2, data", Bytes: dissecttest.Hex("4a02_0012_0005_0006_0001_0002_0002_0000_ff03")},
	{Name: "version 2, Hello", Bytes: dissecttest.Hex("c802_0014_0005_0000_0001_0002_8008_0000_0000_0006")},
	{Name: "version 2, acknowledgement", Bytes: dissecttest.Hex("c802_000c_0005_0000_0001_0002")},
	{Name: "version 3 in UDP", Bytes: dissecttest.Hex("0003_0000_00000064_" + eth), Need: 8},
	{Name: "version 3 in UDP, Hello", Bytes: dissecttest.Hex("c803_0014_00000007_0001_0002_8008_0000_0000_0006")},
	direct("version 3 in IP", "00000064_"+eth),
	direct("with a sublayer", "00000064_40000005_"+eth),
	direct("not Ethernet", "00000064_ff030021"+ip),
	direct("version 3 in IP, Hello", "00000000_c803_0014_00000007_0000_0000_8008_0000_0000_0006"),
}

func TestPacket(t *testing.T) {
	for i := range seeds {
		if s := &seeds[i]; i != 3 && i != 5 && i != 6 && i != 7 {
			s.Need = 0
		} else if i > 3 {
			s.Need = 4
		}
	}
	dissecttest.Run(t, newPacket, seeds)
}

// TestSummary has tshark 4.6.9's Info columns.
func TestSummary(t *testing.T) {
	for i, want := range []string{
		"Data    Message            (tunnel id=5, session id=6)",
		"Control Message - Hello (tunnel id=5, session id=0)",
		"Control Message - ZLB      (tunnel id=5, session id=0)",
		"D[S:0x00000064]",
		"Control Message - Hello (ccid=0x00000007)",
		"D[S:0x00000064]",
		"D[S:0x00000064]",
		"D[S:0x00000064]",
		"Control Message - Hello (ccid=0x00000007)",
	} {
		m := decode(t, seeds[i])
		if got := string(m.AppendSummary(nil, nil)); got != want {
			t.Errorf("%s: %q, want %q", seeds[i].Name, got, want)
		}
	}
}

// A frame is looked for behind a cookie and a sublayer of unknown lengths, and taken
// for one only where its bytes prove it.
func TestEthernet(t *testing.T) {
	for i, want := range map[int]field.Key{3: l2tp.EthernetKey, 5: l2tp.EthernetKey, 6: l2tp.EthernetKey, 7: {}, 0: field.EtherType.Key(0x880b)} {
		if got := decode(t, seeds[i]).Next(0); got != want {
			t.Errorf("%s: %v, want %v", seeds[i].Name, got, want)
		}
	}
}

func decode(t *testing.T, s dissecttest.Seed) *l2tp.Packet {
	t.Helper()
	var d field.Decoder
	var m l2tp.Packet
	d.Env = s.Env
	d.Reset(s.Bytes, field.Span{End: len(s.Bytes), Wire: len(s.Bytes)}, nil, -1)
	if err := m.Decode(&d); err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	return &m
}

func FuzzPacket(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds}, newPacket)
}
