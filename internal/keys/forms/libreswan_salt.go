package forms

import (
	"slices"

	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// maxSalt is the length of the longest salt of an AEAD cipher: RFC 5282, section 4,
// RFC 7634, section 2. libreswan prints some bytes more.
const maxSalt = 4

// maxSalts bounds the pairs of salts that wait for their SA.
const maxSalts = 8

// A saltPair holds the salts of SK_ei and of SK_er.
type saltPair [2][]byte

// plutoSalts are the salts of IKE SAs whose keys are still to come. libreswan prints
// salts before IKE_AUTH and keys behind it, and does not say whose they are.
type plutoSalts struct {
	first []byte     // the initiator's, whose responder's comes next
	fresh []saltPair // since keys were printed last
	stale []saltPair // before
}

// add takes the salt that was printed. libreswan 5.2 calls both the initiator's.
func (p *plutoSalts) add(salt []byte) {
	salt = slices.Clone(salt)
	if p.first == nil {
		p.first = salt
		return
	}
	p.fresh = append(p.fresh, saltPair{p.first, salt})
	p.first = nil
	if len(p.fresh) > maxSalts {
		p.fresh = p.fresh[1:]
	}
}

// take returns the salts that an SA can have whose keys are printed now: those since
// the last SA. Where SAs are negotiated at the same time there are several.
func (p *plutoSalts) take() []saltPair {
	switch len(p.fresh) {
	case 0:
		return p.stale
	case 1:
		pair := p.fresh
		p.fresh = nil
		return pair
	}
	p.stale, p.fresh = p.fresh, nil
	return p.stale
}

// salted returns k with each pair of salts behind its keys, where the cipher needs a
// salt and the keys have none. An ICV decides between several.
func salted(k *keys.IKE, pairs []saltPair) (sas []*keys.IKE) {
	n := k.Encr.SaltLen()
	missing := n > 0 && n <= maxSalt && k.Encr.CheckKey(len(k.SKei)) != nil && k.Encr.CheckKey(len(k.SKei)+n) == nil
	if !missing || len(pairs) == 0 {
		return []*keys.IKE{k}
	}
	for _, pair := range pairs {
		x := *k
		for side, key := range [...]*crypt.Secret{&x.SKei, &x.SKer} {
			if len(*key) > 0 {
				*key = slices.Concat(*key, pair[side][:n])
			}
		}
		sas = append(sas, &x)
	}
	return sas
}
