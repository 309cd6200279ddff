package diagnose

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// Names of algorithms in Value: one word for one thing in both versions of IKE and in
// ESP. They are IANA's without the prefix, with the bits of the key where they vary.
const valueNone = "NONE"

// cipherValue is "AES-CBC-256", "3DES", "AES-GCM-128" with an ICV of 16 bytes,
// "AES-GCM-8-128" with one of 8.
func cipherValue(c isakmp.Cipher) string {
	if c.Encr == 0 {
		return valueNone
	}
	name := strings.ReplaceAll(strings.TrimPrefix(c.Encr.String(), "ENCR_"), "_", "-")
	if c.Encr.ICVLen() == 16 {
		name = strings.Replace(name, "-16", "", 1)
	}
	if bits := cipherBits(c); bits > 0 {
		name += "-" + strconv.Itoa(bits)
	}
	return name
}

// cipherBits is the length of the key of c, 0 where its cipher has but one.
func cipherBits(c isakmp.Cipher) int {
	if k := c.Encr.KeyLengths(); k.Min == k.Max {
		return 0
	}
	return c.KeyBits
}

// hashValue is "MD5", "SHA", "SHA2-256".
func hashValue(h ipsec.Hash) string { return h.String() }

// integValue names an integrity algorithm after its hash: "SHA", "SHA2-256", "AES-XCBC";
// "SHA2-256-96" where the ICV is not cut off as usual.
func integValue(i ipsec.Integ) string {
	switch i {
	case ipsec.IntegNone:
		return valueNone
	case ipsec.IntegMD5_96:
		return "MD5"
	case ipsec.IntegSHA1_96:
		return "SHA"
	case ipsec.IntegSHA2_256_128:
		return "SHA2-256"
	case ipsec.IntegSHA2_384_192:
		return "SHA2-384"
	case ipsec.IntegSHA2_512_256:
		return "SHA2-512"
	case ipsec.IntegAESXCBC_96:
		return "AES-XCBC"
	case ipsec.IntegAESCMAC_96:
		return "AES-CMAC"
	}
	name := strings.TrimPrefix(strings.TrimPrefix(i.String(), "AUTH_"), "HMAC_")
	return strings.ReplaceAll(name, "_", "-")
}

// prfValue is "HMAC-SHA2-256".
func prfValue(f ipsec.PRF) string {
	if f == ipsec.PRFSHA1 {
		return "HMAC-SHA"
	}
	return strings.ReplaceAll(strings.TrimPrefix(f.String(), "PRF_"), "_", "-")
}

// groupValue is "14".
func groupValue(g ipsec.Group) string {
	if g == 0 {
		return valueNone
	}
	return strconv.Itoa(int(g))
}

// additionalValue is "ML-KEM-768", the number of a group that has no such name.
func additionalValue(g ipsec.Group) string {
	if name := g.Names().Transform; strings.HasPrefix(name, "ML-KEM") {
		return name
	}
	return groupValue(g)
}

// methodValue is a method of authentication: "psk", "rsa-sig".
func methodValue(m ipsec.AuthMethod) string {
	return cmp.Or(m.Names().Word, strconv.Itoa(int(m.Number())))
}

// protocolValue is "ESP".
func protocolValue(protocol uint8) string {
	switch protocol {
	case isakmp.ProtocolISAKMP:
		return "IKE"
	case isakmp.ProtocolESP:
		return "ESP"
	case isakmp.ProtocolAH:
		return "AH"
	case isakmp.ProtocolIPComp:
		return "IPComp"
	}
	return strconv.Itoa(int(protocol))
}

// modeValue is "tunnel".
func modeValue(m isakmp.EncapMode) string {
	switch {
	case m.Transport():
		return "transport"
	case m == isakmp.ModeBEET:
		return "beet"
	case m == isakmp.ModeIPTFS:
		return "iptfs"
	}
	return "tunnel"
}

// Names of algorithms in sentences, as engineers say them: "AES-128", "SHA-256",
// "group 14".
var spokenNames = strings.NewReplacer("AES-CBC", "AES", "CAMELLIA", "Camellia", "CHACHA20-POLY1305", "ChaCha20-Poly1305", "SHA2-", "SHA-")

// spoken is a name of Value as a sentence has it.
func spoken(attribute, value string) string {
	if isAdditional(attribute) {
		return spokenAdditional(value)
	}
	switch attribute {
	case "group":
		if value == valueNone {
			return "no group"
		}
		return "group " + value
	case "pfs_group":
		if value == valueNone {
			return "no PFS"
		}
		return "PFS with group " + value
	case "esn":
		if value == "true" {
			return "extended sequence numbers"
		}
		return "no extended sequence numbers"
	case "protocol":
		return value
	case "hash", "integrity":
		if value == "SHA" {
			return "SHA-1"
		}
	case "prf":
		if value == "HMAC-SHA" {
			return "PRF HMAC-SHA-1"
		}
		return "PRF " + spokenNames.Replace(value)
	case "authentication":
		return spokenMethod(value)
	case "lifetime":
		return "a lifetime of " + value + " s"
	case "lifetime_kilobytes":
		return "a lifetime of " + value + " kB"
	case "mode":
		return value + " mode"
	}
	return spokenNames.Replace(value)
}

// spokenAdditional is an additional key exchange in a sentence.
func spokenAdditional(value string) string {
	if value == valueNone {
		return "no additional key exchange"
	}
	if strings.HasPrefix(value, "ML-KEM") {
		return value + " as an additional key exchange"
	}
	return "group " + value + " as an additional key exchange"
}

// spokenMethod is a method of authentication in a sentence.
func spokenMethod(value string) string {
	switch value {
	case "psk":
		return "pre-shared keys"
	case "rsa-sig":
		return "RSA signatures"
	case "ecdsa-sig":
		return "ECDSA signatures"
	case "dss-sig":
		return "DSS signatures"
	case "xauth-psk":
		return "pre-shared keys with XAUTH"
	case "xauth-rsa":
		return "RSA signatures with XAUTH"
	}
	return "authentication by " + value
}
