package decrypt

import (
	"slices"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
)

// swapped returns copies of the keys of t in which initiator and responder are
// swapped, as in a row that was written from the responder's view: of the keys
// alone, of the SPIs alone, or of both. found are the keys that name t as it is.
func (d *Decrypter) swapped(t *Transcript, found []*keys.IKE) (copies []*keys.IKE) {
	for _, k := range found {
		if k.InitiatorSPI != 0 && len(k.SKei) > 0 && len(k.SKer) > 0 {
			copies = append(copies, withKeysSwapped(k))
		}
	}
	initiator, responder := t.SPIs[isakmp.Initiator].Uint64(), t.SPIs[isakmp.Responder].Uint64()
	if responder == 0 {
		return copies
	}
	for _, k := range d.ring.AppendIKE(nil, t.Version, responder, initiator) {
		if k.InitiatorSPI == 0 {
			continue
		}
		spis := *k
		spis.InitiatorSPI, spis.ResponderSPI, spis.Swapped = initiator, responder, k
		if len(k.SKei) > 0 && len(k.SKer) > 0 {
			both := withKeysSwapped(&spis)
			both.Swapped = k
			copies = append(copies, both)
		}
		copies = append(copies, &spis)
	}
	return copies
}

func withKeysSwapped(k *keys.IKE) *keys.IKE {
	x := *k
	x.SKei, x.SKer, x.SKai, x.SKar, x.SKpi, x.SKpr = k.SKer, k.SKei, k.SKar, k.SKai, k.SKpr, k.SKpi
	x.Swapped = k
	return &x
}

// CreditsSwapped reports whether k decrypts messages of t with initiator and
// responder swapped.
func (t *Transcript) CreditsSwapped(k *keys.IKE) bool {
	return slices.ContainsFunc(t.credits, func(x *keys.IKE) bool { return x.Swapped == k })
}

// Swapped reports whether initiator and responder are swapped where x comes from.
func (x *Secret) Swapped() bool { return x.from != nil && x.from.Swapped != nil }
