// Package edp dissects the Extreme Discovery Protocol of Extreme Networks'
// switches, which also carries what its ring and redundancy protocols say: EAPS
// (RFC 3619), shared links of EAPS, ESRP, ELSM and ELRP. No document describes
// EDP: the layout is Wireshark's, and that of what ladvd sends.
//
// To add a TLV: name its type in types.go, give it its subtree and its decoder in
// the two switches of tlv.go, declare and read its fields in a file of its own.
package edp
