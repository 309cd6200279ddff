// Package lldp dissects the Link Layer Discovery Protocol: IEEE 802.1AB, with
// the TLVs of IEEE 802.1Q (annex D), of IEEE 802.3 (section 79) and of
// LLDP-MED (ANSI/TIA-1057).
//
// To add a TLV: declare its fields and read them in a function of its own,
// call that from the switch of its organization (dot1.go, dot3.go, med.go,
// org.go) or, if it has none, from the one in tlv.go; title.go says how its
// line begins.
package lldp
