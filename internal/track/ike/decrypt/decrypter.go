package decrypt

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// A Decrypter decrypts messages of IKE and verifies their senders. It is used by
// one goroutine at a time.
type Decrypter struct {
	ring    *keys.Ring // nil: there are no keys
	scratch crypt.Scratch
	plain   []byte // plaintext, until it is known to be right
}

// New makes a Decrypter that has the keys of ring.
func New(ring *keys.Ring) *Decrypter { return &Decrypter{ring: ring} }

// Memory is where plaintext is put: Own is n bytes that live as long as the packet
// does.
type Memory interface{ Own(n int) []byte }

// Decrypt decrypts m, a message of t that from has sent. v belongs to m, and to each
// retransmission of it. Where ok is false, t has the reason. The caller has
// asked Decrypts first.
func (d *Decrypter) Decrypt(t *Transcript, m *isakmp.Packet, from isakmp.Role, v *IV, memory Memory) (o isakmp.Decrypted, ok bool) {
	switch {
	case len(m.Raw) < int(m.Length):
		t.reason = "the capture has only part of the message"
		if t.Version == 1 && !v.tried {
			v.tried = true
			t.chained(m, nil)
		}
		return o, false
	case t.Version == 2:
		return d.decrypt2(t, m, from, memory)
	}
	return d.decrypt1(t, m, from, v, memory)
}

// Decrypts reports whether there are keys, and something in m that they are for.
func (d *Decrypter) Decrypts(m *isakmp.Packet) bool { return !d.ring.Empty() && m.Encrypted != nil }

// A QuickMode is what the messages of a quick mode before the one in hand told.
type QuickMode struct {
	By     isakmp.Role // the side that began it
	Nonces [2][]byte   // by the roles in it
}

// Verify verifies what proves the sender of m, a message of t, as far as keys are
// known: the HASH payload in IKEv1, AUTH in IKEv2. q is the quick mode that m
// belongs to, nil if m begins one or is of none.
func (d *Decrypter) Verify(t *Transcript, m *isakmp.Packet, from isakmp.Role, q *QuickMode) ipsec.Verdict {
	switch {
	case d.ring.Empty():
	case t.Version == 2:
		d.intermediate(t, m, from)
		return d.verifyAUTH(t, m, from)
	case len(m.Hash) > 0 && m.Exchange.Begins():
		return d.verifyPhase1(t, m, from)
	case len(m.Hash) > 0:
		return t.verifyPhase2(m, from, q)
	}
	return ipsec.Unchecked
}
