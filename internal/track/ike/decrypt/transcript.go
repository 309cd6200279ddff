package decrypt

import (
	"slices"
	"unsafe"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
)

// A Transcript is what an IKE SA's messages contributed to its keys, and the keys
// found. Arrays of two are indexed by Role.
type Transcript struct {
	Version uint8         // major version: 1 or 2
	SPIs    [2]isakmp.SPI // zero: not seen
	Hello   [2]Hello
	Policy  *isakmp.Policy // what the responder chose, nil before
	EAP     bool           // IKEv2: the responder asked for it
	// Intermediates are the IKE_INTERMEDIATE exchanges of RFC 9242 that were
	// decrypted.
	Intermediates int
	SharedKey     [2]PSK // of each side, whose proof is its own
	PPK           PPK
	// Resumed reports that a ticket began the SA: its keys are made of SK_d in it, and
	// there was no Diffie-Hellman exchange (RFC 5723, section 5.1).
	Resumed bool
	// Replaced is the IKEv2 SA that this one replaced by CREATE_CHILD_SA, from
	// whose SK_d its keys are derived: RFC 7296, section 2.18.
	Replaced *Transcript

	stated      [2]*keys.PSK // of each side, by a source's word
	encrypts    [2]*Secret   // IKEv1: with what each side encrypts
	basis       basis
	candidates  []*Secret   // that may decrypt the SA's messages
	secret      *Secret     // the one that does, nil: none so far
	reason      string      // why none does
	faults      []blamed    // why candidates were turned down
	credits     []*keys.IKE // whose keys decrypt messages, or fit a proof
	lastBlock   []byte      // IKEv1: the end of phase 1's last message
	chains      []chain     // IKEv1: of the exchanges after it
	intAuth     [2][]byte   // IKEv2: IntAuth of the IKE_INTERMEDIATEs so far, by the sender
	usePPK      [2]bool     // IKEv2: by the senders of USE_PPK
	keyExchange uint32      // IKEv2: message ID of the IKE_INTERMEDIATE whose request had a key exchange, 0: none
}

// A Hello is what one side sent in the clear in the exchange that began the SA, or
// in a quick mode or CREATE_CHILD_SA: of this, keys are made.
type Hello struct {
	SA          []byte      // body of its SA payload: RFC 2409, section 5, SAi_b
	Group       ipsec.Group // of KeyExchange; IKEv2
	KeyExchange []byte      // public value
	Nonce       []byte
	Identity    []byte // body of its ID payload, where it was in the clear
	Message     []byte // the whole message; IKEv2, which signs it
}

// Secret is what decrypts the messages of t, nil where nothing does; reason then
// says what is missing, or why the secret does not decrypt all of them.
func (t *Transcript) Secret() (secret *Secret, reason string) {
	if t.secret != nil && t.reason == "" {
		return t.secret, t.Why(t.secret.from)
	}
	return t.secret, t.reason
}

// HasCandidates reports whether there are keys that may decrypt messages of t.
func (t *Transcript) HasCandidates() bool { return t.secret != nil || len(t.candidates) > 0 }

// NoKey reports whether no key is for t at all.
func (t *Transcript) NoKey() bool {
	return t.reason == "" || t.reason == errNoKey || t.reason == errResumed
}

// credit notes that keys of k decrypt a message or fit a proof.
func (t *Transcript) credit(k *keys.IKE) {
	if !t.Credits(k) && len(t.credits) < maxKeys {
		t.credits = append(t.credits, k)
	}
	if k.Swapped != nil {
		t.credit(k.Swapped)
	}
}

// Credits reports whether keys of k decrypt a message of t, or fit a proof in it.
func (t *Transcript) Credits(k *keys.IKE) bool { return slices.Contains(t.credits, k) }

// Size is how many bytes t refers to.
func (t *Transcript) Size() int {
	n := len(t.candidates)*int(unsafe.Sizeof(Secret{})+secretOverhead) + cap(t.faults)*int(unsafe.Sizeof(blamed{}))
	n += cap(t.credits)*int(unsafe.Sizeof((*keys.IKE)(nil))) + cap(t.lastBlock) + cap(t.chains)*int(unsafe.Sizeof(chain{}))
	for i := range t.chains {
		n += cap(t.chains[i].end)
	}
	for r := range t.Hello {
		n += t.Hello[r].Size()
	}
	if t.Policy != nil {
		n += int(unsafe.Sizeof(*t.Policy))
	}
	return n
}

// secretOverhead is what the keys of a Secret take.
const secretOverhead = 300

// Size is how many bytes h refers to.
func (h *Hello) Size() int {
	return cap(h.SA) + cap(h.KeyExchange) + cap(h.Nonce) + cap(h.Identity) + cap(h.Message)
}
