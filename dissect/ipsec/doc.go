// Package ipsec has the algorithms of IKE, ESP and AH: one type each for
// encryption, integrity, pseudorandom functions, hashes, groups and methods of
// authentication, and one row for each algorithm. A row holds the numbers that
// the registries of IKEv1 and IKEv2 give it, the sizes of its keys, IVs and
// ICVs, and its name in each vocabulary: IANA's, Wireshark's, that of IOS and
// that of the Linux kernel.
//
// A value is the algorithm's number in IANA's "Internet Key Exchange Version 2
// (IKEv2) Parameters". IKEv1 numbers some algorithms anew; EncrOfPhase1,
// EncrOfESP, IntegOfDOI and AuthOfPhase1 map these numbers when a message is
// read, and nothing behind them needs to know IKE's version.
//
// # To add an algorithm
//
// Its number becomes a constant and a row of its table (encr_rows.go, integ.go,
// prf.go, hash.go, group.go, auth.go). What is not in a
// vocabulary stays empty there.
package ipsec

import "strconv"

// Numbers that IANA's registry of IKEv2 does not have. Each space begins where
// the 16 bits of the registry end, so that two numbers never meet.
const (
	phase1 = 1 << 16 // attributes of IKEv1's phase 1: RFC 2409, appendix A
	doi    = 2 << 16 // the IPsec DOI: RFC 2407, section 4
	own    = 3 << 16 // what has no number anywhere
)

// unknown names a number that has no row.
func unknown[T ~uint32](kind string, n T) string {
	switch n &^ 0xffff {
	case phase1:
		kind += " of phase 1"
	case doi:
		kind += " of the IPsec DOI"
	}
	return kind + " (" + strconv.Itoa(int(uint16(n))) + ")"
}
