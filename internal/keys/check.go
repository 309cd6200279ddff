package keys

import (
	"strconv"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
)

// hexField reads the digits of a field. What is wrong with them becomes a
// problem of the line.
func (c *collector) hexField(sa, field, digits string) ([]byte, bool) {
	b, wrong := decodeHex(digits)
	if wrong != "" {
		c.fail(sa, field, wrong)
	}
	return b, wrong == ""
}

// name returns the SA's name in messages.
func (e *ESP) name() string { return "ESP " + e.SPI.String() }

// name returns the SA's name in messages.
func (k *IKE) name() string {
	spi := k.InitiatorSPI
	if spi == 0 {
		spi = k.ResponderSPI
	}
	if spi == 0 {
		return "IKE SA"
	}
	return "IKE " + string(appendHex64(nil, spi))
}

// addESP keeps e if the lengths of its keys are those of its algorithms. An SA
// whose place is not set stands on the line that is being read.
func (c *collector) addESP(e ESP) {
	if e.Place.File == "" {
		e.Place = c.place
	}
	if e.Encr.AEAD() && e.Integ.KeyLen() > 0 {
		c.failAt(e.Place, e.name(), "authentication algorithm", e.Encr.String()+" authenticates by itself, want none beside it")
		return
	}
	if e.Encr.AEAD() || e.Integ.KeyLen() == 0 {
		e.IntegKey = nil
		if e.Encr.AEAD() {
			e.Integ = ipsec.IntegNone
		}
	}
	if e.Encr == ipsec.EncrNull {
		e.Key = nil
	}
	if (len(e.Key) > 0 || len(e.IntegKey) > 0) && !c.fits(&e) {
		return
	}
	if !e.Keyed() && !e.pfs() && e.IKE == 0 {
		c.failAt(e.Place, e.name(), "keys", "missing")
		return
	}
	if c.fitsGroup(e.Place, e.name(), e.PFSGroup, e.PFSSharedSecret, e.PFSPublic) && c.room() {
		c.set.ESP = append(c.set.ESP, &e)
	}
}

// fitsGroup checks what comes of a Diffie-Hellman exchange against its group:
// the secret is that long even where it begins with zeros.
func (c *collector) fitsGroup(at Place, sa string, g ipsec.Group, secret crypt.Secret, public []byte) bool {
	for _, f := range [...]struct {
		name      string
		got, want int
	}{{"shared secret", len(secret), g.SecretLen()}, {"public value", len(public), g.PublicLen()}} {
		if f.got > 0 && f.want > 0 && f.got != f.want {
			c.failAt(at, sa, f.name, strconv.Itoa(f.got)+" bytes, want the "+strconv.Itoa(f.want)+" of "+g.String())
			return false
		}
	}
	return true
}

// fits checks the lengths of keys.
func (c *collector) fits(e *ESP) bool {
	if err := e.Encr.CheckKey(len(e.Key)); err != nil {
		c.failAt(e.Place, e.name(), "encryption key", err.Error())
		return false
	}
	if err := e.Integ.CheckKey(len(e.IntegKey)); err != nil {
		c.failAt(e.Place, e.name(), "authentication key", err.Error())
		return false
	}
	return true
}

// addGuessed keeps e once for every pair of algorithms that the lengths of its
// keys allow: an ICV will decide.
func (c *collector) addGuessed(e ESP) {
	e.Guessed = true
	found := false
	for g := range guesses(len(e.Key), len(e.IntegKey)) {
		e.Encr, e.Integ = g.encr, g.integ
		c.addESP(e)
		found = true
	}
	if !found {
		c.failGuess(e)
	}
}

// addKeymat keeps e once for every way to part its keying material, encryption
// key first, between the keys of two algorithms.
func (c *collector) addKeymat(e ESP, keymat crypt.Secret) {
	e.Guessed = true
	found := false
	for n := range len(keymat) + 1 {
		for g := range guesses(n, len(keymat)-n) {
			e.Encr, e.Integ, e.Key, e.IntegKey = g.encr, g.integ, keymat[:n], keymat[n:]
			c.addESP(e)
			found = true
		}
	}
	if !found {
		e.Key = keymat
		c.failGuess(e)
	}
}

func (c *collector) failGuess(e ESP) {
	if e.Place.File == "" {
		e.Place = c.place
	}
	n := strconv.Itoa(len(e.Key)) + " and " + strconv.Itoa(len(e.IntegKey))
	c.failAt(e.Place, e.name(), "keys", "of "+n+" bytes, which fit no known algorithms")
}

// addIKE keeps k if the lengths of its keys are those of its algorithms.
func (c *collector) addIKE(k IKE) {
	if k.Place.File == "" {
		k.Place = c.place
	}
	if k.secret() && c.fitsIKE(&k) && c.room() {
		c.set.IKE = append(c.set.IKE, &k)
	}
}

// fitsIKE checks the lengths of keys against the algorithms that are named.
func (c *collector) fitsIKE(k *IKE) bool {
	wrong := func(field string, err error) bool {
		if err != nil {
			c.failAt(k.Place, k.name(), field, err.Error())
		}
		return err != nil
	}
	for _, f := range k.cipherKeys() {
		if len(f.key) > 0 && k.Encr != 0 && wrong(f.name, k.checkCipherKey(len(f.key))) {
			return false
		}
	}
	for _, f := range k.integKeys() {
		// Version 2 has no SA without either; some sources do not name it.
		if len(f.key) > 0 && k.Integ.KeyLen() > 0 && wrong(f.name, k.Integ.CheckKey(len(f.key))) {
			return false
		}
	}
	for _, f := range k.prfKeys() {
		if n := k.prfSize(); len(f.key) > 0 && n > 0 && len(f.key) != n {
			c.failAt(k.Place, k.name(), f.name, strconv.Itoa(len(f.key))+" bytes, want the "+strconv.Itoa(n)+" of the pseudorandom function")
			return false
		}
	}
	return c.fitsGroup(k.Place, k.name(), k.Group, k.SharedSecret, k.DHPublic)
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

// A named key of an IKE SA.
type named struct {
	name string
	key  crypt.Secret
}

func (k *IKE) cipherKeys() []named {
	return []named{{"Ka", k.Ka}, {"SK_ei", k.SKei}, {"SK_er", k.SKer}}
}

func (k *IKE) integKeys() []named { return []named{{"SK_ai", k.SKai}, {"SK_ar", k.SKar}} }

func (k *IKE) prfKeys() []named {
	return []named{
		{"SKEYID", k.SKEYID}, {"SKEYID_d", k.SKEYIDd}, {"SKEYID_a", k.SKEYIDa}, {"SKEYID_e", k.SKEYIDe},
		{"SKEYSEED", k.SKEYSEED}, {"SK_d", k.SKd}, {"SK_pi", k.SKpi}, {"SK_pr", k.SKpr},
	}
}

// secret reports whether k holds any secret of its SA.
func (k *IKE) secret() bool {
	for _, list := range [...][]named{k.cipherKeys(), k.integKeys(), k.prfKeys()} {
		for _, f := range list {
			if len(f.key) > 0 {
				return true
			}
		}
	}
	return len(k.SharedSecret)+len(k.DHPrivate)+len(k.PSK) > 0
}

// appendHex64 appends n as 16 digits, as SPIs and cookies are written.
func appendHex64(b []byte, n uint64) []byte {
	for shift := 60; shift >= 0; shift -= 4 {
		b = append(b, "0123456789abcdef"[n>>shift&0xf])
	}
	return b
}
