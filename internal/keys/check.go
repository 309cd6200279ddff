package keys

import (
	"strconv"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
)

// Check returns what is wrong with e: nil if the lengths of its keys are those of its
// algorithms, and if its keys are here or can be derived.
func (e *ESP) Check() *Problem {
	wrong := func(field, text string) *Problem {
		return &Problem{Place: e.Place, SA: e.Name(), Field: field, Text: text}
	}
	if e.Encr.AEAD() && e.Integ.KeyLen() > 0 {
		return wrong("authentication algorithm", e.Encr.String()+" authenticates by itself, want none beside it")
	}
	if len(e.Key) > 0 || len(e.IntegKey) > 0 {
		if err := e.Encr.CheckKey(len(e.Key)); err != nil {
			return wrong("encryption key", err.Error())
		}
		if err := e.Integ.CheckManualKey(len(e.IntegKey)); err != nil {
			return wrong("authentication key", err.Error())
		}
	}
	if !e.Usable() {
		return wrong("keys", "missing")
	}
	if field, text := checkGroup(e.PFSGroup, e.PFSSharedSecret, e.PFSPublic); field != "" {
		return wrong(field, text)
	}
	return nil
}

// Check returns what is wrong with k: nil if the lengths of its keys are those of the
// algorithms that are named.
func (k *IKE) Check() *Problem {
	wrong := func(field, text string) *Problem {
		return &Problem{Place: k.Place, SA: k.Name(), Field: field, Text: text}
	}
	for _, f := range k.cipherKeys() {
		if len(f.key) > 0 && k.Encr != 0 {
			if err := k.checkCipherKey(len(f.key)); err != nil {
				return wrong(f.name, err.Error())
			}
		}
	}
	for _, f := range k.integKeys() {
		// Version 2 has no SA without either; some sources do not name it.
		if len(f.key) > 0 && k.Integ.KeyLen() > 0 {
			if err := k.Integ.CheckKey(len(f.key)); err != nil {
				return wrong(f.name, err.Error())
			}
		}
	}
	for _, f := range k.prfKeys() {
		if n := k.prfSize(); len(f.key) > 0 && n > 0 && len(f.key) != n {
			return wrong(f.name, strconv.Itoa(len(f.key))+" bytes, want the "+strconv.Itoa(n)+" of the pseudorandom function")
		}
	}
	if field, text := checkGroup(k.Group, k.SharedSecret, k.DHPublic); field != "" {
		return wrong(field, text)
	}
	return nil
}

// checkGroup checks the values of a Diffie-Hellman exchange against its group: the
// secret is that long even where it begins with zeros. The field is "" for nothing
// wrong.
func checkGroup(g ipsec.Group, secret crypt.Secret, public []byte) (field, text string) {
	for _, f := range [...]struct {
		name      string
		got, want int
	}{{"shared secret", len(secret), g.SecretLen()}, {"public value", len(public), g.PublicLen()}} {
		if f.got > 0 && f.want > 0 && f.got != f.want {
			return f.name, strconv.Itoa(f.got) + " bytes, want the " + strconv.Itoa(f.want) + " of " + g.String()
		}
	}
	return "", ""
}

// checkCipherKey checks a key of n bytes against the negotiated cipher. Version 1 has
// no AEAD ciphers, and so no salts.
func (k *IKE) checkCipherKey(n int) error {
	if err := k.Encr.CheckKey(n); err != nil || k.KeyBits == 0 {
		return err
	}
	want, err := k.Encr.Material(k.KeyBits)
	if err == nil && want != n {
		err = &ipsec.KeyLengthError{Transform: k.Encr.String(), Got: n, Want: ipsec.Lengths{Min: want, Max: want}, Salt: k.Encr.SaltLen()}
	}
	return err
}

// prfSize is the length of the keys that the pseudorandom function makes, 0
// where it is not known.
func (k *IKE) prfSize() int {
	if k.Version == 1 {
		return k.Hash.Size()
	}
	return k.PRF.Size()
}
