package nat

import (
	"encoding/binary"
	"math/bits"
)

// A fingerprint is a hash of what a NAT does not change. It need not withstand an
// attacker: a translation needs more than one packet to be believed.
type fingerprint uint64

const (
	fingerprintSeed = 0x9e3779b97f4a7c15
	fingerprintMix  = 0xd6e8feb86659fd93
)

// maxFingerprinted is how many bytes of a packet's data go into its fingerprint.
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

// end replaces 0, which stands for none.
func (p *fingerprint) end() {
	if *p == 0 {
		*p = fingerprintSeed
	}
}

// with is the fingerprint with an identification in it.
func (p fingerprint) with(id uint32) fingerprint {
	p.number(uint64(id))
	p.end()
	return p
}
