package ike

import (
	"fmt"

	"pktscope/dissect/isakmp"
	"pktscope/internal/crypt"
	"pktscope/internal/keys"
)

// A Secret is what opens the messages of an SA, once it was found.
type Secret struct {
	Source keys.Place // where it came from
	Depth  string     // what was given: "SK_*", "SKEYSEED", ...

	Hash crypt.Hash // IKEv1
	V1   crypt.IKEv1Keys
	Ka   crypt.Secret

	PRF crypt.PRF // IKEv2
	V2  crypt.IKEv2Keys

	cbc     *crypt.CBC
	encr    crypt.Encr
	bits    int
	integ   crypt.Integ
	openers [2]*crypt.Opener // by who sends
	psk     crypt.Secret
}

// A lock is what stands between an SA and its messages.
type lock struct {
	tried  int     // how many of the ring's keys, so that they are tried again when there are more
	secret *Secret // nil: shut
	why    string  // it is
	first  []byte  // IKEv1: the IV of phase 1's first encrypted message
	last   []byte  // IKEv1: the last block of phase 1
	chains []chain // IKEv1: of the exchanges after it
	parts  []pieces
}

// Secret is what opens the messages of s, nil where nothing does; why then says
// what is missing.
func (s *SA) Secret() (secret *Secret, why string) { return s.lock.secret, s.lock.why }

// unlock deciphers m, which from has sent, if it can be, and has it read again.
func (t *Tracker) unlock(s *SA, m *isakmp.Packet, from Role, at *sight, known *seen) {
	if t.ring.Empty() || m.Encrypted == nil || at.engine == nil {
		return
	}
	var ok bool
	if s.Version == 2 {
		ok = t.unlock2(s, m, from, at)
	} else {
		ok = t.unlock1(s, m, from, at, known)
	}
	if ok {
		s.Opened++
	} else {
		s.Shut++
	}
}

// reveal leaves plaintext on m as fact o and has it read again.
func (at *sight) reveal(m *isakmp.Packet, o isakmp.Opened) {
	o.Buf = uint8(len(at.packet.Bufs))
	at.packet.Bufs = append(at.packet.Bufs, o.Plain)
	m.Facts.Opened = o
	at.again()
}

// again reads the message once more.
func (at *sight) again() { at.engine.Again(at.packet, at.layer) }

// wrong says what is wrong with a key.
func wrong(place keys.Place, what string, err error) string {
	return fmt.Sprintf("%s: %s: %v", place, what, err)
}
