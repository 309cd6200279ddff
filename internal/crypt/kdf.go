package crypt

import (
	"crypto/aes"
	"slices"
)

// Sum is prf(key, data), where data is all of its parts one after the other.
func (p PRF) Sum(key []byte, data ...[]byte) (Secret, error) {
	in := p.info()
	if in.mac == macNone {
		return nil, &UnsupportedError{p.String()}
	}
	var s Scratch
	m := newMAC(in.mac, in.hash, in.fit(&s, key))
	return Secret(slices.Clone(m.sum(&s, slices.Concat(data...), nil))), nil
}

// fit makes a key of the length that p takes out of one of any length. HMAC
// takes all.
func (p prfInfo) fit(s *Scratch, key []byte) []byte {
	const size = aes.BlockSize
	switch {
	case len(key) == size:
	case p.mac == macXCBC && len(key) < size: // RFC 4434 section 2
		key = append(slices.Clone(key), make([]byte, size-len(key))...)
	case p.mac == macXCBC, p.mac == macCMAC: // RFC 4434 section 2, RFC 4615 section 3
		key = slices.Clone(newMAC(p.mac, p.hash, make([]byte, size)).sum(s, key, nil))
	}
	return key
}

// Plus is prf+(key, seed), RFC 7296 section 2.13, of n bytes.
func (p PRF) Plus(key, seed []byte, n int) (Secret, error) {
	var out, t Secret
	for i := 1; len(out) < n; i++ {
		if i > 255 {
			return nil, &UnsupportedError{p.String() + " of more than 255 blocks"}
		}
		var err error
		if t, err = p.Sum(key, t, seed, []byte{byte(i)}); err != nil {
			return nil, err
		}
		out = append(out, t...)
	}
	return out[:n], nil
}

// A Suite is what an SA was negotiated to be protected with.
type Suite struct {
	Encr    Encr
	KeyBits int   // negotiated key length, 0 for none
	Integ   Integ // IntegNone beside an AEAD
}

// Lengths are the lengths of its keys in bytes, a salt included.
func (s Suite) Lengths() (encr, integ int, err error) {
	if encr, err = s.Encr.Material(s.KeyBits); err != nil {
		return 0, 0, err
	}
	if s.Integ.info().name == "" {
		return 0, 0, &UnsupportedError{s.Integ.String()}
	}
	return encr, s.Integ.KeyLen(), nil
}

// cut takes the keys of one direction from the front of keying material: the
// encryption key stands first (RFC 4301 section 4.5.2).
func (s Suite) cut(material Secret) (p Params, rest Secret, err error) {
	encr, integ, err := s.Lengths()
	if err != nil {
		return Params{}, nil, err
	}
	return Params{s.Encr, material[:encr:encr], s.Integ, material[encr : encr+integ : encr+integ]}, material[encr+integ:], nil
}
