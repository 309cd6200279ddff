package tcpencap_test

import (
	"encoding/hex"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/tcpencap"
)

func newPacket() dissect.Message { return new(tcpencap.Packet) }

const (
	ikeHex = "01f401f400240000696e697469617465000000000000000000100200000000000000001c00000000000740002121212121110102"
	espHex = "c0ffee0100000001000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262700000000000800002121212121320102"
)

// A segment that was cut has no trailer, and without one it is left to others.
func seeds(t testing.TB) []dissecttest.Seed {
	return []dissecttest.Seed{{Name: "ike", Bytes: dissecttest.Hex(ikeHex), Need: 1}, {Name: "esp", Bytes: dissecttest.Hex(espHex), Need: 1}}
}

func TestPacket(t *testing.T) { dissecttest.Run(t, newPacket, seeds(t)) }

// What tshark 4.0.17 makes of the same segments.
func TestDecode(t *testing.T) {
	for _, c := range []struct {
		name, hex string
		want      tcpencap.Packet
		next      uint64
	}{
		{"ike", ikeHex, tcpencap.Packet{Protocol: 17, Seq: 7}, 17},
		{"esp", espHex, tcpencap.Packet{Protocol: 50, Seq: 8}, 50},
		{"http", hex.EncodeToString([]byte("GET / HTTP/1.0\r\n\r\nxxxxxxxxxxxxxxxxxx")), tcpencap.Packet{}, 0},
		{"no trailer", ikeHex[:72], tcpencap.Packet{}, 0},
		{"another protocol", ikeHex[:98] + "320102", tcpencap.Packet{}, 0},
		{"a trailer alone", "00000000000740002121212121320102", tcpencap.Packet{}, 0},
	} {
		b := dissecttest.Hex(c.hex)
		var d field.Decoder
		var p tcpencap.Packet
		d.Reset(b, field.Span{End: len(b), Wire: len(b)}, nil, -1)
		if err := p.Decode(&d); err != nil || p != c.want {
			t.Errorf("%s: %+v, %v, want %+v", c.name, p, err, c.want)
		}
		if k := p.Next(0); k.Value != c.next {
			t.Errorf("%s: leads to %+v", c.name, k)
		}
		if pay, ok := d.TakePayload(); ok && c.next != 0 && pay.End != len(b)-16 {
			t.Errorf("%s: payload %+v", c.name, pay)
		}
	}
}

func TestGolden(t *testing.T) {
	dissecttest.Golden(t, newPacket, seeds(t)...)
}

func FuzzPacket(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds(f)}, newPacket)
}
