package iketcp_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/iketcp"
)

func newPacket() dissect.Message { return new(iketcp.Packet) }

// The first is that of RFC 9329, figure 1, behind the prefix of figure 3: a
// Non-ESP Marker follows the length; the second is that of figure 2, ESP.
var seeds = []dissecttest.Seed{
	{Name: "ike", Bytes: []byte("IKETCP\x00\x0a\x00\x00\x00\x00\x01\x02\x03\x04"), Need: 8},
	{Name: "esp", Bytes: []byte("\x00\x0e\xc0\xff\xee\x01\x00\x00\x00\x01abcd"), Need: 2},
	{Name: "nothing", Bytes: []byte("\x00\x02")},
}

func TestPacket(t *testing.T) { dissecttest.Run(t, newPacket, seeds) }

func TestFields(t *testing.T) {
	for i, want := range []iketcp.Packet{{First: true, Length: 10}, {Length: 14}, {Length: 2}} {
		var d field.Decoder
		var p iketcp.Packet
		b := seeds[i].Bytes
		d.Reset(b, field.Span{End: len(b), Wire: len(b)}, nil, -1)
		if err := p.Decode(&d); err != nil || p != want {
			t.Errorf("%s: %+v, %v, want %+v", seeds[i].Name, p, err, want)
		}
		pay, ok := d.TakePayload()
		if ok != (want.Length > 2) || ok && pay.End-pay.Off != want.Length-2 {
			t.Errorf("%s: payload %+v, %v", seeds[i].Name, pay, ok)
		}
	}
}

func FuzzPacket(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds}, newPacket)
}
