package decrypt

import (
	"encoding/binary"
	"slices"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// verifyAUTH verifies the AUTH payload of m where a shared key made it and is known:
// RFC 7296, section 2.15; with a PPK RFC 8784, section 3.
func (d *Decrypter) verifyAUTH(t *Transcript, m *isakmp.Packet, from isakmp.Role) ipsec.Verdict {
	x := t.secret
	if x == nil || len(m.Auth.Data) == 0 || m.Auth.Method != ipsec.AuthPSK {
		return ipsec.Unchecked
	}
	id := t.Hello[from].Identity
	message, nonce := t.Hello[from].Message, t.Hello[from.Other()].Nonce
	if id == nil || message == nil || nonce == nil {
		return ipsec.Unchecked
	}
	a := auth{prf: x.PRF, message: message, nonce: nonce, id: id, intAuth: t.intAuthOf(m), from: from}
	list := d.mixes(t, x)
	if t.EAP { // a method that agrees on no key has SK_p in its place; keys of other methods are in no key file
		if slices.ContainsFunc(list, func(x mix) bool { return a.is(m.Auth.Data, x.p[from], &x) }) {
			return ipsec.Correct
		}
		return ipsec.Unchecked
	}
	psks := d.psks(t)
	for i := range list {
		if right := anyPSK(psks, func(psk crypt.Secret) bool { return a.is(m.Auth.Data, psk, &list[i]) }); right != nil {
			t.sharedKey(from, right, "AUTH of the "+from.String())
			t.credit(list[i].source)
			return ipsec.Correct
		}
	}
	if len(psks) == 0 || !slices.ContainsFunc(list, func(x mix) bool { return len(x.p[from]) > 0 }) {
		return ipsec.Unchecked
	}
	if t.PPK == PPKUsed {
		return d.verifyBesidePPK(t, m, &a, list, psks)
	}
	t.sharedKey(from, nil, "AUTH of the "+from.String())
	if len(x.psk) > 0 {
		return ipsec.Incorrect
	}
	return ipsec.Unchecked
}

// verifyBesidePPK decides what an AUTH payload tells of pre-shared keys that do not
// fit it, where a PPK is used: the PPK may be what is wrong. NO_PPK_AUTH is made
// without, and a responder that answers with AUTH has the initiator's PPK.
func (d *Decrypter) verifyBesidePPK(t *Transcript, m *isakmp.Packet, a *auth, list []mix, psks []*keys.PSK) ipsec.Verdict {
	plain := list[len(list)-1]
	for i := range m.Notifies {
		if n := &m.Notifies[i]; n.Type == isakmp.NotifyNoPPKAuth && len(n.Data) > 0 && len(plain.p[a.from]) > 0 {
			right := anyPSK(psks, func(psk crypt.Secret) bool { return a.is(n.Data, psk, &plain) })
			t.sharedKey(a.from, right, "NO_PPK_AUTH of the "+a.from.String())
			return ipsec.Unchecked
		}
	}
	known := slices.ContainsFunc(list, func(x mix) bool { return x.with && !x.typed && len(x.p[a.from]) > 0 })
	switch {
	case known && a.from == isakmp.Responder:
		t.sharedKey(isakmp.Initiator, nil, "AUTH of the responder")
		t.sharedKey(isakmp.Responder, nil, "AUTH of the responder")
	case withPPK(list):
		t.undecided(a.from, "a PPK is used: the pre-shared key or the PPK is wrong")
	default:
		t.undecided(a.from, "a PPK is used, which AUTH is made with as well: it is needed, or SK_pi and SK_pr of after it")
	}
	return ipsec.Unchecked
}

// An auth is what the AUTH payload of one side is made of, beside its keys.
type auth struct {
	prf                         ipsec.PRF
	message, nonce, id, intAuth []byte
	from                        isakmp.Role
}

// is reports whether data is what psk makes with the SK_p of x.
func (a *auth) is(data []byte, psk crypt.Secret, x *mix) bool {
	if len(x.p[a.from]) == 0 {
		return false
	}
	want, err := crypt.AuthPSK(a.prf, psk, a.message, a.nonce, x.p[a.from], a.id, a.intAuth)
	return matches(data, want, err)
}

// intAuthOf is what the IKE_INTERMEDIATEs before m add to what AUTH proves: RFC
// 9242, section 3.3.1.
func (t *Transcript) intAuthOf(m *isakmp.Packet) []byte {
	if t.intAuth[isakmp.Initiator] == nil {
		return nil
	}
	first := uint32(1 + t.Intermediates) // IKE_AUTH's first message ID
	return binary.BigEndian.AppendUint32(slices.Concat(t.intAuth[isakmp.Initiator], t.intAuth[isakmp.Responder]), first)
}

// intermediate takes in an IKE_INTERMEDIATE: RFC 9242, section 3.3.2, and for
// its key exchange RFC 9370, section 2.2.2.
func (d *Decrypter) intermediate(t *Transcript, m *isakmp.Packet, from isakmp.Role) {
	if m.Exchange != isakmp.ExchangeIntermediate || !m.IsDecrypted() {
		return
	}
	x := t.secret
	answer := from == isakmp.Responder
	skp := [...]crypt.Secret{x.V2.Pi, x.V2.Pr}[from]
	if a, p := covered(m); len(skp) > 0 {
		if sum, err := crypt.Sum(x.PRF, skp, t.intAuth[from], a, p); err == nil {
			t.intAuth[from] = sum
		}
	}
	switch {
	case !answer && len(m.KeyExchange) > 0:
		t.keyExchange = m.MessageID
	case answer:
		t.Intermediates++
		if len(m.KeyExchange) > 0 && t.keyExchange == m.MessageID {
			d.exchanged(t, x)
		}
	}
}

// exchanged makes the keys behind an additional key exchange.
func (d *Decrypter) exchanged(t *Transcript, x *Secret) {
	if x.added >= len(x.from.Additional) {
		return // or they are among the candidates: another record of the same SA
	}
	next := &Secret{Source: x.Source, Depth: x.Depth, PRF: x.PRF, encr: x.encr, bits: x.bits, integ: x.integ, psk: x.psk, from: x.from, added: x.added + 1}
	material := t.material2(x)
	seed, err := material.Rekeyed(x.PRF, x.V2.D, x.from.Additional[x.added])
	if err == nil {
		next.V2, err = material.Keys(seed)
	}
	if err == nil {
		err = next.prepare()
	}
	if err != nil {
		t.blame(x.from, faulty("additional shared secret", err))
		return
	}
	t.candidates = append(t.candidates, next)
	t.secret = next
}

// covered are the two parts of an IKE_INTERMEDIATE that AUTH proves, as if
// it had been neither encrypted nor cut into fragments: what stands before the
// payloads that it holds, with the lengths that are then right, and these
// payloads. RFC 9242, section 3.3.2.
func covered(m *isakmp.Packet) (a, p []byte) {
	const generic = 4
	at := m.EncryptedAt
	first := m.EncryptedFirst
	if p = m.Facts.Whole.Bytes; p != nil {
		at -= 4 // the fragment's number and their total
		first = m.Facts.Whole.First
	} else {
		p = m.Facts.Decrypted.Plain
		p = p[:len(p)-1-int(p[len(p)-1])]
	}
	if at < isakmp.HeaderSize+generic {
		return nil, nil
	}
	a = slices.Clone(m.Raw[:at])
	binary.BigEndian.PutUint32(a[24:], uint32(len(a)+len(p)))
	sk := a[at-generic:]
	sk[0] = byte(first)
	binary.BigEndian.PutUint16(sk[2:], uint16(generic+len(p)))
	if at == isakmp.HeaderSize+generic {
		a[16] = byte(isakmp.PayloadSK) // next payload, not SKF
	}
	return a, p
}
