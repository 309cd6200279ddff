package ike

import (
	"slices"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
)

// derive hands out the ESP SAs of c with their keys, or notes why it cannot:
// RFC 2409, section 5.5; RFC 7296, section 2.17.
func (t *Tracker) derive(c *Child) {
	if secret, _ := c.Parent.Secret(); t.Derived == nil || secret == nil || c.Protocol != isakmp.ProtocolESP {
		return
	}
	list, err := t.espKeys(c)
	if c.Derived = err == nil; !c.Derived {
		c.Given, c.Why = t.given(c), err.Error()
	}
	for _, e := range list {
		t.Derived(e)
		if e.Integ == ipsec.IntegSHA2_256_128 {
			t.Derived(truncated(e))
		}
	}
}

// given returns the lines of a key file that has keys for both SPIs of c, "" where
// none has.
func (t *Tracker) given(c *Child) string {
	var lines []keys.Place
	for r := range c.SPIs {
		to, from := c.Parent.Now[Role(r)^c.By], c.Parent.Now[Role(r)^c.By^1]
		found := false
		for _, e := range t.ring.AppendESP(nil, c.SPIs[r], from.Addr(), to.Addr(), keys.AnyEncap) {
			if _, exact := e.SPI.Exact(); exact && !e.Derived && !found {
				found = true
				if !slices.Contains(lines, e.Place) {
					lines = append(lines, e.Place)
				}
			}
		}
		if !found {
			return ""
		}
	}
	return keys.Places(lines)
}

// truncated is e as Linux understood it before 2.6.33: it cut HMAC-SHA2-256 to 96
// bits, as the draft before RFC 4868 had it. Which of the two it is, the packets'
// ICVs tell.
func truncated(e *keys.ESP) *keys.ESP {
	old := *e
	old.Integ, old.Guessed = ipsec.IntegSHA2_256_96, true
	return &old
}

// espKeys are both directions of c, once for every SK_d that they may be made of.
// The error says why none of them is likely.
func (t *Tracker) espKeys(c *Child) (out []*keys.ESP, err error) {
	s := c.Parent
	list, err := t.decrypter.ChildKeys(&s.Transcript, &decrypt.Child{
		MessageID: c.MessageID, SPIs: c.SPIs, Suite: c.Suite, Group: c.Group, Nonces: c.Nonces, KeyExchange: c.KeyExchange,
		Additional: c.Additional != [7]ipsec.Group{},
	})
	for i, one := range list {
		for r, p := range one.Params {
			from, to := s.Now[Role(r)^c.By], s.Now[Role(r)^c.By^1]
			out = append(out, &keys.ESP{
				Place: one.Source, Src: keys.AddrOf(from.Addr()), Dst: keys.AddrOf(to.Addr()), SPI: keys.SPIOf(c.SPIs[1-r]),
				Encap: keys.AnyEncap, Encr: p.Encr, Key: p.EncrKey, Integ: p.Integ, IntegKey: p.IntegKey, ESN: c.ESN,
				Derived: true, Guessed: i > 0 || one.BeforePPK, BeforePPK: one.BeforePPK,
				IKE: s.SPIs[Initiator].Uint64(), MessageID: c.MessageID, HasMessageID: true,
				NonceI: c.Nonces[Initiator], NonceR: c.Nonces[Responder], PFSGroup: c.Group,
			})
		}
	}
	return out, err
}
