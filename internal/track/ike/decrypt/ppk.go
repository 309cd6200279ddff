package decrypt

import (
	"slices"

	"github.com/pktscope/pktscope/dissect/isakmp"
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
