package decrypt

import (
	"slices"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
)

// A chain is what the IV of an exchange's next message is made of: the end of
// the message before (RFC 2409, appendix B).
type chain struct {
	id  uint32
	end []byte
}

// What is kept of one SA.
const (
	maxChains = 256 // exchanges under way
	maxBlock  = 16  // of the ciphers that IKEv1 has
)

// An IV is what a message of IKEv1 was decrypted with, for its retransmissions: the
// IV of the exchange has moved on by then.
type IV struct {
	block [maxBlock]byte
	size  uint8 // of block, 0: the message was not decrypted
	tried bool  // the message is in the chain of its exchange
}

func (v *IV) set(iv []byte) { v.size = uint8(copy(v.block[:], iv)) }

// decrypt1 decrypts a message of IKEv1.
func (d *Decrypter) decrypt1(t *Transcript, m *isakmp.Packet, from isakmp.Role, v *IV, memory Memory) (isakmp.Decrypted, bool) {
	x, iv, plain := d.find1(t, m, from, v)
	if !v.tried {
		v.tried = true
		t.chained(m, m.Encrypted)
	}
	if plain == nil {
		return isakmp.Decrypted{}, false
	}
	t.secret, t.reason = x, ""
	t.encrypts[from] = x
	t.credit(x.from)
	v.set(iv)
	if m.Exchange == isakmp.ExchangeInformational {
		d.encryptedBy(t, x, from)
	}
	return isakmp.Decrypted{Plain: append(memory.Own(len(plain))[:0], plain...), Encr: x.encr, KeyBits: x.bits}, true
}

// encryptedBy notes what it tells of the pre-shared key of from that it encrypted a
// message with x: in IKEv1 all keys are made of that (RFC 2409, section 5).
func (d *Decrypter) encryptedBy(t *Transcript, x *Secret, from isakmp.Role) {
	list := d.psks(t)
	if len(list) == 0 || len(x.V1.SKEYID) == 0 || t.SharedKey[from].Proof != ipsec.Unchecked || t.Policy == nil || !t.Policy.Auth.SharedKey() {
		return
	}
	material := crypt.IKEv1{Hash: x.Hash, NonceI: t.Hello[isakmp.Initiator].Nonce, NonceR: t.Hello[isakmp.Responder].Nonce}
	if len(material.NonceI) == 0 || len(material.NonceR) == 0 {
		return
	}
	t.sharedKey(from, anyPSK(list, func(psk crypt.Secret) bool {
		skeyid, err := material.SKEYIDFromPSK(psk)
		return matches(skeyid, x.V1.SKEYID, err)
	}), "the Informational that it encrypted")
}

// find1 finds the key and the IV that make payloads of what m holds.
func (d *Decrypter) find1(t *Transcript, m *isakmp.Packet, from isakmp.Role, v *IV) (x *Secret, iv, plain []byte) {
	try := func(x *Secret) bool {
		ivs := [][]byte{v.block[:v.size]} // a retransmission has the IV of the first one
		if !v.tried {
			ivs = t.ivs(m, x)
		}
		for _, iv = range ivs {
			if len(iv) != x.cbc.BlockSize() {
				continue
			}
			var err error
			if plain, err = x.cbc.Decrypt(d.plain[:0], iv, m.Encrypted); err != nil {
				t.blame(x.from, faulty(x.field(isakmp.Initiator), err))
				plain = nil
				return false
			}
			if d.plain = plain; isChain(plain, m.NextPayload) {
				return true
			}
		}
		if iv, plain = d.withoutIV(t, m, x); plain != nil {
			return true
		}
		if len(ivs) == 0 || len(ivs[0]) != x.cbc.BlockSize() {
			t.reason = "the capture does not have the message before, whose end is the IV"
		} else {
			t.blame(x.from, x.noPayloads(isakmp.Initiator))
		}
		return false
	}
	if x = t.secret; x != nil && try(x) {
		return x, iv, plain
	}
	for _, y := range d.candidates(t) {
		if y != x && try(y) {
			return y, iv, plain
		}
	}
	if m.Exchange.Begins() && !v.tried && slices.ContainsFunc(t.candidates, func(x *Secret) bool { return x.loosePSK }) {
		t.sharedKey(from, nil, "phase 1, which the keys derived from it do not decrypt")
	}
	return nil, nil, nil
}

// ivs are the IVs that m may have, the likeliest first, none where it cannot be known.
// A peer that could not read phase 1's last message reports that with the IV that
// phase 1 began with.
func (t *Transcript) ivs(m *isakmp.Packet, x *Secret) (list [][]byte) {
	size := x.cbc.BlockSize()
	last, begun := blockAt(t.lastBlock, size), t.firstIV(x)
	if t.lastBlock == nil {
		last = begun // aggressive mode may end in the clear
	}
	if m.Exchange.Begins() {
		return [][]byte{last}
	}
	for _, c := range t.chains {
		if c.id == m.MessageID {
			return [][]byte{blockAt(c.end, size)}
		}
	}
	for _, of := range [][]byte{last, begun} {
		if of == nil {
			continue
		}
		if iv, err := crypt.Phase2IV(x.Hash, of, m.MessageID, size); err == nil {
			list = append(list, iv)
		}
		if m.Exchange != isakmp.ExchangeInformational {
			break
		}
	}
	return list
}

// firstIV is the IV of phase 1's first encrypted message.
func (t *Transcript) firstIV(x *Secret) []byte {
	i, r := t.Hello[isakmp.Initiator].KeyExchange, t.Hello[isakmp.Responder].KeyExchange
	if len(i) == 0 || len(r) == 0 {
		return nil
	}
	iv, err := crypt.Phase1IV(x.Hash, i, r, x.cbc.BlockSize())
	if err != nil {
		return nil
	}
	return iv
}

// blockAt is the last block of what end ends with.
func blockAt(end []byte, size int) []byte {
	if len(end) < size {
		return nil
	}
	return end[len(end)-size:]
}

// chained makes the end of m, whose ciphertext is text, the IV of the next
// message of its exchange. Of a message that was cut text is empty: the IV is
// lost.
func (t *Transcript) chained(m *isakmp.Packet, text []byte) {
	end := append([]byte{}, text[max(0, len(text)-maxBlock):]...)
	if m.Exchange.Begins() {
		t.lastBlock = end
		return
	}
	for i := range t.chains {
		if t.chains[i].id == m.MessageID {
			t.chains[i].end = end
			return
		}
	}
	if len(t.chains) >= maxChains {
		t.chains = slices.Delete(t.chains, 0, 1)
	}
	t.chains = append(t.chains, chain{m.MessageID, end})
}

// isChain reports whether b begins with payloads whose lengths hold: what a
// wrong key makes does not.
func isChain(b []byte, next isakmp.PayloadType) bool {
	n := 0
	for next != isakmp.PayloadNone {
		if len(b) < 4 || b[1] != 0 {
			return false
		}
		size := int(b[2])<<8 | int(b[3])
		if size < 4 || size > len(b) {
			return false
		}
		next, b = isakmp.PayloadType(b[0]), b[size:]
		n++
	}
	return n > 0
}

// hashEnd is where the HASH payload that m's chain begins with ends, and where
// its last payload does.
func hashEnd(m *isakmp.Packet) (hash, end int) {
	for i := range m.Payloads {
		p := &m.Payloads[i]
		if !p.Encrypted {
			continue
		}
		if end == 0 {
			if p.Type != isakmp.PayloadHash {
				return 0, 0
			}
			hash = 4 + len(p.Body)
		}
		end += 4 + len(p.Body)
	}
	return hash, end
}
