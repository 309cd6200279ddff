package decrypt

import (
	"encoding/binary"
	"slices"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
)

// verifyAUTH verifies the AUTH payload of m where a shared key made it and is known:
// RFC 7296, section 2.15.
func (d *Decrypter) verifyAUTH(t *Transcript, m *isakmp.Packet, from isakmp.Role) ipsec.Verdict {
	x := t.secret
	if x == nil || len(m.Auth.Data) == 0 || m.Auth.Method != ipsec.AuthPSK {
		return ipsec.Unchecked
	}
	skp := [...]crypt.Secret{x.V2.Pi, x.V2.Pr}[from]
	id := t.Hello[from].Identity
	message, nonce := t.Hello[from].Message, t.Hello[from.Other()].Nonce
	if len(skp) == 0 || id == nil || message == nil || nonce == nil {
		return ipsec.Unchecked
	}
	is := func(key crypt.Secret) bool {
		want, err := crypt.AuthPSK(x.PRF, key, message, nonce, skp, id, t.intAuthOf(m))
		return matches(m.Auth.Data, want, err)
	}
	if t.EAP { // a method that agrees on no key has SK_p in its place; keys of other methods are in no key file
		if is(skp) {
			return ipsec.Correct
		}
		return ipsec.Unchecked
	}
	v := ipsec.Unchecked
	if len(x.psk) > 0 {
		if v = ipsec.Incorrect; is(x.psk) {
			v = ipsec.Correct
		}
	}
	list := d.psks(t)
	right := anyPSK(list, is)
	if right != nil {
		v = ipsec.Correct
	}
	if len(list) > 0 {
		t.sharedKey(from, right, "AUTH of the "+from.String())
	}
	return v
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
