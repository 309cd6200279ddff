package ike

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// A Secret is what opens the messages of an SA, once it was found.
type Secret struct {
	Source keys.Place // where it came from
	Depth  string     // what was given: "SK_*", "SKEYSEED", ...

	Hash ipsec.Hash // IKEv1
	V1   crypt.IKEv1Keys
	Ka   crypt.Secret

	PRF ipsec.PRF // IKEv2
	V2  crypt.IKEv2Keys

	cbc     *crypt.CBC
	encr    ipsec.Encr
	bits    int
	integ   ipsec.Integ
	openers [2]*crypt.Decrypter // by who sends
	psk     crypt.Secret        // that stands with the key
	tries   bool                // Ka was made with a pre-shared key that stands outside of the SA
	from    *keys.IKE
	added   int // additional key exchanges that are in it, of from's
}

// A lock is what stands between an SA and its messages.
type lock struct {
	basis  basis
	keys   []*Secret // that may open the SA
	secret *Secret   // the one that does, nil: shut
	why    string    // it is
	faults []blamed  // why keys that were tried are not those of the SA
	last   []byte    // IKEv1: the end of phase 1's last message
	chains []chain   // IKEv1: of the exchanges after it
	parts  []pieces
	proof  [2][]byte // IKEv2: IntAuth of the IKE_INTERMEDIATEs so far, by who sent them
	ke     uint32    // IKEv2: message ID of the IKE_INTERMEDIATE whose request had a key exchange, 0: none
}

// A basis is what keys are looked for with: once it changes they are looked for
// again.
type basis struct {
	ikes, psks int
	known      uint16
}

// maxKeys bounds how many keys are tried on one SA.
const maxKeys = 64

// Secret is what opens the messages of s, nil where nothing does; why then says
// what is missing.
func (s *SA) Secret() (secret *Secret, why string) { return s.lock.secret, s.lock.why }

// unlock deciphers m, which from has sent, if it can be, and has it read again.
func (t *Tracker) unlock(s *SA, m *isakmp.Packet, from Role, at *sight, known *seen) {
	if t.ring.Empty() || m.Encrypted == nil || at.engine == nil {
		return
	}
	var ok bool
	switch {
	case len(m.Raw) < int(m.Length):
		s.lock.why = "the capture has only part of the message"
		if s.Version == 1 && !known.deciphered {
			known.deciphered = true
			s.chained(m, nil)
		}
	case s.Version == 2:
		ok = t.unlock2(s, m, from, at)
	default:
		ok = t.unlock1(s, m, at, known)
	}
	if ok {
		s.Decrypted++
	} else {
		s.NotDecrypted++
	}
}

// candidates are the keys that may open s.
func (t *Tracker) candidates(s *SA) []*Secret {
	now := basis{ikes: len(t.ring.IKEs()), psks: len(t.ring.PSKs()), known: s.known()}
	if now == s.lock.basis {
		return s.lock.keys
	}
	s.lock.basis = now
	s.lock.keys, s.lock.why, s.lock.faults = nil, "", nil
	found := t.ring.AppendIKE(nil, s.Version, s.SPIs[Initiator].Uint64(), s.SPIs[Responder].Uint64())
	if len(found) == 0 {
		s.lock.why = errNoKey
	}
	for _, k := range found {
		for _, psk := range t.sharedKeys(k) {
			if len(s.lock.keys) == maxKeys {
				return s.lock.keys
			}
			make := s.secret1
			if s.Version == 2 {
				make = s.secret2
			}
			x, err := make(k, psk)
			if err != nil {
				s.blame(k, err)
				continue
			}
			s.lock.keys = append(s.lock.keys, x)
		}
	}
	return s.lock.keys
}

// known tells what s has that keys are made of.
func (s *SA) known() (bits uint16) {
	i, r := &s.hello[Initiator], &s.hello[Responder]
	for n, is := range [...]bool{
		i.Nonce != nil, r.Nonce != nil, i.KeyExchange != nil, r.KeyExchange != nil, s.Policy != nil,
		s.SPIs[Responder] != (SPI{}), s.RekeyedFrom != nil && s.RekeyedFrom.lock.secret != nil, true,
	} {
		if is {
			bits |= 1 << n
		}
	}
	return bits
}

// sharedKeys are the pre-shared keys that may go with k, in IKEv1 one after the
// other: keys are made of them.
func (t *Tracker) sharedKeys(k *keys.IKE) []crypt.Secret {
	psks := t.ring.PSKs()
	if k.PSK != nil || k.Version == 2 || len(psks) == 0 || k.Ka != nil || k.SKEYIDe != nil || k.SKEYID != nil {
		return []crypt.Secret{k.PSK}
	}
	var out []crypt.Secret
	for _, p := range psks[:min(len(psks), maxKeys)] {
		out = append(out, p.Text)
	}
	return out
}

// reveal leaves plaintext on m as fact o and has it read again.
func (at *sight) reveal(m *isakmp.Packet, o isakmp.Decrypted) {
	o.Buf = uint8(len(at.packet.Bufs))
	at.packet.Bufs = append(at.packet.Bufs, o.Plain)
	m.Facts.Decrypted = o
	at.again()
}

// again reads the message once more, if it lies in a packet.
func (at *sight) again() {
	if at.engine != nil {
		at.engine.Again(at.packet, at.layer)
	}
}
