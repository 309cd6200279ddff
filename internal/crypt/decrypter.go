package crypt

import (
	"crypto/subtle"
	"slices"
)

// Params are the algorithms and keys of one direction of an SA.
type Params struct {
	Encr     Encr
	EncrKey  Secret // with the salt behind it where Encr has one
	Integ    Integ  // IntegNone beside an AEAD
	IntegKey Secret // empty if unknown: the ICV is cut off and not verified
}

// A Verdict is what became of the integrity check.
type Verdict uint8

// The verdicts.
const (
	Unverified Verdict = iota // no ICV, or no key for it
	Good
	Bad
)

func (v Verdict) String() string {
	switch v {
	case Good:
		return "good"
	case Bad:
		return "bad"
	}
	return "unverified"
}

// A Decrypter verifies and decrypts what one direction of an SA protects. It is
// not changed by being used: goroutines share it, each with its own Scratch.
type Decrypter struct {
	encr   encrInfo
	integ  Integ
	icv    int
	cipher cipherMode
	aead   aead // cipher, if it authenticates as well
	mac    mac  // nil if the ICV is not verified
}

// A cipherMode is a cipher in its mode under one key.
type cipherMode interface {
	// decrypt appends the plaintext of x to dst, whatever the ICV says.
	decrypt(s *Scratch, dst []byte, x Encrypted) []byte
}

// An aead is a cipherMode that authenticates as well.
type aead interface {
	cipherMode
	// verify is decrypt if the ICV is right.
	verify(s *Scratch, dst []byte, x Encrypted) ([]byte, bool)
}

// NewDecrypter makes what decrypts packets of p. It keeps no reference to the keys.
func NewDecrypter(p Params) (*Decrypter, error) {
	if err := p.Encr.CheckKey(len(p.EncrKey)); err != nil {
		return nil, err
	}
	in := p.Encr.info()
	d := &Decrypter{encr: in, integ: p.Integ, icv: in.icv}
	if in.icv == 0 {
		if err := d.authenticate(p.Integ, p.IntegKey); err != nil {
			return nil, err
		}
	} else if p.Integ != IntegNone {
		return nil, &UnsupportedError{p.Integ.String() + " beside " + in.name}
	}
	key, salt := p.EncrKey[:len(p.EncrKey)-in.salt], slices.Clone(p.EncrKey[len(p.EncrKey)-in.salt:])
	c, err := newCipher(in, key, salt)
	if err != nil {
		return nil, err
	}
	d.cipher = c
	d.aead, _ = c.(aead)
	return d, nil
}

// authenticate prepares the integrity algorithm that stands beside a cipher.
func (d *Decrypter) authenticate(i Integ, key Secret) error {
	in := i.info()
	if in.name == "" {
		return &UnsupportedError{i.String()}
	}
	d.icv = in.icv
	if len(key) == 0 {
		return nil
	}
	if err := i.CheckKey(len(key)); err != nil {
		return err
	}
	if d.mac = newMAC(in.mac, in.hash, key); d.mac == nil {
		return &UnsupportedError{in.name}
	}
	return nil
}

// newCipher makes the cipher of a row.
func newCipher(in encrInfo, key, salt []byte) (cipherMode, error) {
	switch in.mode {
	case null:
		return nullCipher{}, nil
	case chacha:
		return newChaCha(key, salt)
	case unsupported:
		return nil, &UnsupportedError{in.name}
	}
	block, err := newBlock(in.encr, key)
	if err != nil {
		return nil, err
	}
	switch in.mode {
	case ctr:
		return &ctrCipher{block, salt}, nil
	case ccm:
		return &ccmCipher{block, salt, in.icv}, nil
	case gcm:
		return newGCM(block, salt, in.icv)
	case gmac:
		return newGMAC(block, salt)
	}
	return cbcCipher{block}, nil
}

// String names the algorithms, as ENCR_AES_CBC/AUTH_HMAC_SHA1_96.
func (d *Decrypter) String() string {
	if d.aead != nil {
		return d.encr.name
	}
	return d.encr.name + "/" + d.integ.String()
}

// IVLen is the length of the IV that a packet carries.
func (d *Decrypter) IVLen() int { return d.encr.iv }

// ICVLen is the length of the ICV at a packet's end.
func (d *Decrypter) ICVLen() int { return d.icv }

// Verifies reports whether Open verifies the ICV.
func (d *Decrypter) Verifies() bool { return d.mac != nil || d.aead != nil }

// espHeader is the length of SPI and sequence number.
const espHeader = 8

// SplitESP finds the parts of an ESP packet, which begins with its SPI and ends
// with its ICV (RFC 4303 section 2).
func (d *Decrypter) SplitESP(packet []byte) (Encrypted, error) { return d.split(packet, espHeader) }

// SplitSK finds the parts of an IKEv2 message that ends with an Encrypted
// payload (RFC 7296 section 3.14) or an Encrypted Fragment (RFC 7383 section
// 2.5). body is where the payload's IV begins, behind the generic header and, of
// a fragment, its number and total.
func (d *Decrypter) SplitSK(message []byte, body int) (Encrypted, error) {
	if d.encr.salt > 0 && d.encr.iv == 0 { // RFC 8750 section 6: ESP only
		return Encrypted{}, &UnsupportedError{d.encr.name + " in IKEv2"}
	}
	return d.split(message, body)
}

func (d *Decrypter) split(packet []byte, body int) (Encrypted, error) {
	x := Encrypted{packet: packet, iv: body, text: body + d.encr.iv, icv: len(packet) - d.icv}
	switch {
	case body < espHeader || body > len(packet) || x.text > x.icv:
		return Encrypted{}, ErrShort
	case d.encr.mode == cbc && (x.icv-x.text)%d.encr.block != 0:
		return Encrypted{}, ErrPartialBlock
	}
	return x, nil
}

// Open verifies x and appends its plaintext to dst, which must not overlap it;
// with as much room as IV, ciphertext and ICV take, nothing is allocated. If the
// verdict is Bad there is no plaintext.
func (d *Decrypter) Decrypt(s *Scratch, dst []byte, x Encrypted) ([]byte, Verdict) {
	if d.aead != nil {
		if plain, ok := d.aead.verify(s, dst, x); ok {
			return plain, Good
		}
		return dst, Bad
	}
	verdict := Unverified
	if d.mac != nil {
		sum := d.mac.sum(s, x.packet[:x.icv], x.tail(s))
		if subtle.ConstantTimeCompare(sum[:d.icv], x.ICV()) == 0 {
			return dst, Bad
		}
		verdict = Good
	}
	return d.cipher.decrypt(s, dst, x), verdict
}

// Decrypt appends the plaintext of x to dst whatever its ICV says, as Open does
// otherwise: for who wants to see what a wrong ICV covers.
func (d *Decrypter) DecryptUnverified(s *Scratch, dst []byte, x Encrypted) []byte {
	return d.cipher.decrypt(s, dst, x)
}
