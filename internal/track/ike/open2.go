package ike

import (
	"pktscope/dissect/isakmp"
	"pktscope/internal/crypt"
)

// unlock2 deciphers a message of IKEv2: RFC 7296, section 3.14.
func (t *Tracker) unlock2(s *SA, m *isakmp.Packet, from Role, at *sight) bool {
	list := t.find2(s)
	if x := s.lock.secret; x != nil {
		if _, ok := t.tryOpen(s, x, m, from, at); ok {
			t.opened2(s, m, from, at)
			return true
		}
		return false
	}
	for _, x := range list { // the first message tells which is right
		if verdict, ok := t.tryOpen(s, x, m, from, at); ok {
			s.lock.secret, s.lock.why = x, ""
			if verdict == crypt.Unverified {
				s.lock.why = "integrity not verified: no key for it"
			}
			t.opened2(s, m, from, at)
			return true
		}
	}
	return false
}

// find2 makes the keys that may open s ready.
func (t *Tracker) find2(s *SA) []*Secret {
	if s.lock.secret != nil {
		return nil
	}
	found := t.ring.AppendIKE(nil, 2, s.SPIs[Initiator].uint(), s.SPIs[Responder].uint())
	if len(found) == 0 {
		s.lock.why = "no key for this SA"
	}
	var list []*Secret
	for _, k := range found {
		x, err := s.secret2(k, t.ring.PSKs())
		if err != nil {
			s.lock.why = wrong(k.Place, "ike", err)
			continue
		}
		list = append(list, x)
	}
	return list
}

// tryOpen deciphers m with x.
func (t *Tracker) tryOpen(s *SA, x *Secret, m *isakmp.Packet, from Role, at *sight) (crypt.Verdict, bool) {
	o := x.openers[from]
	if o == nil {
		s.lock.why = "the keys of the " + from.String() + " are not given"
		return crypt.Bad, false
	}
	sealed, err := o.SplitSK(m.Raw, m.EncryptedAt)
	if err != nil {
		s.lock.why = wrong(x.Source, "ike", err)
		return crypt.Bad, false
	}
	plain, verdict := o.Open(&t.scratch, at.engine.Own(len(m.Raw))[:0], sealed)
	if verdict == crypt.Bad || verdict == crypt.Unverified && !padded(plain) {
		s.lock.why = wrong(x.Source, "ike", errICV)
		return verdict, false
	}
	at.reveal(m, isakmp.Opened{
		Plain: plain, IV: o.IVLen(), ICV: o.ICVLen(), Encr: uint16(x.encr), KeyBits: uint16(x.bits), Integ: uint16(x.integ),
		Verdict: verdictOf(verdict),
	})
	return verdict, true
}

// padded reports whether plain can end in padding and its length.
func padded(plain []byte) bool { return len(plain) > 0 && int(plain[len(plain)-1]) < len(plain) }

func verdictOf(v crypt.Verdict) isakmp.Verdict {
	switch v {
	case crypt.Good:
		return isakmp.Correct
	case crypt.Bad:
		return isakmp.Incorrect
	}
	return isakmp.Unchecked
}

// opened2 goes on with a message that was opened: it may complete another, or
// prove its sender.
func (t *Tracker) opened2(s *SA, m *isakmp.Packet, from Role, at *sight) {
	if m.Fragments > 0 {
		t.piece(s, m, from, at)
	}
	t.prove2(s, m, from, at)
}
