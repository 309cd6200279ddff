package ios

import (
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// TransformSet names the algorithms of an SA as a transform set does: "esp-aes 256
// esp-sha-hmac", of AH, which has no cipher, "ah-sha-hmac". A key of 0 or 128 bits
// is not named. It is empty where no algorithm is known.
func TransformSet(s ipsec.Suite) string {
	integ := espIntegrity(s.Integ)
	switch {
	case s.Encr == 0:
		return strings.Replace(integ, "esp-", "ah-", 1)
	case integ == "" || s.Encr.AEAD():
		return espCipher(s.Encr, s.KeyBits)
	}
	return espCipher(s.Encr, s.KeyBits) + " " + integ
}

func espCipher(e ipsec.Encr, keyBits int) string {
	size := ""
	if keyBits > 0 && keyBits != 128 {
		size = " " + strconv.Itoa(keyBits)
	}
	name := e.Names().TransformSet
	switch lengths := e.KeyLengths(); {
	case name == "":
		return e.String() + size
	case lengths.Min == lengths.Max:
		return name
	}
	return name + size
}

func espIntegrity(i ipsec.Integ) string {
	switch name := i.Names().TransformSet; {
	case name != "":
		return name
	case i == ipsec.IntegNone:
		return ""
	case i.Unverified():
		return "(ICV of " + strconv.Itoa(8*i.ICVLen()) + " bits)"
	}
	return i.String()
}
