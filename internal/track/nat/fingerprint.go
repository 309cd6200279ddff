package nat

import (
	"encoding/binary"
	"math/bits"
)

// A print is a digest of what a translator leaves alone. Nobody gains from two
// packets with the same: what they tell is only believed if it holds for others.
type fingerprint uint64

const (
	fingerprintSeed = 0x9e3779b97f4a7c15
	fingerprintMix  = 0xd6e8feb86659fd93
)

// maxPrinted is how much of a packet's data goes into its print.
const maxFingerprinted = 64

func (p *fingerprint) number(v uint64) {
	hi, lo := bits.Mul64(uint64(*p)^fingerprintSeed^v, fingerprintMix)
	*p = fingerprint(hi ^ lo ^ v)
}

func (p *fingerprint) bytes(b []byte) {
	if len(b) > maxFingerprinted {
		b = b[:maxFingerprinted]
	}
	for ; len(b) >= 8; b = b[8:] {
		p.number(binary.LittleEndian.Uint64(b))
	}
	var last [8]byte
	copy(last[:], b)
	p.number(binary.LittleEndian.Uint64(last[:]) ^ uint64(len(b))<<56)
}

// end makes it other than 0, which stands for none.
func (p *fingerprint) end() {
	if *p == 0 {
		*p = fingerprintSeed
	}
}

// with is the print of a packet that has that identification as well.
func (p fingerprint) with(id uint32) fingerprint {
	p.number(uint64(id))
	p.end()
	return p
}
