package ios

import (
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// TransformSet names the algorithms of an SA as a transform set does: "esp-aes 256
// esp-sha-hmac", of AH, which has no cipher, "ah-sha-hmac". It is empty where no
// algorithm is known.
func TransformSet(s ipsec.Suite) string {
	integ := ESPIntegrity(s.Integ)
	switch {
	case s.Encr == 0:
		return AHIntegrity(s.Integ)
	case integ == "" || s.Encr.AEAD():
		return ESPCipher(s.Encr, s.KeyBits)
	}
	return ESPCipher(s.Encr, s.KeyBits) + " " + integ
}

// ESPCipher names a cipher of ESP with the length of its key. IOS prints "esp-aes"
// for a key of 128 bits, but "esp-gcm 128"; it has no shorter ICV than 128 bits, which
// stands behind the name. What IOS has no word for is called after its name at IANA:
// "esp-camellia-cbc 256".
func ESPCipher(e ipsec.Encr, keyBits int) string {
	name := e.Names().TransformSet
	if name == "" {
		name = espWord(e.String(), "ENCR_")
	}
	lengths := e.KeyLengths()
	fixed := lengths.Min == lengths.Max && e.Known()
	if keyBits > 0 && !fixed && (keyBits != 128 || e.AEAD()) {
		name += " " + strconv.Itoa(keyBits)
	}
	if e.AEAD() && e.ICVLen() > 0 && e.ICVLen() < 16 {
		name += " " + icvText(e.ICVLen())
	}
	return name
}

// ESPIntegrity names an integrity algorithm of ESP, "" for none.
func ESPIntegrity(i ipsec.Integ) string {
	switch name := i.Names().TransformSet; {
	case name != "":
		return name
	case i == ipsec.IntegNone:
		return ""
	case i.Unverified():
		return icvText(i.ICVLen())
	}
	return espWord(i.String(), "AUTH_")
}

// AHIntegrity names an integrity algorithm of AH: "ah-sha256-hmac".
func AHIntegrity(i ipsec.Integ) string {
	return strings.Replace(ESPIntegrity(i), "esp-", "ah-", 1)
}

// icvText is what is known of an ICV without its algorithm.
func icvText(size int) string { return "(ICV of " + strconv.Itoa(8*size) + " bits)" }

// espWord makes a word of a transform set of IANA's name: "AUTH_AES_XCBC_96" is
// "esp-aes-xcbc-96".
func espWord(name, prefix string) string {
	if !strings.HasPrefix(name, prefix) {
		return name
	}
	return "esp-" + strings.ReplaceAll(strings.ToLower(name[len(prefix):]), "_", "-")
}
