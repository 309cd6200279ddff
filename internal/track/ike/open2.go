package ike

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A trust is how sure it must be that a key is the right one.
type trust uint8

const (
	proven    trust = iota // by the integrity check value
	plausible              // there is no key for that; what comes of it has the form of payloads
	unproven               // that value is wrong, the form right: damaged, or not made by the RFC
)

// unlock2 deciphers a message of IKEv2: RFC 7296, section 3.14. The key that
// opened the last message is tried first. RFC 9370 changes keys in the midst of
// a negotiation, so that a retransmission may need the ones before.
func (t *Tracker) unlock2(s *SA, m *isakmp.Packet, from Role, at *sight) bool {
	now := s.lock.secret
	if now != nil && t.tryOpen(s, now, m, from, at, plausible) {
		return true
	}
	list := t.candidates(s)
	for how := proven; how <= unproven; how++ {
		for _, x := range list {
			if (x != now || how == unproven) && t.tryOpen(s, x, m, from, at, how) {
				s.lock.secret = x
				return true
			}
		}
	}
	return false
}

// tryOpen deciphers m with x, if that can be trusted.
func (t *Tracker) tryOpen(s *SA, x *Secret, m *isakmp.Packet, from Role, at *sight, how trust) bool {
	o := x.openers[from]
	if o == nil {
		s.blame(x.from, &fault{x.field(from), "the key of the " + from.String() + " is not given"})
		return false
	}
	sealed, err := o.SplitSK(m.Raw, m.EncryptedAt)
	if err != nil {
		s.blame(x.from, faulty(x.field(from), err))
		return false
	}
	plain, verdict := o.Decrypt(&t.scratch, t.plain[:0], sealed)
	if verdict == ipsec.Incorrect && how == unproven {
		plain = o.DecryptUnverified(&t.scratch, t.plain[:0], sealed)
	}
	t.plain = plain
	switch {
	case verdict == ipsec.Correct:
	case verdict == ipsec.Incorrect && how < unproven:
		s.blame(x.from, x.badICV(from))
		return false
	case verdict == ipsec.Unchecked && how < plausible:
		return false
	case !isContent(plain, m, how):
		if verdict == ipsec.Unchecked {
			s.blame(x.from, x.noPayloads(from))
		}
		return false
	}
	s.lock.why = ""
	at.reveal(m, isakmp.Decrypted{
		Plain: append(at.engine.Own(len(plain))[:0], plain...),
		IV:    o.IVLen(), ICV: o.ICVLen(), Encr: x.encr, KeyBits: x.bits, Integ: x.integ,
		Verdict: verdict,
	})
	if m.Fragments > 0 {
		t.piece(s, m, from, at)
	}
	return true
}

// isContent reports whether plain is what an SK payload of m holds, or an SKF
// payload: payloads, padding and its length.
func isContent(plain []byte, m *isakmp.Packet, how trust) bool {
	if !padded(plain) {
		return false
	}
	body := plain[:len(plain)-1-int(plain[len(plain)-1])]
	switch {
	case m.Fragments > 0:
		return how < unproven
	case m.EncryptedFirst == isakmp.PayloadNone:
		return len(body) == 0 && how < unproven
	}
	return chainEnd(body, m.EncryptedFirst) == len(body)
}

// padded reports whether plain can end in padding and its length.
func padded(plain []byte) bool { return len(plain) > 0 && int(plain[len(plain)-1]) < len(plain) }
