package ike

import (
	"errors"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// derive hands out the ESP SAs of c with their keys, or notes why it cannot:
// RFC 2409, section 5.5; RFC 7296, section 2.17.
func (t *Tracker) derive(c *Child) {
	if t.Derived == nil || c.Parent.lock.secret == nil || c.Protocol != isakmp.ProtocolESP {
		return
	}
	list, err := t.espKeys(c)
	if err != nil {
		c.Why = err.Error()
		return
	}
	c.Derived = true
	for _, e := range list {
		t.Derived(e)
		if e.Integ == ipsec.IntegSHA2_256_128 {
			t.Derived(truncated(e))
		}
	}
}

// truncated is e as Linux understood it before 2.6.33: it cut HMAC-SHA2-256 to 96
// bits, as the draft before RFC 4868 had it. Which of the two it is, the packets'
// ICVs tell.
func truncated(e *keys.ESP) *keys.ESP {
	old := *e
	old.Integ, old.Guessed = ipsec.IntegSHA2_256_96, true
	return &old
}

// espKeys are both directions of c.
func (t *Tracker) espKeys(c *Child) ([]*keys.ESP, error) {
	s := c.Parent
	x := s.lock.secret
	pfs, err := t.pfs(c)
	if err != nil {
		return nil, err
	}
	var params [2]crypt.Params // by who sends
	if s.Version == 2 {
		if x.V2.D == nil {
			return nil, errors.New("SK_d is not known")
		}
		d := crypt.ChildSA{PRF: x.PRF, D: x.V2.D, PFS: pfs, NonceI: c.Nonces[Initiator], NonceR: c.Nonces[Responder]}
		params[Initiator], params[Responder], err = d.Child(c.Suite)
	} else {
		if x.V1.D == nil {
			return nil, errors.New("SKEYID_d is not known")
		}
		q := crypt.QuickMode{Hash: x.Hash, D: x.V1.D, PFS: pfs, NonceI: c.Nonces[Initiator], NonceR: c.Nonces[Responder]}
		for r := range params {
			if params[r], err = q.Child(c.Suite, c.SPIs[1-r]); err != nil {
				break
			}
		}
	}
	if err != nil {
		return nil, err
	}
	var out []*keys.ESP
	for r, p := range params {
		from, to := s.Now[Role(r)^c.By], s.Now[Role(r)^c.By^1]
		e := &keys.ESP{
			Place: x.Source, Src: keys.AddrOf(from.Addr()), Dst: keys.AddrOf(to.Addr()), SPI: keys.SPIOf(c.SPIs[1-r]),
			Encap: keys.AnyEncap, Encr: p.Encr, Key: p.EncrKey, Integ: p.Integ, IntegKey: p.IntegKey, ESN: c.ESN,
			IKE: s.SPIs[Initiator].Uint64(), MessageID: c.MessageID, HasMessageID: true,
			NonceI: c.Nonces[Initiator], NonceR: c.Nonces[Responder], PFSGroup: c.Group,
		}
		out = append(out, e)
	}
	return out, nil
}

// pfs is the secret of c's own key exchange, nil where it had none.
func (t *Tracker) pfs(c *Child) (crypt.Secret, error) {
	if len(c.KeyExchange[Initiator]) == 0 || len(c.KeyExchange[Responder]) == 0 {
		return nil, nil
	}
	var why error = errors.New("it had a key exchange of its own (PFS), whose secret is not given")
	for _, e := range t.ring.AppendPFS(nil, c.Parent.SPIs[Initiator].Uint64(), c.MessageID, c.SPIs[:]...) {
		if len(e.PFSSharedSecret) > 0 {
			return e.PFSSharedSecret, nil
		}
		group := c.Group
		if group == 0 {
			group = e.PFSGroup
		}
		shared, err := sharedOf(group, e.PFSPrivate, e.PFSPublic, c.KeyExchange)
		if err == nil {
			return shared, nil
		}
		why = err
	}
	return nil, why
}
