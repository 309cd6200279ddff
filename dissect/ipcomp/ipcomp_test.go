package ipcomp_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipcomp"
)

func newIPComp() dissect.Message { return new(ipcomp.Packet) }

// A UDP datagram of 40 bytes "a", deflated by zlib, and headers alone.
var seeds = []dissecttest.Seed{
	{Name: "deflate", Bytes: []byte("\x11\x00\x00\x02\x9b\xe3\xc0\xc0\xc9\x60\xc0\xc0\x90\x48\x24\x00\x00"), Need: 4},
	{Name: "header alone", Bytes: []byte("\x11\x00\x00\x02")},
	{Name: "negotiated", Bytes: []byte("\x06\x01\x12\x34xyz"), Need: 4},
}

func TestIPComp(t *testing.T) { dissecttest.Run(t, newIPComp, seeds) }

func TestGolden(t *testing.T) { dissecttest.Golden(t, newIPComp, seeds[0]) }

func FuzzIPComp(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds}, newIPComp)
}

// The texts are tshark's.
func TestInfo(t *testing.T) {
	for _, c := range []struct {
		data, info string
		want       ipcomp.Packet
	}{
		{"\x11\x00\x00\x02xyz", "IPComp (CPI=DEFLATE)", ipcomp.Packet{NextHeader: 17, CPI: 2}},
		{"\x11\x00\x00\x03xyz", "IPComp (CPI=LZS)", ipcomp.Packet{NextHeader: 17, CPI: 3}},
		{"\x06\x01\x12\x34xyz", "IPComp (CPI=0x1234)", ipcomp.Packet{NextHeader: 6, Flags: 1, CPI: 0x1234}},
		{"\xfa\x01\x00\x01", "IPComp (CPI=OUI)", ipcomp.Packet{NextHeader: 0xfa, Flags: 1, CPI: 1}},
		{"\x06\x00\x00", "", ipcomp.Packet{NextHeader: 6}},
	} {
		var p ipcomp.Packet
		var d field.Decoder
		d.Reset([]byte(c.data), field.Span{End: len(c.data), Wire: len(c.data)}, nil, -1)
		err := p.Decode(&d)
		info := string(p.AppendSummary(nil, nil))
		if info != c.info || (err != nil) != (c.info == "") || p.NextHeader != c.want.NextHeader || p.Flags != c.want.Flags || p.CPI != c.want.CPI {
			t.Errorf("% x: %q, %+v, %v", c.data, info, p, err)
		}
	}
}

// With facts the packet hands on what was compressed.
func TestPlain(t *testing.T) {
	b, plain := seeds[0].Bytes, []byte("\x00\x01\x00\x02\x00\x08\x00\x00")
	var tree field.Tree
	tree.Reset(b, plain)
	p := ipcomp.Packet{Facts: ipcomp.Facts{Plain: plain, Buf: 1}}
	var d field.Decoder
	d.Reset(b, field.Span{End: len(b), Wire: len(b)}, &tree, -1)
	if err := p.Decode(&d); err != nil {
		t.Fatal(err)
	}
	pay, ok := d.TakePayload()
	if !ok || pay != (field.Span{Buf: 1, End: 8, Wire: 8}) || p.Next(0) != field.IPProto.Key(17) {
		t.Errorf("%+v, %v, %v", pay, ok, p.Next(0))
	}
	last := string(tree.AppendLabel(nil, len(tree.Nodes)-1))
	if last != "Decompressed Data: 0001000200080000 (8 bytes)" {
		t.Error(last)
	}
}
