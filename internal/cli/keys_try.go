package cli

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
)

// verdicts record which keys decrypt the captures. They are nil without captures.
type verdicts struct {
	decrypts map[any]bool                 // by record
	reason   map[any]string               // why it does not, of the last SA that it could be for, or not all
	policy   map[*keys.IKE]*isakmp.Policy // of the first SA that a key decrypts
}

// of is the verdict on one record, nil for none.
func (v *verdicts) of(record any) (decrypts any, reason string) {
	if _, isPSK := record.(*keys.PSK); v == nil || isPSK {
		return nil, ""
	}
	if k, ok := record.(*keys.IKE); ok && k.HoldsMixed() && !v.decrypts[record] {
		return nil, "no keys of messages in it: child SAs are made with its SK_d, that of after a PPK"
	}
	return v.decrypts[record], v.reason[record]
}

// tryKeys reads the captures and finds what each key decrypts, as far as they can be
// read. The verdicts are nil where they cannot be opened.
func tryKeys(e *session.Env, plan *session.Plan) (*verdicts, int) {
	s, err := plan.Start(e)
	if err != nil {
		return nil, e.Fail(err)
	}
	defer s.Close()
	sas := esp.New(0)
	config := s.Config()
	config.Watchers = []track.Watcher{sas}
	result := s.Run(config)
	status := s.End(result)
	if result.Unread() {
		return nil, status // what is not read proves nothing of keys
	}
	v := &verdicts{decrypts: make(map[any]bool), reason: make(map[any]string), policy: make(map[*keys.IKE]*isakmp.Policy)}
	for _, k := range plan.Keys.IKEs() {
		v.judgeIKE(k, plan.IKE)
	}
	for s := range sas.SAs() {
		v.judgeESP(s, plan.Keys, plan.ESP)
	}
	for _, k := range plan.Keys.ESPs() {
		v.rest(k)
	}
	for _, k := range plan.Keys.IKEs() {
		v.creditIKE(k, plan.Keys)
	}
	return v, status
}

// creditIKE finds ESP keys that were derived from k and decrypt: SK_d of after a PPK
// decrypts nothing else.
func (v *verdicts) creditIKE(k *keys.IKE, ring *keys.Ring) {
	for _, e := range ring.ESPs() {
		if !v.decrypts[k] && e.Derived && e.Place == k.Place && v.decrypts[e] {
			v.decrypts[k], v.reason[k] = true, ""
			return
		}
	}
}

// guess reports whether e was derived on the chance that it decrypts, and does not.
func (v *verdicts) guess(e *keys.ESP) bool {
	return v != nil && e.Derived && e.Guessed && !v.decrypts[e]
}

// judgeIKE looks for the IKE SAs that k decrypts.
func (v *verdicts) judgeIKE(k *keys.IKE, sas *ike.Tracker) {
	v.reason[k] = "no IKE SA with these SPIs has a message that is encrypted"
	for s := range sas.SAs() {
		if s.Decrypted+s.NotDecrypted == 0 || s.Version != k.Version {
			continue
		}
		if s.CreditsSwapped(k) {
			v.decrypts[k], v.reason[k] = true, "initiator and responder are swapped in it"
			continue
		}
		if !fitsSPI(k.InitiatorSPI, s.SPIs[ike.Initiator]) || !fitsSPI(k.ResponderSPI, s.SPIs[ike.Responder]) {
			continue
		}
		secret, why := s.Secret()
		switch {
		case s.Credits(k):
			if v.decrypts[k], v.reason[k] = true, ""; s.NotDecrypted > 0 {
				v.reason[k] = s.Why(k)
			}
		case v.decrypts[k]: // another SA
		case secret == nil || s.Decrypted == 0:
			v.reason[k] = cmp.Or(s.Why(k), why)
		case secret.Source == k.Place, sameKeys(k, secret):
			v.decrypts[k], v.reason[k] = true, ""
		default:
			v.reason[k] = fmt.Sprintf("the SA is decrypted with %v", secret.Source)
		}
		if v.decrypts[k] && v.policy[k] == nil {
			v.policy[k] = s.Policy
		}
	}
}

