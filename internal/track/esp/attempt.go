package esp

import (
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/ipproto"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
)

// An attempt is one packet that candidates are tried on.
type attempt struct {
	key      Key
	packet   []byte
	seq      uint32
	room     []byte
	worker   *worker
	table    *proofs // whom to ask whether every likely high half may be tried
	believed bool    // a candidate without an ICV's key counts

	plain   []byte
	verdict ipsec.Verdict
	esn     bool       // the sequence numbers are extended
	number  uint64     // this one, with its high half
	why     esp.Reason // the best reason so far why no candidate opens it
}

// fails notes why a candidate does not open the packet.
func (a *attempt) fails(why esp.Reason) { a.why = max(a.why, why) }

// try opens the packet with c. An ICV decides; where there is no key for it, c
// must be believed, and what it decrypts to look like a payload.
func (a *attempt) try(c *candidate) bool {
	x, err := c.opener.SplitESP(a.packet)
	if err != nil {
		a.fails(esp.WrongForm)
		return false
	}
	if !c.opener.Verifies() {
		return a.believe(c, x)
	}
	if !c.esp.ESN && a.open(c, x) {
		return true
	}
	if a.extend(c, x) {
		return true
	}
	if c.esp.ESN {
		a.fails(esp.NoHigh)
		return a.open(c, x) // the source may be mistaken
	}
	return false
}

// believe opens the packet with c, which has no key for the ICV.
func (a *attempt) believe(c *candidate, x crypt.Encrypted) bool {
	if !a.believed {
		return false
	}
	a.plain, a.verdict = c.opener.Decrypt(&a.worker.Scratch, a.room[:0], x)
	if plausible(a.plain) {
		return true
	}
	a.plain = nil
	a.fails(esp.BadPad)
	return false
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

// open opens the packet, and reports whether its ICV is right.
func (a *attempt) open(c *candidate, x crypt.Encrypted) bool {
	plain, verdict := c.opener.Decrypt(&a.worker.Scratch, a.room[:0], x)
	if verdict == ipsec.Incorrect {
		a.fails(esp.WrongICV)
		return false
	}
	a.plain, a.verdict = plain, verdict
	return true
}

// plausible reports whether plain ends in padding that holds, RFC 4303, section
// 2.4, and whether what it says it carries can be that. Of padding without any
// bytes the latter alone can tell.
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
