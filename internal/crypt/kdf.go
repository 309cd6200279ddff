package crypt

import (
	"crypto/aes"
	"slices"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// Sum is prf(key, data), where data is all of its parts one after the other.
func Sum(p ipsec.PRF, key []byte, data ...[]byte) (Secret, error) {
	kind, hash := macOfPRF(p)
	if kind == macNone {
		return nil, &ipsec.UnsupportedError{Transform: p.String()}
	}
	var s Scratch
	m := newMAC(kind, hash, fit(kind, &s, key))
	return Secret(slices.Clone(m.sum(&s, slices.Concat(data...), nil))), nil
}

// fit makes a key of the length that a PRF of that kind takes out of one of any
// length. HMAC takes all.
func fit(kind macKind, s *Scratch, key []byte) []byte {
	const size = aes.BlockSize
	switch {
	case len(key) == size:
	case kind == macXCBC && len(key) < size: // RFC 4434 section 2
		key = append(slices.Clone(key), make([]byte, size-len(key))...)
	case kind == macXCBC, kind == macCMAC: // RFC 4434 section 2, RFC 4615 section 3
		key = slices.Clone(newMAC(kind, hashNone, make([]byte, size)).sum(s, key, nil))
	}
	return key
}

// Plus is prf+(key, seed), RFC 7296 section 2.13, of n bytes.
func Plus(p ipsec.PRF, key, seed []byte, n int) (Secret, error) {
	var out, t Secret
	for i := 1; len(out) < n; i++ {
		if i > 255 {
			return nil, &ipsec.UnsupportedError{Transform: p.String() + " of more than 255 blocks"}
		}
		var err error
		if t, err = Sum(p, key, t, seed, []byte{byte(i)}); err != nil {
			return nil, err
		}
		out = append(out, t...)
	}
	return out[:n], nil
}

// cut takes the keys of one direction from the front of keying material: the
// encryption key stands first (RFC 4301 section 4.5.2).
func cut(s ipsec.Suite, material Secret) (p Params, rest Secret, err error) {
	encr, integ, err := s.Lengths()
	if err != nil {
		return Params{}, nil, err
	}
	return Params{s.Encr, material[:encr:encr], s.Integ, material[encr : encr+integ : encr+integ]}, material[encr+integ:], nil
}