// sameKeys reports whether the keys of k are the keys of the SA's secret, which may
// come from another record.
func sameKeys(k *keys.IKE, s *decrypt.Secret) bool {
	if k.Version == 1 {
		return len(k.Ka) > 0 && bytes.Equal(k.Ka, s.Ka)
	}
	return len(k.SKei) > 0 && bytes.Equal(k.SKei, s.V2.Ei) && bytes.Equal(k.SKer, s.V2.Er)
}

// told is ring as the captures tell of it: without the keys that were derived on the
// chance that they decrypt, and do not, and with the algorithms of IKE SAs of IKEv2, which
// a log of the keys may not have.
func (v *verdicts) told(ring *keys.Ring) *keys.Ring {
	if v == nil {
		return ring
	}
	set := &keys.Set{PSK: ring.PSKs()}
	for _, k := range ring.IKEs() {
		set.IKE = append(set.IKE, v.withAlgorithms(k))
	}
	for _, e := range ring.ESPs() {
		if !v.guess(e) {
			set.ESP = append(set.ESP, e)
		}
	}
	return keys.NewRing(set)
}

// withAlgorithms is k with the algorithms that its SA agreed on, where k has none.
func (v *verdicts) withAlgorithms(k *keys.IKE) *keys.IKE {
	p := v.policy[k]
	if p == nil || k.Version != 2 || k.Encr != 0 {
		return k
	}
	full := *k
	full.Encr, full.KeyBits, full.Integ, full.PRF = p.Encr, p.KeyBits, p.Integ, p.PRF
	return &full
}

// fitsSPI reports whether an SA can have the SPI of a key, 0 being any.
func fitsSPI(of uint64, spi ike.SPI) bool {
	return of == 0 || of == binary.BigEndian.Uint64(spi[:])
}

// judgeESP judges all keys that are for the SA of s.
func (v *verdicts) judgeESP(s *esp.SA, ring *keys.Ring, store *esp.Store) {
	if s.AH {
		return
	}
	proven := store.ProvenBy(s.Key)
	for _, c := range ring.AppendESP(nil, s.SPI, s.Src, s.Dst, s.Encap) {
		switch {
		case proven != nil && sameESP(c.ESP, proven), store.Decrypts(s.SPI, c.ESP):
			v.decrypts[c.ESP], v.reason[c.ESP] = true, ""
		case v.decrypts[c.ESP]: // another SA
		case proven != nil && len(c.IntegKey) > 0 && bytes.Equal(c.IntegKey, proven.IntegKey) && !bytes.Equal(c.Key, proven.Key):
			v.reason[c.ESP] = fmt.Sprintf("wrong encryption key: the SA is decrypted with %v", proven.Place)
		case proven != nil:
			v.reason[c.ESP] = fmt.Sprintf("the SA is decrypted with %v", proven.Place)
		default:
			v.reason[c.ESP] = s.Reason.String()
		}
	}
}

// sameESP reports whether the keys of two records are the same, for the same
// algorithms.
func sameESP(a, b *keys.ESP) bool {
	return a.Encr == b.Encr && a.Integ == b.Integ && bytes.Equal(a.Key, b.Key) && bytes.Equal(a.IntegKey, b.IntegKey)
}

// rest judges a key for which there is no SA.
func (v *verdicts) rest(k *keys.ESP) {
	if v.reason[k] != "" || v.decrypts[k] {
		return
	}
	switch _, err := crypt.NewDecrypter(crypt.Params{Encr: k.Encr, EncrKey: k.Key, Integ: k.Integ, IntegKey: k.IntegKey}); {
	case !k.Keyed():
		v.reason[k] = "no keys in it; keys derived from it are listed separately"
	case err != nil:
		v.reason[k] = err.Error()
	default:
		v.reason[k] = "no ESP packet belongs to this SA"
	}
}
