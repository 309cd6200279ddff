package nat_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/nat"
)

func newNAT() dissect.Message { return new(nat.Packet) }

var seeds = []dissecttest.Seed{
	{Name: "keepalive", Bytes: []byte("\xff")},
	{Name: "isakmp", Bytes: []byte("\x00\x00\x00\x00\xb2\x70\x32\x43")},
	{Name: "marker alone", Bytes: []byte("\x00\x00\x00\x00")},
}

func TestNAT(t *testing.T) { dissecttest.Run(t, newNAT, seeds) }

func TestGolden(t *testing.T) {
	dissecttest.Golden(t, newNAT, seeds[0], seeds[1])
}

func FuzzNAT(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds}, newNAT)
}

// What tshark takes the same bytes on port 4500 for.
func TestKinds(t *testing.T) {
	tests := []struct {
		data string
		wire int
		kind nat.Kind
		info string
		next field.Key
		ok   bool
	}{
		{"\xff", 1, nat.Keepalive, "NAT-keepalive", field.Key{}, true},
		{"\xff", 2, nat.Broken, "", field.Key{}, false},
		{"\x00", 1, nat.Broken, "", field.Key{}, false},
		{"\xff\xff\xff", 3, nat.Broken, "", field.Key{}, false},
		{"\xff\xff\xff\xff", 4, nat.ESP, "", nat.ESPKey, true},
		{"\xa1\xa7\x6f\x2b\x00\x00\x00\x01", 8, nat.ESP, "", nat.ESPKey, true},
		{"\xc0\x00\x00\x00\x01\x08", 6, nat.ESP, "", nat.ESPKey, true},
		{"\x00\x00\x00\x00", 4, nat.ISAKMP, "", nat.ISAKMPKey, true},
		{"\x00\x00\x00\x01", 4, nat.ESP, "", nat.ESPKey, true},
	}
	for _, tt := range tests {
		var p nat.Packet
		var d field.Decoder
		d.Reset([]byte(tt.data), field.Span{End: len(tt.data), Wire: tt.wire}, nil, -1)
		err := p.Decode(&d)
		info := string(p.AppendSummary(nil, nil))
		if p.Kind != tt.kind || info != tt.info || p.Next(0) != tt.next || (err == nil) != tt.ok {
			t.Errorf("% x of %d: kind %d, %q, next %v, %v", tt.data, tt.wire, p.Kind, info, p.Next(0), err)
		}
	}
}
