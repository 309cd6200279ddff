package ike

import "github.com/pktscope/pktscope/dissect/ipsec"

// A Method is how a peer authenticates itself in one round: RFC 2409, section 5;
// RFC 7296, sections 2.15 and 2.16.
type Method struct {
	Word string     // "psk", "rsa-sig", "ecdsa-sig", "ed25519", "eap-mschapv2", "eap-tls", "xauth-psk", ...
	Hash ipsec.Hash // of a signature whose AUTH payload names it, 0: not named
}
