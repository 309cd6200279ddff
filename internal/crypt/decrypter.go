package crypt

import (
	"crypto/subtle"
	"slices"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// Params are the algorithms and keys of one direction of an SA.
type Params struct {
	Encr     ipsec.Encr
	EncrKey  Secret      // with the salt behind it where Encr has one
	Integ    ipsec.Integ // IntegNone beside an AEAD
	IntegKey Secret      // empty if unknown: the ICV is cut off and not verified
}

// A Decrypter verifies and decrypts what one direction of an SA protects. It is
// not changed by being used: goroutines share it, each with its own Scratch.
type Decrypter struct {
	encr   ipsec.Encr
	integ  ipsec.Integ
	mode   mode
	block  int // of the cipher, sizes in bytes
	iv     int
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
	d := &Decrypter{
		encr: p.Encr, integ: p.Integ, mode: modeOf(p.Encr),
		block: p.Encr.BlockSize(), iv: p.Encr.IVLen(), icv: p.Encr.ICVLen(),
	}
	if !p.Encr.AEAD() {
		if err := d.authenticate(p.Integ, p.IntegKey); err != nil {
			return nil, err
		}
	} else if p.Integ != ipsec.IntegNone {
		return nil, &ipsec.UnsupportedError{Transform: p.Integ.String() + " beside " + p.Encr.String()}
	}
	n := len(p.EncrKey) - p.Encr.SaltLen()
	c, err := newCipher(p.Encr, p.EncrKey[:n], slices.Clone(p.EncrKey[n:]))
	if err != nil {
		return nil, err
	}
	d.cipher = c
	d.aead, _ = c.(aead)
	return d, nil
}

// authenticate prepares the integrity algorithm that stands beside a cipher.
func (d *Decrypter) authenticate(i ipsec.Integ, key Secret) error {
	if !i.Known() {
		return &ipsec.UnsupportedError{Transform: i.String()}
	}
	d.icv = i.ICVLen()
	if len(key) == 0 {
		return nil
	}
	if err := i.CheckManualKey(len(key)); err != nil {
		return err
	}
	kind, hash := macOf(i)
	if d.mac = newMAC(kind, hash, key); d.mac == nil {
		return &ipsec.UnsupportedError{Transform: i.String()}
	}
	return nil
}

// newCipher makes the cipher of e in its mode.
func newCipher(e ipsec.Encr, key, salt []byte) (cipherMode, error) {
	m := modeOf(e)
	switch m {
	case null:
		return nullCipher{}, nil
	case chacha:
		return newChaCha(key, salt)
	case unsupported:
		return nil, &ipsec.UnsupportedError{Transform: e.String()}
	}
	block, err := newBlock(e, key)
	if err != nil {
		return nil, err
	}
	switch m {
	case ctr:
		return &ctrCipher{block, salt}, nil
	case ccm:
		return &ccmCipher{block, salt, e.ICVLen()}, nil
	case gcm:
		return newGCM(block, salt, e.ICVLen())
	case gmac:
		return newGMAC(block, salt)
	}
	return cbcCipher{block}, nil
}

// String names the algorithms, as ENCR_AES_CBC/AUTH_HMAC_SHA1_96.
func (d *Decrypter) String() string {
	if d.aead != nil {
		return d.encr.String()
	}
	return d.encr.String() + "/" + d.integ.String()
}

// IVLen is the length of the IV that a packet carries.
func (d *Decrypter) IVLen() int { return d.iv }

// ICVLen is the length of the ICV at a packet's end.
func (d *Decrypter) ICVLen() int { return d.icv }

// Verifies reports whether Decrypt verifies the ICV.
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
	if d.encr.SaltLen() > 0 && d.iv == 0 { // RFC 8750 section 6: ESP only
		return Encrypted{}, &ipsec.UnsupportedError{Transform: d.encr.String() + " in IKEv2"}
	}
	return d.split(message, body)
}

func (d *Decrypter) split(packet []byte, body int) (Encrypted, error) {
	x := Encrypted{packet: packet, iv: body, text: body + d.iv, icv: len(packet) - d.icv}
	switch {
	case body < espHeader || body > len(packet) || x.text > x.icv:
		return Encrypted{}, ErrShort
	case d.mode == cbc && (x.icv-x.text)%d.block != 0:
		return Encrypted{}, ErrPartialBlock
	}
	return x, nil
}

// Open verifies x and appends its plaintext to dst, which must not overlap it;
// with as much room as IV, ciphertext and ICV take, nothing is allocated. If the
// verdict is ipsec.Incorrect there is no plaintext.
func (d *Decrypter) Decrypt(s *Scratch, dst []byte, x Encrypted) ([]byte, ipsec.Verdict) {
	if d.aead != nil {
		if plain, ok := d.aead.verify(s, dst, x); ok {
			return plain, ipsec.Correct
		}
		return dst, ipsec.Incorrect
	}
	verdict := ipsec.Unchecked
	if d.mac != nil {
		sum := d.mac.sum(s, x.packet[:x.icv], x.tail(s))
		if subtle.ConstantTimeCompare(sum[:d.icv], x.ICV()) == 0 {
			return dst, ipsec.Incorrect
		}
		verdict = ipsec.Correct
	}
	return d.cipher.decrypt(s, dst, x), verdict
}

// DecryptUnverified appends the plaintext of x to dst without verifying the ICV, to
// show what a wrong ICV covers.
func (d *Decrypter) DecryptUnverified(s *Scratch, dst []byte, x Encrypted) []byte {
	return d.cipher.decrypt(s, dst, x)
}
