package decrypt

import (
	"errors"
	"fmt"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// A fault is what is wrong with the keys of an SA: which of them, and why. It
// never holds the key.
type fault struct{ field, text string }

func (f *fault) Error() string { return f.field + ": " + f.text }

// faulty is err as a fault of a field.
func faulty(field string, err error) error {
	if err == nil {
		return nil
	}
	return &fault{field, err.Error()}
}

// Why things cannot be made of what is given, or of what was captured.
var (
	errNoCipher = errors.New("the cipher is not known: it is neither in the capture's SA payloads nor in the key file")
	errNoNonces = errors.New("the capture does not have both nonces")
	errNoValues = errors.New("the capture does not have both public values")
)

const (
	errNoKey   = "no key for this SA"
	errResumed = "no key for this SA, which was resumed by a ticket: its keys are not derivable, as SK_d is in the ticket"
)

// blame notes why k does not decrypt t: one line that says which SA, which field of
// the file, and what was expected.
func (t *Transcript) blame(k *keys.IKE, err error) {
	if k.Swapped != nil {
		return // it was worth a try; its record is blamed
	}
	p := keys.Problem{Place: k.Place, SA: fmt.Sprintf("IKE SA %x:%x", t.SPIs[isakmp.Initiator], t.SPIs[isakmp.Responder]), Text: err.Error()}
	if f := (*fault)(nil); errors.As(err, &f) {
		p.Field, p.Text = f.field, f.text
	}
	t.reason = p.Error()
	for i := range t.faults {
		if t.faults[i].of == k {
			t.faults[i].why = t.reason
			return
		}
	}
	if len(t.faults) < maxKeys {
		t.faults = append(t.faults, blamed{k, t.reason})
	}
}

// blamed is why a key does not decrypt an SA.
type blamed struct {
	of  *keys.IKE
	why string
}

// Why is why k does not decrypt t, "" if it was not tried.
func (t *Transcript) Why(k *keys.IKE) string {
	for _, f := range t.faults {
		if f.of == k {
			return f.why
		}
	}
	return ""
}

// field is what of the key file x is made of.
func (x *Secret) field(from isakmp.Role) string {
	side := [...]string{"i", "r"}[from]
	switch {
	case x.from.Version == 1:
		return x.Depth
	case x.Depth == "SK_*" && x.encr.AEAD():
		return "SK_e" + side
	case x.Depth == "SK_*":
		return "SK_e" + side + " and SK_a" + side
	}
	return x.Depth
}

// badICV is the error for a message whose ICV is wrong under x.
func (x *Secret) badICV(from isakmp.Role) error {
	what := "the integrity check value is wrong, by " + x.encr.String()
	if !x.encr.AEAD() {
		what = "the integrity check value is wrong, by " + x.integ.String()
	}
	return &fault{x.field(from), what + ": want the keys of this SA"}
}

// wrongCipherKey is the error for a message whose ICV is right under x, while its
// plaintext has no payloads.
func (x *Secret) wrongCipherKey(from isakmp.Role) error {
	return &fault{"SK_e" + [...]string{"i", "r"}[from], "wrong: the integrity check value is right, by " + x.integ.String() + ", but what comes out has no payloads"}
}

// noPayloads is the error for a message that decrypts to no payloads under x.
func (x *Secret) noPayloads(from isakmp.Role) error {
	cipher := x.encr.String()
	if x.bits > 0 {
		cipher += fmt.Sprintf(" with %d bits", x.bits)
	}
	return &fault{x.field(from), "the message has no payloads when decrypted with " + cipher + ": want the key of this SA"}
}

// fits checks the length of a cipher's key against what was negotiated.
func (x *Secret) fits(field string, key crypt.Secret) error {
	want, err := x.encr.Material(x.bits)
	if err == nil && x.bits > 0 && len(key) != want {
		err = &ipsec.KeyLengthError{Transform: x.encr.String(), Got: len(key), Want: ipsec.Lengths{Min: want, Max: want}, Salt: x.encr.SaltLen()}
	} else if err == nil {
		err = x.encr.CheckKey(len(key))
	}
	return faulty(field, err)
}
