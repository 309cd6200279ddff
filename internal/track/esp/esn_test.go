package esp_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/ipsec"
)

// open reports whether the last packet that was read is open and its ICV good.
func isGood(p *dissect.Packet) bool {
	m, ok := p.Layers[2].Message.(*esp.Packet)
	return ok && m.Facts.Plain != nil && m.Facts.Verdict == ipsec.Correct
}

// The high half of extended sequence numbers does not travel: RFC 4303, section
// 2.2.1. The packets come in no order.
func TestESN(t *testing.T) {
	const wrap = 1 << 32
	for _, c := range []struct {
		name    string
		numbers []uint64
		told    bool   // the source says that they are extended
		high    uint32 // and that the half is this
		open    bool
	}{
		{"from the start", []uint64{1, 2, 3}, true, 0, true},
		{"from the start, untold", []uint64{1, 2, 3}, false, 0, true},
		{"wrap", []uint64{wrap - 2, wrap - 1, wrap, wrap + 1, wrap - 3, wrap + 2}, true, 0, true},
		{"wrap, untold", []uint64{wrap - 2, wrap - 1, wrap, wrap + 1, wrap - 3, wrap + 2}, false, 0, true},
		{"wrap twice", []uint64{wrap - 1, wrap, 2*wrap - 1, 2 * wrap, 2*wrap - 2}, true, 0, true},
		{"the high half given", []uint64{5*wrap + 7, 5*wrap + 8, 6 * wrap}, true, 5, true},
		{"the high half given, untold", []uint64{5*wrap + 7, 5*wrap + 8}, false, 5, true},
		{"the high half given before a wrap", []uint64{6*wrap + 7, 6*wrap + 8}, true, 5, true},
		{"the high half given in decimal digits", []uint64{68*wrap + 7, 68*wrap + 8}, true, 0x68, true},
		{"begun in the middle", []uint64{700*wrap + 7, 700*wrap + 8, 701 * wrap}, true, 0, true},
		{"begun far beyond", []uint64{1 << 50, 1<<50 + 1}, true, 0, false},
		{"begun in the middle, untold", []uint64{700*wrap + 7}, false, 0, false},
	} {
		for _, s := range []*sealer{newSealer(0x1000), newGCM(0x2000)} {
			e := s.esp(there)
			e.ESN, e.SeqHigh = c.told, c.high
			s.esn = true
			x := newBench(t, e)
			for i, n := range c.numbers {
				var p dissect.Packet
				x.read(&p, ip4(here, there, protoESP, s.seal(n, protoICMP, ping)))
				if isGood(&p) != c.open {
					t.Errorf("%s, SPI %x: packet %d is good: %v", c.name, s.spi, i, !c.open)
				}
			}
		}
	}
}

// A source may say that numbers are extended that are not.
func TestNoESN(t *testing.T) {
	for _, s := range []*sealer{newSealer(0x1000), newGCM(0x2000)} {
		e := s.esp(there)
		e.ESN = true
		x := newBench(t, e)
		var p dissect.Packet
		for n := range uint64(3) {
			x.read(&p, ip4(here, there, protoESP, s.seal(n, protoICMP, ping)))
			if !isGood(&p) {
				t.Errorf("SPI %x: packet %d is not decrypted", s.spi, n)
			}
		}
	}
}

// Two SAs with extended numbers of one SPI count apart.
func TestESNOfTwo(t *testing.T) {
	a, b := newGCM(0x1000), newGCM(0x1000)
	b.key, a.esn, b.esn = secret(20, 7), true, true
	x := newBench(t, a.esp(there), b.esp(here))
	for n := range uint64(3) {
		var p dissect.Packet
		x.read(&p, ip4(here, there, protoESP, a.seal(9<<32+n, protoICMP, ping)))
		if !isGood(&p) {
			t.Errorf("there: packet %d is not decrypted", n)
		}
		x.read(&p, ip4(there, here, protoESP, b.seal(n, protoICMP, ping)))
		if !isGood(&p) {
			t.Errorf("here: packet %d is not decrypted", n)
		}
	}
}
