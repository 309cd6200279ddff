package ipsec

import (
	"strconv"
)

// An UnsupportedError is a transform that has a name and no implementation
// here, or none at all.
type UnsupportedError struct {
	Transform string // as ENCR_RC5
}

func (e *UnsupportedError) Error() string { return e.Transform + " is not supported" }

// A KeyLengthError is a key whose length the transform does not take.
type KeyLengthError struct {
	Transform string  // as ENCR_AES_GCM_16
	Got       int     // bytes given, salt included
	Want      Lengths // bytes it takes, salt included
	Salt      int     // how many of these are salt
}

// SaltMissing reports whether the key would fit if its salt stood behind it.
func (e *KeyLengthError) SaltMissing() bool { return e.Salt > 0 && e.Want.Has(e.Got+e.Salt) }

func (e *KeyLengthError) Error() string {
	b := append([]byte(e.Transform), ": key of "...)
	b = strconv.AppendInt(b, int64(e.Got), 10)
	b = append(b, " bytes, want "...)
	b = e.Want.append(b)
	if e.Salt > 0 {
		b = append(b, ", the last "...)
		b = strconv.AppendInt(b, int64(e.Salt), 10)
		b = append(b, " of them salt"...)
	}
	if e.SaltMissing() {
		b = append(b, ": the salt is missing"...)
	}
	return string(b)
}

// Lengths are the key lengths of a transform in bytes: from Min to Max in steps.
type Lengths struct{ Min, Max, Step int }

// Has reports whether n is one of them.
func (l Lengths) Has(n int) bool {
	return n >= l.Min && n <= l.Max && (n == l.Min || l.Step > 0 && (n-l.Min)%l.Step == 0)
}

// plus is l with n bytes more.
func (l Lengths) plus(n int) Lengths { return Lengths{l.Min + n, l.Max + n, l.Step} }

// String lists them: "16, 24 or 32", "5 to 56".
func (l Lengths) String() string { return string(l.append(nil)) }

func (l Lengths) append(b []byte) []byte {
	b = strconv.AppendInt(b, int64(l.Min), 10)
	switch {
	case l.Max == l.Min || l.Step == 0:
		return b
	case l.Step == 1:
		return strconv.AppendInt(append(b, " to "...), int64(l.Max), 10)
	}
	for n := l.Min + l.Step; n <= l.Max; n += l.Step {
		if n+l.Step > l.Max {
			b = append(b, " or "...)
		} else {
			b = append(b, ", "...)
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return b
}
