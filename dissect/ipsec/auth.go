package ipsec

// An AuthMethod is how a peer authenticates, by its number in IANA's "IKEv2
// Authentication Method"; 0 is none. What only IKEv1 numbers stands behind that
// registry.
type AuthMethod uint32

// The methods of authentication: RFC 7296, section 3.8; RFC 2409, appendix A;
// those of hybrid mode and XAUTH, draft-ietf-ipsec-isakmp-hybrid-auth-05 and
// draft-beaulieu-ike-xauth-02.
const (
	AuthRSA                 AuthMethod = 1
	AuthPSK                 AuthMethod = 2
	AuthDSS                 AuthMethod = 3
	AuthECDSA256            AuthMethod = 9
	AuthECDSA384            AuthMethod = 10
	AuthECDSA521            AuthMethod = 11
	AuthGSPM                AuthMethod = 12 // RFC 6467
	AuthNull                AuthMethod = 13 // RFC 7619
	AuthSignature           AuthMethod = 14 // RFC 7427
	AuthRSAEnc              AuthMethod = phase1 + 4
	AuthRSARevised          AuthMethod = phase1 + 5
	AuthElGamalEnc          AuthMethod = phase1 + 6
	AuthElGamalRevised      AuthMethod = phase1 + 7
	AuthECDSAOld            AuthMethod = phase1 + 8
	AuthHybridInitRSA       AuthMethod = phase1 + 64221
	AuthHybridRespRSA       AuthMethod = phase1 + 64222
	AuthHybridInitDSS       AuthMethod = phase1 + 64223
	AuthHybridRespDSS       AuthMethod = phase1 + 64224
	AuthXAUTHInitPSK        AuthMethod = phase1 + 65001
	AuthXAUTHRespPSK        AuthMethod = phase1 + 65002
	AuthXAUTHInitDSS        AuthMethod = phase1 + 65003
	AuthXAUTHRespDSS        AuthMethod = phase1 + 65004
	AuthXAUTHInitRSA        AuthMethod = phase1 + 65005
	AuthXAUTHRespRSA        AuthMethod = phase1 + 65006
	AuthXAUTHInitRSAEnc     AuthMethod = phase1 + 65007
	AuthXAUTHRespRSAEnc     AuthMethod = phase1 + 65008
	AuthXAUTHInitRSARevised AuthMethod = phase1 + 65009
	AuthXAUTHRespRSARevised AuthMethod = phase1 + 65010
)

// AuthNames are what a method is called, "" in a vocabulary that has no name for
// it.
type AuthNames struct {
	Phase1   string // Wireshark, of attribute 3 of phase 1
	AUTH     string // Wireshark, of an AUTH payload
	Policy   string // IOS, "crypto isakmp policy"
	Proposal string // IOS, of an IKEv2 SA
	Word     string // reports; only this tells XAUTH and hybrid mode from the rest
}

