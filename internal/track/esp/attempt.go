package esp

import (
	"pktscope/dissect/esp"
	"pktscope/internal/crypt"
)

// An attempt is one packet that candidates are tried on.
type attempt struct {
	packet []byte
	seq    uint32
	room   []byte
	work   *work

	plain   []byte
	verdict crypt.Verdict
	esn     bool   // the sequence numbers are extended
	number  uint64 // this one, with its high half
	why     Reason // the best reason so far why no candidate opens it
}

// try opens the packet with c. An ICV decides; where there is no key for it, c
// must be believed, and the padding hold, as far as it can tell.
func (a *attempt) try(c *candidate, believed bool) bool {
	x, err := c.opener.SplitESP(a.packet)
	if err != nil {
		a.why = max(a.why, WrongKey)
		return false
	}
	if !c.opener.Verifies() {
		if !believed {
			return false
		}
		a.plain, a.verdict = c.opener.Open(&a.work.Scratch, a.room[:0], x)
		if plausible(a.plain) {
			return true
		}
		a.why, a.plain = BadPad, nil
		return false
	}
	high := uint64(c.esp.SeqHigh) << 32
	if !c.esp.ESN && a.open(c, x) {
		return true
	}
	// A source that does not say whether numbers are extended, or what their
	// high half is: the ICV proves it.
	return a.extended(c, x, high|uint64(a.seq)) || high != 0 && a.extended(c, x, uint64(a.seq)) || c.esp.ESN && a.open(c, x)
}

// again opens the packet with what has opened others of its SA.
func (a *attempt) again(p *proof) bool {
	x, err := p.opener.SplitESP(a.packet)
	if err != nil {
		return false
	}
	if !p.esn {
		return a.open(p.candidate, x)
	}
	last := p.high.Load()
	n := near(last, a.seq)
	if !a.extended(p.candidate, x, n) && !a.extended(p.candidate, x, n+1<<32) && (n < 1<<32 || !a.extended(p.candidate, x, n-1<<32)) {
		return false
	}
	for a.number > last && !p.high.CompareAndSwap(last, a.number) {
		last = p.high.Load()
	}
	return true
}

// near is the extended number that seq stands for, after the highest so far:
// RFC 4303, appendix A2, whose window is here as wide as can be, for packets
// come in no order.
func near(high uint64, seq uint32) uint64 {
	n := high&^0xffffffff | uint64(seq)
	switch {
	case n+half < high:
		return n + 1<<32
	case n > high+half && n >= 1<<32:
		return n - 1<<32
	}
	return n
}

func (a *attempt) extended(c *candidate, x crypt.Sealed, n uint64) bool {
	if !a.open(c, x.WithESN(uint32(n>>32))) {
		return false
	}
	a.esn, a.number = true, n
	return true
}

func (a *attempt) open(c *candidate, x crypt.Sealed) bool {
	plain, verdict := c.opener.Open(&a.work.Scratch, a.room[:0], x)
	if verdict == crypt.Bad {
		a.why = WrongICV
		return false
	}
	a.plain, a.verdict = plain, verdict
	return true
}

// plausible reports whether plain ends in padding that holds: RFC 4303, section
// 2.4. Padding of no bytes always does.
func plausible(plain []byte) bool {
	f := esp.Facts{Plain: plain}
	inner, _, ok := f.Inner()
	if !ok {
		return false
	}
	for i, c := range plain[len(inner) : len(plain)-2] {
		if c != byte(i+1) {
			return false
		}
	}
	return true
}
