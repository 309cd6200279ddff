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
