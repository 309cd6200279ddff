package decrypt

import (
	"bytes"
	"slices"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// A PPK is how far an IKEv2 SA uses a post-quantum pre-shared key: RFC 8784.
type PPK uint8

// The stages of RFC 8784, section 3.
const (
	NoPPK      PPK = iota
	PPKOffered     // the initiator sent USE_PPK
	PPKUsed        // so did the responder, and IKE_AUTH, as far as it is decrypted, names one
)

// String is the stage in a report, "" for NoPPK.
func (p PPK) String() string { return [...]string{"", "offered", "used"}[p] }

// NotePPK takes in what the notifications of m, which from sent, say of a PPK. The
// responder's last IKE_AUTH message names none where it does without: RFC 8784,
// section 3.
func (t *Transcript) NotePPK(m *isakmp.Packet, from isakmp.Role) {
	has := func(typ isakmp.NotifyType) bool {
		return slices.ContainsFunc(m.Notifies, func(n isakmp.Notify) bool { return n.Type == typ })
	}
	switch {
	case t.Version != 2:
	case m.Exchange == isakmp.ExchangeSAInit && has(isakmp.NotifyUsePPK):
		t.usePPK[from] = true
		t.PPK = max(t.PPK, PPKOffered)
	case m.Exchange != isakmp.ExchangeAuth || t.usePPK != [2]bool{true, true}:
	case has(isakmp.NotifyPPKIdentity) || !m.IsDecrypted():
		t.PPK = PPKUsed
	case len(m.Auth.Data) > 0 && !slices.ContainsFunc(m.Payloads, func(p isakmp.Payload) bool { return p.Type == isakmp.PayloadEAP }):
		t.PPK = PPKOffered
	}
}

// A mix is SK_d, SK_pi and SK_pr, with or without a PPK: RFC 8784, section 3.
type mix struct {
	d      crypt.Secret
	p      [2]crypt.Secret // SK_pi and SK_pr, by the sender
	source *keys.IKE
	with   bool // a PPK is mixed in
	typed  bool // by pktscope, of a PPK that is given: nothing shows that it is the right one
}

// mixes are the keys of x, and those that a PPK makes of them: as a record has them,
// or of a PPK that is given. The likelier ones come first. A record of the same SA
// with another SK_d may be of before or after.
func (d *Decrypter) mixes(t *Transcript, x *Secret) (list []mix) {
	plain := mix{d: x.V2.D, p: [2]crypt.Secret{x.V2.Pi, x.V2.Pr}, source: x.from}
	for _, k := range d.ring.AppendIKE(nil, t.Version, t.SPIs[isakmp.Initiator].Uint64(), t.SPIs[isakmp.Responder].Uint64()) {
		switch {
		case len(list) >= maxKeys:
		case k.HoldsMixed() || k != x.from && len(k.SKd) > 0 && !bytes.Equal(k.SKd, x.V2.D) && bytes.Equal(k.SKei, x.V2.Ei) && bytes.Equal(k.SKer, x.V2.Er):
			list = append(list, mix{d: k.SKd, p: [2]crypt.Secret{k.SKpi, k.SKpr}, source: k, with: true})
		case len(k.PPK) > 0:
			if mixed, err := x.V2.WithPPK(x.PRF, k.PPK); err == nil {
				list = append(list, mix{d: mixed.D, p: [2]crypt.Secret{mixed.Pi, mixed.Pr}, source: k, with: true, typed: true})
			}
		}
	}
	if t.PPK == PPKUsed {
		return append(list, plain)
	}
	return slices.Insert(list, 0, plain)
}

// whyPPK is why nothing is known that a PPK is mixed into.
const whyPPK = "a PPK was used: SK_d' or the PPK is needed"

// withPPK reports whether the keys of after the PPK are among list.
func withPPK(list []mix) bool {
	return slices.ContainsFunc(list, func(x mix) bool { return x.with })
}
