package esp

import "github.com/pktscope/pktscope/internal/crypt"

// Extended sequence numbers have 64 bits, of which a packet has the lower 32: RFC
// 4303, section 2.2.1. The ICV covers the others, and so proves them.

// maxHigh is how many high halves are tried on the first packets of an SA whose
// beginning was not captured: at 1500 bytes a packet, a thousand of them are some
// petabytes.
const maxHigh = 1 << 10

// extend tries c with extended sequence numbers: with the high half that the key
// file has, and with 0. If the key file says that the numbers are extended, likely
// high halves follow: those after what it has, and the first of all, for what it has
// may be of another time or decimal.
func (a *attempt) extend(c *candidate, x crypt.Encrypted) bool {
	given := c.esp.SeqHigh
	if a.extended(c, x, uint64(given)<<32|uint64(a.seq)) || given > 0 && a.extended(c, x, uint64(a.seq)) {
		return true
	}
	if !c.esp.ESN || !a.worker.store.proofs.search(a.key) {
		return false
	}
	for high := uint64(1); high < maxHigh; high++ {
		if a.extended(c, x, (uint64(given)+high)<<32|uint64(a.seq)) || given > 0 && a.extended(c, x, high<<32|uint64(a.seq)) {
			return true
		}
	}
	return false
}

// extended tries c with an extended sequence number.
func (a *attempt) extended(c *candidate, x crypt.Encrypted, n uint64) bool {
	if !a.decrypt(c, x.WithESN(uint32(n>>32))) {
		return false
	}
	a.esn, a.number = true, n
	return true
}

// near is the extended number that seq stands for, by the highest so far: RFC
// 4303, appendix A2. The window is as wide as can be, for goroutines decrypt
// packets in no order.
func near(high uint64, seq uint32) uint64 {
	n := high&^0xffffffff | uint64(seq)
	switch {
	case n+wrapDistance < high:
		return n + 1<<32
	case n > high+wrapDistance && n >= 1<<32:
		return n - 1<<32
	}
	return n
}
