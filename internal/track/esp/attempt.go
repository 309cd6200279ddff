package esp

import (
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/ipproto"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
)

// An attempt is one packet that is decrypted by one candidate after the other.
type attempt struct {
	key      Key
	packet   []byte
	seq      uint32
	room     []byte
	worker   *worker
	table    *proofs // bounds how often every likely high half is tried
	believed bool    // a candidate without a key for the ICV may decrypt the packet

	plain   []byte
	verdict ipsec.Verdict
	esn     bool       // the sequence numbers are extended
	number  uint64     // this one, with its high half
	why     esp.Reason // why no candidate has decrypted it: the reason that came nearest
}

// fail keeps why a candidate does not decrypt the packet.
func (a *attempt) fail(why esp.Reason) { a.why = max(a.why, why) }

// try decrypts the packet with c. The ICV decides whether c is right. Without a
// key for it, candidates must be believed, and the plaintext plausible.
func (a *attempt) try(c *candidate) bool {
	x, err := c.decrypter.SplitESP(a.packet)
	if err != nil {
		a.fail(esp.WrongForm)
		return false
	}
	if !c.decrypter.Verifies() {
		return a.believe(c, x)
	}
	if !c.esp.ESN && a.decrypt(c, x) {
		return true
	}
	if a.extend(c, x) {
		return true
	}
	if c.esp.ESN {
		a.fail(esp.NoHigh)
		return a.decrypt(c, x) // the key file may be wrong
	}
	return false
}

// believe decrypts the packet with c, which has no key for the ICV.
func (a *attempt) believe(c *candidate, x crypt.Encrypted) bool {
	if !a.believed {
		return false
	}
	a.plain, a.verdict = c.decrypter.Decrypt(&a.worker.Scratch, a.room[:0], x)
	if plausible(a.plain) {
		return true
	}
	a.plain = nil
	a.fail(esp.BadPad)
	return false
}

// again decrypts the packet with the candidate that is proven for its SA.
func (a *attempt) again(p *proof) bool {
	x, err := p.decrypter.SplitESP(a.packet)
	if err != nil {
		return false
	}
	if !p.esn {
		return a.decrypt(p.candidate, x)
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

// decrypt decrypts the packet with c, and reports whether its ICV is right.
func (a *attempt) decrypt(c *candidate, x crypt.Encrypted) bool {
	plain, verdict := c.decrypter.Decrypt(&a.worker.Scratch, a.room[:0], x)
	if verdict == ipsec.Incorrect {
		a.fail(esp.WrongICV)
		return false
	}
	a.plain, a.verdict = plain, verdict
	return true
}

// plausible reports whether plain ends in the padding of RFC 4303, section 2.4,
// and whether its payload can be of the protocol in its Next Header. Where the
// padding is empty, only the latter counts.
func plausible(plain []byte) bool {
	f := esp.Facts{Plain: plain}
	inner, next, ok := f.Inner()
	if !ok {
		return false
	}
	for i, c := range plain[len(inner) : len(plain)-2] {
		if c != byte(i+1) {
			return false
		}
	}
	switch next {
	case ipproto.IPv4:
		return len(inner) >= 20 && inner[0]>>4 == 4
	case ipproto.IPv6:
		return len(inner) >= 40 && inner[0]>>4 == 6
	}
	return ipproto.Name(uint64(next)) != ""
}
