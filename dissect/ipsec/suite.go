package ipsec

// A Suite is what protects the packets of an SA.
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
	if !s.Integ.Known() {
		return 0, 0, &UnsupportedError{s.Integ.String()}
	}
	return encr, s.Integ.KeyLen(), nil
}