// auths are the methods of authentication, ordered by number.
var auths = [...]struct {
	method AuthMethod
	phase1 uint16 // RFC 2409, appendix A, attribute 3; 0: none
	names  AuthNames
}{
	{AuthRSA, 3, AuthNames{"RSA signatures", "RSA Digital Signature", "rsig", "RSA", "rsa-sig"}},
	{AuthPSK, 1, AuthNames{"Pre-shared key", "Shared Key Message Integrity Code", "psk", "PSK", "psk"}},
	{AuthDSS, 2, AuthNames{"DSS signatures", "DSS Digital Signature", "dsig", "", "dss-sig"}},
	{AuthECDSA256, 9, AuthNames{"ECDSA with SHA-256 on the P-256 curve", "ECDSA with SHA-256 on the P-256 curve", "ecdsa-sig", "ECDSA", "ecdsa-sig"}},
	{AuthECDSA384, 10, AuthNames{"ECDSA with SHA-384 on the P-384 curve", "ECDSA with SHA-384 on the P-384 curve", "ecdsa-sig", "ECDSA", "ecdsa-sig"}},
	{AuthECDSA521, 11, AuthNames{"ECDSA with SHA-512 on the P-521 curve", "ECDSA with SHA-512 on the P-521 curve", "ecdsa-sig", "ECDSA", "ecdsa-sig"}},
	{AuthGSPM, 0, AuthNames{AUTH: "Generic Secure Password Authentication Method", Word: "gspm"}},
	{AuthNull, 0, AuthNames{AUTH: "NULL Authentication", Word: "null"}},
	{AuthSignature, 0, AuthNames{AUTH: "Digital Signature", Word: "digital-signature"}},
	{AuthRSAEnc, 4, AuthNames{Phase1: "Encryption with RSA", Policy: "renc", Word: "rsa-enc"}},
	{AuthRSARevised, 5, AuthNames{Phase1: "Revised encryption with RSA", Policy: "renc", Word: "rsa-revised-enc"}},
	{AuthElGamalEnc, 6, AuthNames{Phase1: "Reserved (was Encryption with El-Gamal)", Word: "elgamal-enc"}},
	{AuthElGamalRevised, 7, AuthNames{Phase1: "Reserved (was Revised encryption with El-Gamal)", Word: "elgamal-revised-enc"}},
	{AuthECDSAOld, 8, AuthNames{Phase1: "Reserved (was ECDSA signatures)", Word: "ecdsa-sig"}},
	{AuthHybridInitRSA, 64221, AuthNames{Phase1: "HybridInitRSA", Word: "hybrid-rsa"}},
	{AuthHybridRespRSA, 64222, AuthNames{Phase1: "HybridRespRSA", Word: "hybrid-resp-rsa"}},
	{AuthHybridInitDSS, 64223, AuthNames{Phase1: "HybridInitDSS", Word: "hybrid-dss"}},
	{AuthHybridRespDSS, 64224, AuthNames{Phase1: "HybridRespDSS", Word: "hybrid-resp-dss"}},
	{AuthXAUTHInitPSK, 65001, AuthNames{Phase1: "XAUTHInitPreShared", Policy: "psk", Word: "xauth-psk"}},
	{AuthXAUTHRespPSK, 65002, AuthNames{Phase1: "XAUTHRespPreShared", Policy: "psk", Word: "xauth-resp-psk"}},
	{AuthXAUTHInitDSS, 65003, AuthNames{Phase1: "XAUTHInitDSS", Policy: "dsig", Word: "xauth-dss"}},
	{AuthXAUTHRespDSS, 65004, AuthNames{Phase1: "XAUTHRespDSS", Policy: "dsig", Word: "xauth-resp-dss"}},
	{AuthXAUTHInitRSA, 65005, AuthNames{Phase1: "XAUTHInitRSA", Policy: "rsig", Word: "xauth-rsa"}},
	{AuthXAUTHRespRSA, 65006, AuthNames{Phase1: "XAUTHRespRSA", Policy: "rsig", Word: "xauth-resp-rsa"}},
	{AuthXAUTHInitRSAEnc, 65007, AuthNames{Phase1: "XAUTHInitRSAEncryption", Policy: "renc", Word: "xauth-rsa-enc"}},
	{AuthXAUTHRespRSAEnc, 65008, AuthNames{Phase1: "XAUTHRespRSAEncryption", Policy: "renc", Word: "xauth-resp-rsa-enc"}},
	{AuthXAUTHInitRSARevised, 65009, AuthNames{Phase1: "XAUTHInitRSARevisedEncryption", Policy: "renc", Word: "xauth-rsa-revised-enc"}},
	{AuthXAUTHRespRSARevised, 65010, AuthNames{Phase1: "XAUTHRespRSARevisedEncryption", Policy: "renc", Word: "xauth-resp-rsa-revised-enc"}},
}

// Names are what programs call a.
func (a AuthMethod) Names() AuthNames {
	for i := range auths {
		if auths[i].method == a {
			return auths[i].names
		}
	}
	return AuthNames{}
}

// Number is the number of a in its own registry, where it has no name.
func (a AuthMethod) Number() uint16 { return uint16(a) }

// XAUTH reports whether the user is authenticated beside the peers.
func (a AuthMethod) XAUTH() bool { return a >= AuthXAUTHInitPSK && a <= AuthXAUTHRespRSARevised }

// Hybrid reports whether one side is authenticated by XAUTH alone:
// draft-ietf-ipsec-isakmp-hybrid-auth-05.
func (a AuthMethod) Hybrid() bool { return a >= AuthHybridInitRSA && a <= AuthHybridRespDSS }

// Plain is the method without XAUTH: how both peers authenticate before the user
// does, in hybrid mode only the peer without XAUTH.
func (a AuthMethod) Plain() AuthMethod {
	switch a {
	case AuthXAUTHInitPSK, AuthXAUTHRespPSK:
		return AuthPSK
	case AuthXAUTHInitDSS, AuthXAUTHRespDSS, AuthHybridInitDSS, AuthHybridRespDSS:
		return AuthDSS
	case AuthXAUTHInitRSA, AuthXAUTHRespRSA, AuthHybridInitRSA, AuthHybridRespRSA:
		return AuthRSA
	case AuthXAUTHInitRSAEnc, AuthXAUTHRespRSAEnc:
		return AuthRSAEnc
	case AuthXAUTHInitRSARevised, AuthXAUTHRespRSARevised:
		return AuthRSARevised
	}
	return a
}

// UserResponds reports whether XAUTH authenticates the responder, and not the
// initiator as it does usually.
func (a AuthMethod) UserResponds() bool {
	switch a {
	case AuthHybridRespRSA, AuthHybridRespDSS, AuthXAUTHRespPSK, AuthXAUTHRespDSS, AuthXAUTHRespRSA, AuthXAUTHRespRSAEnc, AuthXAUTHRespRSARevised:
		return true
	}
	return false
}

// SharedKey reports whether a pre-shared key is the proof.
func (a AuthMethod) SharedKey() bool {
	return a == AuthPSK || a == AuthXAUTHInitPSK || a == AuthXAUTHRespPSK
}
