package decrypt

import (
	"errors"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// A Child is what the keys of a pair of SAs of ESP are made of, beside the keys of the
// IKE SA. Arrays of two are indexed by the Role in the exchange that made it.
type Child struct {
	MessageID   uint32
	SPIs        [2]uint32 // on which each side receives
	Suite       ipsec.Suite
	Group       ipsec.Group // of a key exchange of its own, 0 without one
	Nonces      [2][]byte
	KeyExchange [2][]byte
	Additional  bool // key exchanges followed: RFC 9370, section 2.2.4
}

// A ChildKeys is the keys of a child, by the sender, and where they come from.
type ChildKeys struct {
	Params [2]crypt.Params
	Source keys.Place
	// BeforePPK reports that they lack a PPK that the IKE SA seems to use.
	BeforePPK bool
}

// ChildKeys are the keys that c, a child of t, may have, the likeliest first: RFC
// 2409, section 5.5; RFC 7296, section 2.17. The error says what is missing; with a
// list beside it, it says why none of the list is likely.
func (d *Decrypter) ChildKeys(t *Transcript, c *Child) ([]ChildKeys, error) {
	pfs, err := d.pfs(t, c)
	switch {
	case err != nil:
		return nil, err
	case c.Additional:
		return nil, errors.New("it had additional key exchanges, whose secrets are not given")
	}
	i, r := c.Nonces[isakmp.Initiator], c.Nonces[isakmp.Responder]
	x := t.secret
	switch {
	case t.Version == 2:
		return d.childKeys2(t, c, crypt.ChildSA{PRF: x.PRF, PFS: pfs, NonceI: i, NonceR: r})
	case x.V1.D == nil:
		return nil, errors.New("SKEYID_d is not known")
	}
	q := crypt.QuickMode{Hash: x.Hash, D: x.V1.D, PFS: pfs, NonceI: i, NonceR: r}
	all := ChildKeys{Source: x.Source}
	for r := range all.Params {
		if all.Params[r], err = q.Child(c.Suite, c.SPIs[1-r]); err != nil {
			return nil, err
		}
	}
	return []ChildKeys{all}, nil
}

// childKeys2 is ChildKeys for IKEv2: of every SK_d that is known, of before and of
// after a PPK.
func (d *Decrypter) childKeys2(t *Transcript, c *Child, s crypt.ChildSA) (list []ChildKeys, err error) {
	mixes := d.mixes(t, t.secret)
	for i := range mixes {
		x := &mixes[i]
		if s.D = x.d; len(s.D) == 0 {
			continue
		}
		next := ChildKeys{Source: x.source.Place, BeforePPK: t.PPK == PPKUsed && !x.with}
		if next.Params[isakmp.Initiator], next.Params[isakmp.Responder], err = s.Child(c.Suite); err != nil {
			return nil, err
		}
		list = append(list, next)
	}
	switch {
	case t.PPK == PPKUsed && !withPPK(mixes):
		return list, errors.New(whyPPK)
	case len(list) == 0:
		return nil, errors.New("SK_d is not known")
	}
	return list, nil
}

// pfs is the secret of c's own key exchange, nil where it had none.
func (d *Decrypter) pfs(t *Transcript, c *Child) (crypt.Secret, error) {
	if len(c.KeyExchange[isakmp.Initiator]) == 0 || len(c.KeyExchange[isakmp.Responder]) == 0 {
		return nil, nil
	}
	var why error = errors.New("it had a key exchange of its own (PFS), whose secret is not given")
	for _, e := range d.ring.AppendPFS(nil, t.SPIs[isakmp.Initiator].Uint64(), c.MessageID, c.SPIs[:]...) {
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
