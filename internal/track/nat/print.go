package nat

import (
	"encoding/binary"
	"math/bits"
)

// A print is a digest of what a translator leaves alone. Nobody gains from two
// packets with the same: what they tell is only believed if it holds for others.
type print uint64

const (
	printSeed = 0x9e3779b97f4a7c15
	printMix  = 0xd6e8feb86659fd93
)

// maxPrinted is how much of a packet's data goes into its print.
const maxPrinted = 64

func (p *print) number(v uint64) {
	hi, lo := bits.Mul64(uint64(*p)^printSeed^v, printMix)
	*p = print(hi ^ lo ^ v)
}

func (p *print) bytes(b []byte) {
	if len(b) > maxPrinted {
		b = b[:maxPrinted]
	}
	for ; len(b) >= 8; b = b[8:] {
		p.number(binary.LittleEndian.Uint64(b))
	}
	var last [8]byte
	copy(last[:], b)
	p.number(binary.LittleEndian.Uint64(last[:]) ^ uint64(len(b))<<56)
}

// end makes it other than 0, which stands for none.
func (p *print) end() {
	if *p == 0 {
		*p = printSeed
	}
}

// with is the print of a packet that has that identification as well.
func (p print) with(id uint32) print {
	p.number(uint64(id))
	p.end()
	return p
}
