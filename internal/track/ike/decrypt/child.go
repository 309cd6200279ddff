package decrypt

import (
	"errors"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
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
}

// ChildKeys are the keys of c, a child of t, by the sender: RFC 2409, section 5.5;
// RFC 7296, section 2.17. The error says what is missing.
func (d *Decrypter) ChildKeys(t *Transcript, c *Child) (params [2]crypt.Params, err error) {
	pfs, err := d.pfs(t, c)
	if err != nil {
		return params, err
	}
	i, r := c.Nonces[isakmp.Initiator], c.Nonces[isakmp.Responder]
	x := t.secret
	switch {
	case t.Version == 2 && x.V2.D == nil:
		return params, errors.New("SK_d is not known")
	case t.Version == 2:
		s := crypt.ChildSA{PRF: x.PRF, D: x.V2.D, PFS: pfs, NonceI: i, NonceR: r}
		params[isakmp.Initiator], params[isakmp.Responder], err = s.Child(c.Suite)
		return params, err
	case x.V1.D == nil:
		return params, errors.New("SKEYID_d is not known")
	}
	q := crypt.QuickMode{Hash: x.Hash, D: x.V1.D, PFS: pfs, NonceI: i, NonceR: r}
	for r := range params {
		if params[r], err = q.Child(c.Suite, c.SPIs[1-r]); err != nil {
			break
		}
	}
	return params, err
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
