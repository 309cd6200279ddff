package isakmp

import "github.com/pktscope/pktscope/dissect/ipsec"

// authName2 names a method of IKEv2's AUTH payload.
func authName2(v uint64) string {
	switch {
	case v < 1 || v > 3 && v < 9 || v > 14 && v <= 200:
		return "RESERVED TO IANA"
	case v > 200:
		return "PRIVATE USE"
	}
	return ipsec.AuthMethod(v).Names().AUTH
}
