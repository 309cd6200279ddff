package ios

import (
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// Encryption names the cipher v of a policy: of IKEv1, as the attribute of RFC
// 2409, appendix A, numbers it; of IKEv2, as transform type 1. It is empty for 0.
func Encryption(version uint8, v uint16) string {
	if version == 2 {
		switch v {
		case 2:
			return "DES"
		case 3:
			return "3DES"
		case 12:
			return "AES-CBC"
		case 13:
			return "AES-CTR"
		case 14, 15, 16:
			return "AES-CCM"
		case 18, 19, 20:
			return "AES-GCM"
		case 23:
			return "CAMELLIA-CBC"
		case 28:
			return "CHACHA20-POLY1305"
		}
		return OrNumber(isakmp.TransformName(isakmp.TransformEncr, v), v)
	}
	switch v {
	case 1:
		return "des"
	case 3:
		return "blowfish"
	case 5:
		return "3des"
	case 6:
		return "cast"
	case 7:
		return "aes"
	case 8:
		return "camellia"
	}
	return OrNumber(isakmp.CipherName(v), v)
}

// Hash names the hash of an IKEv1 policy or the integrity algorithm of an IKEv2
// policy. It is empty where there is none, as beside an AEAD cipher.
func Hash(version uint8, p *ike.Policy) string {
	if version == 2 {
		switch p.Integrity {
		case 1:
			return "MD596"
		case 2:
			return "SHA96"
		case 5:
			return "AES-XCBC"
		case 8:
			return "AES-CMAC"
		case 12:
			return "SHA256"
		case 13:
			return "SHA384"
		case 14:
			return "SHA512"
		}
		return OrNumber(isakmp.TransformName(isakmp.TransformInteg, p.Integrity), p.Integrity)
	}
	switch p.Hash {
	case 1:
		return "md5"
	case 2:
		return "sha"
	case 4:
		return "sha256"
	case 5:
		return "sha384"
	case 6:
		return "sha512"
	}
	return OrNumber(isakmp.HashName(p.Hash), p.Hash)
}

// PRF names the pseudorandom function of a policy. In IKEv1 it is HMAC with the
// hash unless another was agreed on (RFC 2409, section 4).
func PRF(version uint8, p *ike.Policy) string {
	if version == 1 {
		if p.PRF == 0 && p.Hash != 0 {
			return "hmac-" + Hash(1, p)
		}
		return OrNumber("", p.PRF)
	}
	switch p.PRF {
	case 1:
		return "MD5"
	case 2:
		return "SHA1"
	case 4:
		return "AES-XCBC"
	case 5:
		return "SHA256"
	case 6:
		return "SHA384"
	case 7:
		return "SHA512"
	case 8:
		return "AES-CMAC"
	}
	return OrNumber(isakmp.TransformName(isakmp.TransformPRF, p.PRF), p.PRF)
}

// Method names an authentication method of IKEv1: those of RFC 2409, appendix A,
// of XAUTH and of hybrid mode.
func Method(v uint16) string {
	switch v {
	case 1, 65001, 65002:
		return "psk"
	case 2, 65003, 65004:
		return "dsig"
	case 3, 65005, 65006:
		return "rsig"
	case 4, 5, 65007, 65008, 65009, 65010:
		return "renc"
	case 9, 10, 11:
		return "ecdsa-sig"
	}
	return OrNumber(isakmp.MethodName(v), v)
}

// IsXAUTH reports whether an authentication method of IKEv1 includes XAUTH.
func IsXAUTH(method uint16) bool { return method >= 65001 && method <= 65010 }

// PeerMethod names the method by which a peer of an IKEv2 SA authenticated itself
// (RFC 7296, section 3.8). It is empty if its AUTH payload was not read.
func PeerMethod(s *ike.SA, r ike.Role) string {
	switch m := s.Auths[r]; {
	case s.EAP && r == ike.Initiator:
		return "EAP"
	case m == 0:
		return ""
	case m == 1:
		return "RSA"
	case m == 2:
		return "PSK"
	case m >= 9 && m <= 11:
		return "ECDSA"
	default:
		return OrNumber(isakmp.AuthName(m), uint16(m))
	}
}

// Authentication names the method of both peers of an SA: "psk", or "RSA/PSK"
// where those of the initiator and the responder of an IKEv2 SA differ. It is
// empty if it is not known.
func Authentication(s *ike.SA) string {
	if s.Version == 1 {
		if s.Policy == nil {
			return ""
		}
		return Method(s.Policy.Auth)
	}
	i, r := PeerMethod(s, ike.Initiator), PeerMethod(s, ike.Responder)
	switch {
	case i == r:
		return i
	case i == "" || r == "":
		return i + r
	}
	return i + "/" + r
}

// Status names the status of an SA.
func Status(s *ike.SA) string {
	gone := !s.Deleted.IsZero()
	switch {
	case s.Version == 1 && gone:
		return "ACTIVE (deleted)"
	case s.Version == 1:
		return "ACTIVE"
	case gone:
		return "DELETE"
	case s.State.Established():
		return "READY"
	}
	return "IN-NEG"
}

// ConnectionID numbers an SA in the reports. A half-open SA has 0.
func ConnectionID(s *ike.SA) uint64 {
	if s.ID == 0 {
		return 0
	}
	if s.Version == 2 {
		return s.ID
	}
	return 1000 + s.ID
}

// Exchange names the exchange that an SA began with.
func Exchange(s *ike.SA) string {
	switch s.Exchange {
	case isakmp.ExchangeMain:
		return "main mode"
	case isakmp.ExchangeAggressive:
		return "aggressive mode"
	}
	return OrNumber(isakmp.ExchangeName(s.Version, s.Exchange), uint16(s.Exchange))
}
