package decrypt

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

// decrypt2 decrypts a message of IKEv2: RFC 7296, section 3.14. The key that
// decrypted the last message is tried first. RFC 9370 changes keys in the midst of
// a negotiation, so that a retransmission may need the ones before.
func (d *Decrypter) decrypt2(t *Transcript, m *isakmp.Packet, from isakmp.Role, memory Memory) (o isakmp.Decrypted, ok bool) {
	now := t.secret
	if now != nil {
		if o, ok = d.try2(t, now, m, from, memory, plausible); ok {
			return o, true
		}
	}
	list := d.candidates(t)
	for how := proven; how <= unproven; how++ {
		for _, x := range list {
			if x == now && how != unproven {
				continue
			}
			if o, ok = d.try2(t, x, m, from, memory, how); ok {
				t.secret = x
				return o, true
			}
		}
	}
	return o, false
}

// try2 decrypts m with x, if that can be trusted.
func (d *Decrypter) try2(t *Transcript, x *Secret, m *isakmp.Packet, from isakmp.Role, memory Memory, how trust) (o isakmp.Decrypted, ok bool) {
	c := x.decrypters[from]
	if c == nil {
		t.blame(x.from, &fault{x.field(from), "the key of the " + from.String() + " is not given"})
		return o, false
	}
	encrypted, err := c.SplitSK(m.Raw, m.EncryptedAt)
	if err != nil {
		t.blame(x.from, faulty(x.field(from), err))
		return o, false
	}
	plain, verdict := c.Decrypt(&d.scratch, d.plain[:0], encrypted)
	if verdict == ipsec.Incorrect && how == unproven {
		plain = c.DecryptUnverified(&d.scratch, d.plain[:0], encrypted)
	}
	d.plain = plain
	switch {
	case verdict == ipsec.Correct && x.vouches(from, plain, m):
	case verdict == ipsec.Correct:
		t.blame(x.from, x.wrongCipherKey(from))
		return o, false
	case verdict == ipsec.Incorrect && how < unproven:
		t.blame(x.from, x.badICV(from))
		return o, false
	case verdict == ipsec.Unchecked && how < plausible:
		return o, false
	case !isContent(plain, m, how):
		if verdict == ipsec.Unchecked {
			t.blame(x.from, x.noPayloads(from))
		}
		return o, false
	}
	t.reason = ""
	t.credit(x.from)
	return isakmp.Decrypted{
		Plain: append(memory.Own(len(plain))[:0], plain...),
		IV:    c.IVLen(), ICV: c.ICVLen(), Encr: x.encr, KeyBits: x.bits, Integ: x.integ, Verdict: verdict,
	}, true
}

// vouches reports whether the cipher's key of x is right, after an ICV that is: an
// AEAD vouches for both keys, SK_a for itself alone. Then payloads must come out,
// until some have.
func (x *Secret) vouches(from isakmp.Role, plain []byte, m *isakmp.Packet) bool {
	switch {
	case x.sure[from] || x.encr.AEAD() || x.encr == ipsec.EncrNull:
	case m.Fragments > 0:
		return m.Fragment > 1 || Padded(plain) && isBeginning(plain, m.EncryptedFirst)
	case !isContent(plain, m, proven):
		return false
	case m.EncryptedFirst != isakmp.PayloadNone:
		x.sure[from] = true
	}
	return true
}

// isBeginning reports whether plain can begin with a payload of type first, which may
// end in another fragment: RFC 7296, section 3.2.
func isBeginning(plain []byte, first isakmp.PayloadType) bool {
	const header, lowest = 4, isakmp.PayloadType(33) // of IKEv2's types
	if len(plain) < header {
		return false
	}
	next := isakmp.PayloadType(plain[0])
	return first >= lowest && (next == isakmp.PayloadNone || next >= lowest) && plain[1]&0x7f == 0 && int(plain[2])<<8|int(plain[3]) >= header
}

// isContent reports whether plain is what an SK payload of m holds, or an SKF
// payload: payloads, padding and its length.
func isContent(plain []byte, m *isakmp.Packet, how trust) bool {
	if !Padded(plain) {
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

// Padded reports whether plain can end in padding and its length.
func Padded(plain []byte) bool { return len(plain) > 0 && int(plain[len(plain)-1]) < len(plain) }
