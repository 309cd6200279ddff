package decrypt

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// A PSK is what came of checking pre-shared keys against the proof of one side. It
// says nothing of the other side, whose key may be another.
type PSK struct {
	Proof  ipsec.Verdict
	Source keys.Place // of the key that is right
	Why    string     // why nothing could be checked
	By     string     // by which payload it was decided

	key crypt.Secret // that is right
}

// PSKsDiffer reports whether each side's pre-shared key is known, and they are not
// the same.
func (t *Transcript) PSKsDiffer() bool {
	i, r := &t.SharedKey[isakmp.Initiator], &t.SharedKey[isakmp.Responder]
	return i.Proof == ipsec.Correct && r.Proof == ipsec.Correct && !bytes.Equal(i.key, r.key)
}

// CompareSharedKeys tells where the pre-shared keys of both sides stand, and whether
// they are the same. A side's key is the one that its proof shows or, where nothing
// shows it, the one that a source says is its own. ok is false where a side's is not
// known, or neither is shown by a proof.
func (t *Transcript) CompareSharedKeys() (places [2]keys.Place, same, ok bool) {
	var texts [2]crypt.Secret
	for r := range texts {
		switch k := &t.SharedKey[r]; {
		case k.Proof == ipsec.Correct:
			texts[r], places[r], ok = k.key, k.Source, true
		case t.stated[r] != nil:
			texts[r], places[r] = t.stated[r].Text, t.stated[r].Place
		default:
			return places, false, false
		}
	}
	return places, bytes.Equal(texts[0], texts[1]), ok
}

// StatedKey tells where the pre-shared key stands that a source says is a side's own; ok
// is false where none does.
func (t *Transcript) StatedKey(side isakmp.Role) (place keys.Place, ok bool) {
	if k := t.stated[side]; k != nil {
		return k.Place, true
	}
	return place, false
}

// state notes the pre-shared keys that sources say are a side's own.
func (t *Transcript) state(list []*keys.PSK) {
	for _, k := range list {
		switch k.Side {
		case keys.Initiator:
			t.stated[isakmp.Initiator] = k
		case keys.Responder:
			t.stated[isakmp.Responder] = k
		}
	}
}

// EncryptAlike tells whether both sides of an IKEv1 SA encrypt with the same key, all
// of which are made of the pre-shared key, where there is one (RFC 2409, section 5). ok
// is false where messages of one side are not decrypted.
func (t *Transcript) EncryptAlike() (alike, ok bool) {
	i, r := t.encrypts[isakmp.Initiator], t.encrypts[isakmp.Responder]
	if i == nil || r == nil {
		return false, false
	}
	return i == r || bytes.Equal(i.Ka, r.Ka), true
}
