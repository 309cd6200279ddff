package esp

import (
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
)

// An attempt is one packet that is decrypted by one candidate after the other.
type attempt struct {
	worker   *worker
	key      Key
	packet   []byte
	seq      uint32
	room     []byte
	believed bool // a candidate without a key for the ICV may decrypt the packet
	least    int  // bits of form that are asked of the plaintext

	plain   []byte
	bits    int // of its form
	verdict ipsec.Verdict
	esn     bool       // the sequence numbers are extended
	number  uint64     // this one, with its high half
	why     esp.Reason // why no candidate has decrypted it: the reason that came nearest
}

// begin makes a that of another packet, with room for its plaintext. The fields are set one
// by one: to overwrite all of them at once takes longer.
func (a *attempt) begin(packet []byte, seq uint32, room []byte) {
	a.packet, a.seq, a.room = packet, seq, room
	a.believed, a.least = false, 0
	a.plain, a.bits, a.verdict = nil, 0, ipsec.Unchecked
	a.esn, a.number, a.why = false, 0, esp.NoKey
}

// fail keeps why a candidate does not decrypt the packet.
func (a *attempt) fail(why esp.Reason) { a.why = max(a.why, why) }

// try decrypts the packet with c. The ICV decides whether c is right, and where that
// does not vouch for the cipher's key, the form of the plaintext. Without a key for
// the ICV, candidates must be believed.
func (a *attempt) try(c *candidate) bool {
	before := a.why
	x, err := c.decrypter.SplitESP(a.packet)
	switch {
	case err != nil:
		a.fail(esp.WrongForm)
		return false
	case !c.decrypter.Verifies() && !a.believed:
		return false
	case !c.decrypter.Verifies():
		a.decrypt(c, x)
	case !a.verify(c, x):
		if c.esp.BeforePPK {
			a.why = max(before, esp.NoPPK)
		}
		return false
	}
	return a.accept(c)
}

// verify decrypts the packet with c, whatever its sequence number is, and reports
// whether the ICV is right.
func (a *attempt) verify(c *candidate, x crypt.Encrypted) bool {
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

// accept reports whether what c has decrypted can be a payload.
func (a *attempt) accept(c *candidate) bool {
	if c.vouched && a.verdict == ipsec.Correct {
		a.bits = enoughForm
		return true
	}
	bits, ok := form(a.plain)
	if a.bits = bits; ok && bits >= a.least {
		return true
	}
	a.plain = nil
	if a.verdict == ipsec.Correct {
		a.fail(esp.WrongKey)
	} else {
		a.fail(esp.BadPad)
	}
	return false
}

// again decrypts the packet with the candidate that is proven for its SA. As long as
// that is not sure, the plaintext must have the form of a payload.
func (a *attempt) again(p *proof) bool {
	if !a.decryptAgain(p) {
		return false
	}
	return p.sure.Load() || a.accept(p.candidate) && p.add(a.bits)
}

func (a *attempt) decryptAgain(p *proof) bool {
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
