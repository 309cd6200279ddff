package smallserver_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/smallserver"
)

func newEcho() dissect.Message    { return new(smallserver.Echo) }
func newDiscard() dissect.Message { return new(smallserver.Discard) }

var seeds = []dissecttest.Seed{{Name: "text", Bytes: []byte("host-0")}, {Name: "byte", Bytes: []byte{7}}}

func TestSmallServers(t *testing.T) {
	for name, message := range map[string]func() dissect.Message{"echo": newEcho, "discard": newDiscard} {
		dissecttest.Run(t, message, seeds)
		for _, s := range seeds {
			s.Name = name + "-" + s.Name
			dissecttest.Golden(t, message, s)
		}
	}
}

func FuzzSmallServers(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds, 1: seeds}, newEcho, newDiscard)
}

// The port that led to an Echo tells which way it goes.
func TestWay(t *testing.T) {
	for dst, want := range map[uint16]string{7: "Request", 40000: "Response"} {
		var d field.Decoder
		d.Env = field.Env{SrcPort: 47007 - dst, DstPort: dst, Key: field.UDPPort.Key(7)}
		d.Reset([]byte("x"), field.Span{End: 1, Wire: 1}, nil, -1)
		var m smallserver.Echo
		if err := m.Decode(&d); err != nil {
			t.Fatal(err)
		}
		if got := string(m.AppendSummary(nil, nil)); got != want {
			t.Errorf("to port %d: %s, want %s", dst, got, want)
		}
	}
}

// A magic packet is no Discard.
func TestMagicPacket(t *testing.T) {
	var m smallserver.Discard
	if err := field.Decode(&m, []byte("\xff\xff\xff\xff\xff\xff\x02\x00\x00\x00\x00\x01"), nil); err != nil || !m.Declines() {
		t.Errorf("declines: %v, %v", m.Declines(), err)
	}
}
