package decrypt

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// A Secret is what decrypts the messages of an SA, once it was found.
type Secret struct {
	Source keys.Place // where it came from
	Depth  string     // what was given: "SK_*", "SKEYSEED", ...

	Hash ipsec.Hash // IKEv1
	V1   crypt.IKEv1Keys
	Ka   crypt.Secret

	PRF ipsec.PRF // IKEv2
	V2  crypt.IKEv2Keys

	cbc        *crypt.CBC
	encr       ipsec.Encr
	bits       int
	integ      ipsec.Integ
	decrypters [2]*crypt.Decrypter // by the sender
	psk        crypt.Secret        // that stands with the key
	loosePSK   bool                // Ka was made with a pre-shared key that stands outside of the SA
	from       *keys.IKE
	sure       [2]bool // by the sender: payloads came out
	added      int     // how many of from.Additional are mixed in
}

// A basis is what keys are looked for with: once it changes they are looked for
// again.
type basis struct {
	ikes, psks int
	known      uint16
}

// maxKeys bounds how many keys are tried on one SA.
const maxKeys = 64

// candidates are the keys that may decrypt the messages of t. They are looked for again
// once there are more keys, or t knows more that keys are made of.
func (d *Decrypter) candidates(t *Transcript) []*Secret {
	now := basis{ikes: len(d.ring.IKEs()), psks: len(d.ring.PSKs()), known: t.known()}
	if now == t.basis {
		return t.candidates
	}
	t.basis = now
	t.candidates, t.reason, t.faults = nil, "", nil
	found := d.ring.AppendIKE(nil, t.Version, t.SPIs[isakmp.Initiator].Uint64(), t.SPIs[isakmp.Responder].Uint64())
	switch found = append(found, d.swapped(t, found)...); {
	case len(found) == 0 && t.Resumed:
		t.reason = errResumed
	case len(found) == 0:
		t.reason = errNoKey
	}
	found = append(found, d.withOtherKeys(t, found)...)
	for _, k := range found {
		if t.Version == 2 && k.HoldsMixed() {
			continue // it goes with the keys of before
		}
		for _, secret := range d.secretsBeside(t, k) {
			if len(t.candidates) == maxKeys {
				return t.candidates
			}
			derive := t.secret1
			if t.Version == 2 {
				derive = t.secret2
			}
			x, err := derive(k, secret)
			if err != nil {
				t.blame(k, err)
				continue
			}
			t.candidates = append(t.candidates, x)
		}
	}
	return t.candidates
}

// secretsBeside are the secrets from elsewhere that go with k, one after the other:
// in IKEv1 pre-shared keys, in IKEv2 SK_d of the SA that t replaced.
func (d *Decrypter) secretsBeside(t *Transcript, k *keys.IKE) (list []crypt.Secret) {
	if t.Version == 1 {
		return d.sharedKeys(k)
	}
	old := t.Replaced
	if old == nil || old.secret == nil || len(k.SKei)+len(k.SKer)+len(k.SKEYSEED) > 0 {
		return []crypt.Secret{nil}
	}
	for _, x := range d.mixes(old, old.secret) {
		list = append(list, x.d)
	}
	return list
}

// known tells what t has that keys are made of.
func (t *Transcript) known() (bits uint16) {
	i, r := &t.Hello[isakmp.Initiator], &t.Hello[isakmp.Responder]
	for n, is := range [...]bool{
		i.Nonce != nil, r.Nonce != nil, i.KeyExchange != nil, r.KeyExchange != nil, t.Policy != nil,
		t.SPIs[isakmp.Responder] != (isakmp.SPI{}), t.Replaced != nil && t.Replaced.secret != nil, true,
	} {
		if is {
			bits |= 1 << n
		}
	}
	return bits
}

// sharedKeys are the pre-shared keys that may go with k, in IKEv1 one after the
// other: keys are made of them.
func (d *Decrypter) sharedKeys(k *keys.IKE) []crypt.Secret {
	psks := d.ring.PSKs()
	if k.PSK != nil || len(psks) == 0 || k.Ka != nil || k.SKEYIDe != nil || k.SKEYID != nil {
		return []crypt.Secret{k.PSK}
	}
	var out []crypt.Secret
	for _, p := range psks[:min(len(psks), maxKeys)] {
		out = append(out, p.Text)
	}
	return out
}

// withOtherKeys are the records of an IKEv1 SA less what they make of their pre-shared
// key, so that others are tried beside their Diffie-Hellman secret. Of two peers whose
// keys differ each encrypts with what its own makes; a log has those of one.
func (d *Decrypter) withOtherKeys(t *Transcript, found []*keys.IKE) (copies []*keys.IKE) {
	if t.Version != 1 || len(d.ring.PSKs()) == 0 || t.Policy == nil || !t.Policy.Auth.SharedKey() {
		return nil
	}
	for _, k := range found {
		if k.Swapped != nil || len(k.SharedSecret)+len(k.DHPrivate) == 0 || len(k.PSK)+len(k.SKEYID)+len(k.SKEYIDe)+len(k.Ka) == 0 {
			continue
		}
		x := *k
		x.PSK, x.SKEYID, x.SKEYIDd, x.SKEYIDa, x.SKEYIDe, x.Ka = nil, nil, nil, nil, nil, nil
		copies = append(copies, &x)
	}
	return copies
}
