package forms

import (
	"strconv"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// addESP keeps e if its keys fit its algorithms. An SA whose place is not set stands
// on the line that is being read.
func (c *collector) addESP(e keys.ESP) {
	if e.Place.File == "" {
		e.Place = c.place
	}
	dropUnusedKeys(&e)
	if p := e.Check(); p != nil {
		c.problem(*p)
		return
	}
	if !c.room() {
		return
	}
	c.set.ESP = append(c.set.ESP, &e)
	if n, made := len(e.IntegKey), e.Integ.KeyLen(); n > 0 && n != made && !e.Guessed {
		c.problem(keys.Problem{
			Place: e.Place, SA: e.Name(), Field: "authentication key", Kept: true,
			Text: strconv.Itoa(n) + " bytes, where IKE makes " + strconv.Itoa(made) + "; taken, for HMAC takes any number",
		})
	}
}

// dropUnusedKeys clears what a source has beside algorithms without a key.
func dropUnusedKeys(e *keys.ESP) {
	if e.Integ.KeyLen() == 0 {
		e.IntegKey = nil
		if e.Encr.AEAD() {
			e.Integ = ipsec.IntegNone
		}
	}
	if e.Encr == ipsec.EncrNull {
		e.Key = nil
	}
}

// addGuessed keeps e once for every pair of algorithms that the lengths of its
// keys allow: an ICV will decide.
func (c *collector) addGuessed(e keys.ESP) {
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
func (c *collector) addKeymat(e keys.ESP, keymat crypt.Secret) {
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

func (c *collector) failGuess(e keys.ESP) {
	if e.Place.File == "" {
		e.Place = c.place
	}
	n := strconv.Itoa(len(e.Key)) + " and " + strconv.Itoa(len(e.IntegKey))
	c.failAt(e.Place, e.Name(), "keys", "of "+n+" bytes, which fit no known algorithms")
}

// addIKE keeps k if it has a secret, and its keys fit its algorithms.
func (c *collector) addIKE(k keys.IKE) {
	if k.Place.File == "" {
		k.Place = c.place
	}
	if !k.HasSecret() {
		return
	}
	if p := k.Check(); p != nil {
		c.problem(*p)
		return
	}
	if c.room() {
		c.set.IKE = append(c.set.IKE, &k)
	}
}
