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

// begin adds a header to the print: that of an ICMP error stands before that of
// the packet which it returns.
func (p *print) begin(protocol uint8, id uint64) { p.number(uint64(protocol)<<32 | id) }

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
