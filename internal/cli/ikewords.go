package cli

import (
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// IKE's numbers in the words of IOS, which has them in its configuration and
// prints them in its reports; where it has none, Wireshark's.

// orNumber is a name, or the number where there is none. Zero was not said.
func orNumber(name string, v uint16) string {
	switch {
	case v == 0:
		return ""
	case name == "":
		return itoa(v)
	}
	return name
}

// ikeCipher is the cipher of a policy.
func ikeCipher(version uint8, v uint16) string {
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
		return orNumber(isakmp.TransformName(isakmp.TransformEncr, v), v)
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
	return orNumber(isakmp.CipherName(v), v)
}

// ikeHash is the hash of a policy: in IKEv2 what protects integrity beside the
// cipher.
func ikeHash(version uint8, p *ike.Policy) string {
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
		return orNumber(isakmp.TransformName(isakmp.TransformInteg, p.Integrity), p.Integrity)
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
	return orNumber(isakmp.HashName(p.Hash), p.Hash)
}

// ikePRF is the pseudorandom function of a policy: in IKEv1 that of its hash
// unless another was agreed on (RFC 2409, section 4).
func ikePRF(version uint8, p *ike.Policy) string {
	if version == 1 {
		if p.PRF == 0 && p.Hash != 0 {
			return "hmac-" + ikeHash(1, p)
		}
		return orNumber("", p.PRF)
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
	return orNumber(isakmp.TransformName(isakmp.TransformPRF, p.PRF), p.PRF)
}

// Methods of authentication of IKEv1: RFC 2409, appendix A, XAUTH's and those of
// hybrid mode.
func ikeMethod(v uint16) string {
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
	return orNumber(isakmp.MethodName(v), v)
}

// isXAUTH reports whether the user is asked who he is.
func isXAUTH(method uint16) bool { return method >= 65001 && method <= 65010 }

// ikeProof is how a peer of IKEv2 proved who it is, "" where that could not be
// read: RFC 7296, section 3.8.
func ikeProof(s *ike.SA, r ike.Role) string {
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
		return orNumber(isakmp.AuthName(m), uint16(m))
	}
}

// authentication is how the peers prove who they are, "" where it is not known.
func authentication(s *ike.SA) string {
	if s.Version == 1 {
		if s.Policy == nil {
			return ""
		}
		return ikeMethod(s.Policy.Auth)
	}
	i, r := ikeProof(s, ike.Initiator), ikeProof(s, ike.Responder)
	switch {
	case i == r:
		return i
	case i == "" || r == "":
		return i + r
	}
	return i + "/" + r
}

// ikeStatus is the status of an SA.
func ikeStatus(s *ike.SA) string {
	gone := !s.Deleted.IsZero()
	switch {
	case s.Version == 1 && gone:
		return "ACTIVE (deleted)"
	case s.Version == 1:
		return "ACTIVE"
	case gone:
		return "DELETE"
	case s.State == ike.Ready:
		return "READY"
	}
	return "IN-NEG"
}

// connID is the number of an SA in the reports: what nobody answered has none.
func connID(s *ike.SA) uint64 {
	if s.ID == 0 {
		return 0
	}
	if s.Version == 2 {
		return s.ID
	}
	return 1000 + s.ID
}

// ikeExchange is the exchange that an SA began with.
func ikeExchange(s *ike.SA) string {
	switch s.Exchange {
	case isakmp.ExchangeMain:
		return "main mode"
	case isakmp.ExchangeAggressive:
		return "aggressive mode"
	}
	return orNumber(isakmp.ExchangeName(s.Version, s.Exchange), uint16(s.Exchange))
}

// hms is a duration as routers count down: "23:59:34".
func hms(d time.Duration) string {
	s := int64(max(0, d) / time.Second)
	two := func(n int64) string {
		if n < 10 {
			return "0" + itoa(uint64(n))
		}
		return itoa(uint64(n))
	}
	return two(s/3600) + ":" + two(s/60%60) + ":" + two(s%60)
}

// remaining is what is left of the lifetime that was agreed on.
func remaining(s *ike.SA, at time.Time) (d time.Duration, ok bool) {
	if s.Policy == nil || s.Policy.Seconds == 0 || at.IsZero() {
		return 0, false
	}
	from := s.Ready
	if from.IsZero() {
		from = s.First
	}
	life := time.Duration(min(s.Policy.Seconds, 1<<32)) * time.Second
	return max(0, life-at.Sub(from)), true
}

// active is for how long an SA has been there at a moment, or was.
func active(s *ike.SA, at time.Time) time.Duration {
	switch {
	case !s.Deleted.IsZero():
		at = s.Deleted
	case at.Before(s.Last):
		at = s.Last
	}
	if s.First.IsZero() {
		return 0
	}
	return at.Sub(s.First)
}
