package ipsec

import (
	"math"
	"slices"
)

// EncrOfPhase1 is the algorithm that IKEv1's phase 1 negotiates as n: attribute
// Encryption Algorithm, RFC 2409, appendix A.
func EncrOfPhase1(n uint16) Encr {
	for i := range encrs {
		if slices.Contains(encrs[i].phase1, n) {
			return encrs[i].encr
		}
	}
	return of(phase1, Encr(n))
}

// Phase1 is the number by which IKEv1's phase 1 negotiates e, which is the inverse of
// EncrOfPhase1; 0 if it has none.
func (e Encr) Phase1() uint16 {
	for i := range encrs {
		if encrs[i].encr == e && len(encrs[i].phase1) > 0 {
			return encrs[i].phase1[0]
		}
	}
	return unregistered(phase1, e)
}

// EncrOfESP is the algorithm of the IPsec DOI's transform n for ESP: RFC 2407,
// section 4.4.4.
func EncrOfESP(n uint8) Encr {
	for i := range encrs {
		if slices.Contains(encrs[i].esp, n) {
			return encrs[i].encr
		}
	}
	return of(doi, Encr(n))
}

// IntegOfDOI is the algorithm that IKEv1's phase 2 negotiates as n: attribute
// Authentication Algorithm, RFC 2407, section 4.5.
func IntegOfDOI(n uint16) Integ {
	for i := range integs {
		if integs[i].doi == n && n != 0 {
			return integs[i].integ
		}
	}
	return of(doi, Integ(n))
}

// IntegOfAH is the algorithm of the IPsec DOI's transform n for AH: RFC 2407,
// section 4.4.3. From 5 on it has the number of the attribute, below that one
// more.
func IntegOfAH(n uint8) Integ {
	if n > 0 && n < 5 {
		n--
	}
	return IntegOfDOI(uint16(n))
}

// PRFOfPhase1 is the function that IKEv1's phase 1 negotiates as n: attribute
// PRF, RFC 2409, appendix A. None was ever assigned.
func PRFOfPhase1(n uint16) PRF { return of(phase1, PRF(n)) }

// AuthOfPhase1 is the method that IKEv1's phase 1 negotiates as n: attribute
// Authentication Method, RFC 2409, appendix A.
func AuthOfPhase1(n uint16) AuthMethod {
	for i := range auths {
		if auths[i].phase1 == n && n != 0 {
			return auths[i].method
		}
	}
	return of(phase1, AuthMethod(n))
}

// Phase1 is the number by which IKEv1's phase 1 negotiates a, which is the inverse of
// AuthOfPhase1; 0 if it has none.
func (a AuthMethod) Phase1() uint16 {
	for i := range auths {
		if auths[i].method == a {
			return auths[i].phase1
		}
	}
	return unregistered(phase1, a)
}

// unregistered is the number that of has put into a space; 0 if x is of no such space.
func unregistered[T ~uint32](space, x T) uint16 {
	if x < space || x-space > math.MaxUint16 {
		return 0
	}
	return uint16(x - space)
}

// of is the number n of a space behind IKEv2's registry; 0 is nothing in all.
func of[T ~uint32](space, n T) T {
	if n == 0 {
		return 0
	}
	return space + n
}
