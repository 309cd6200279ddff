package ios

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// Words selects the vocabulary of one of IOS's two IKE commands: "crypto isakmp" and
// "crypto ikev2" name the same algorithm differently.
type Words uint8

const (
	ISAKMP Words = iota // IKEv1: "crypto isakmp policy"
	IKEv2               // "crypto ikev2 proposal"
)

// WordsOf returns the vocabulary for an SA.
func WordsOf(s *ike.SA) Words {
	if s.Version == 2 {
		return IKEv2
	}
	return ISAKMP
}

// Encr names the cipher of a policy. It is empty where none was negotiated.
func (w Words) Encr(e ipsec.Encr) string {
	n := e.Names()
	name := cmp.Or(n.Policy, n.Phase1)
	if w == IKEv2 {
		name = cmp.Or(n.Proposal, n.Transform)
	}
	if w == IKEv2 && e.ICVLen() > 0 && e.ICVLen() < 16 && n.Proposal != "" {
		name += "-" + strconv.Itoa(e.ICVLen()) // IOS has none but with an ICV of 16 bytes
	}
	return OrNumber(cmp.Or(name, n.IANA), e.Number())
}

// Hash names the hash of an IKEv1 policy or the integrity algorithm of an IKEv2
// policy. It is empty where there is none, as beside an AEAD cipher.
func (w Words) Hash(p *isakmp.Policy) string {
	if w == IKEv2 {
		return w.Integ(p.Integ)
	}
	return w.HashName(p.Hash)
}

// Integ names an integrity algorithm of IKEv2.
func (w Words) Integ(i ipsec.Integ) string {
	n := i.Names()
	return OrNumber(cmp.Or(n.Proposal, n.Transform, n.IANA), i.Number())
}

// HashName names a hash of IKEv1.
func (w Words) HashName(h ipsec.Hash) string {
	n := h.Names()
	return OrNumber(cmp.Or(n.Policy, n.Phase1), uint16(h))
}

// PRF names the pseudorandom function of a policy. In IKEv1 it is HMAC with the
// hash unless another was agreed on (RFC 2409, section 4).
func (w Words) PRF(p *isakmp.Policy) string {
	switch {
	case w == IKEv2:
		return w.PRFName(p.PRF)
	case p.Hash != 0 && p.PRF == p.Hash.PRF():
		return "hmac-" + w.Hash(p)
	}
	return OrNumber("", p.PRF.Number())
}

// PRFName names a pseudorandom function of IKEv2.
func (w Words) PRFName(f ipsec.PRF) string {
	n := f.Names()
	return OrNumber(cmp.Or(n.Proposal, n.Transform), f.Number())
}

// Auth names a method of authentication. It is empty where none is known.
func (w Words) Auth(m ipsec.AuthMethod) string {
	n := m.Names()
	name := cmp.Or(n.Policy, n.Phase1)
	if w == IKEv2 {
		name = cmp.Or(n.Proposal, n.AUTH)
	}
	return OrNumber(name, m.Number())
}

// Phase1Auth names a method of phase 1 as IOS does, with XAUTH and hybrid mode, which
// IOS tells beside it: "psk", "rsig", "xauth-psk".
func Phase1Auth(m ipsec.AuthMethod) string {
	if m.XAUTH() || m.Hybrid() {
		return m.Names().Word
	}
	return ISAKMP.Auth(m)
}

// PeerMethod names the methods by which a peer authenticates itself, in the order of
// its rounds: "PSK", "Ed25519+EAP-MSCHAPv2". It is empty if its AUTH payload was not
// read.
func PeerMethod(s *ike.SA, r ike.Role) string {
	words := make([]string, len(s.Methods[r]))
	for i, m := range s.Methods[r] {
		words[i] = Method(m.Word)
	}
	return strings.Join(words, "+")
}

// Method names a method of authentication as IOS does in "show crypto ikev2 sa":
// "RSA", "ECDSA", "PSK", "EAP-TLS".
func Method(word string) string {
	switch word {
	case "ed25519":
		return "Ed25519"
	case "ed448":
		return "Ed448"
	case "eap-mschapv2":
		return "EAP-MSCHAPv2"
	}
	return strings.ToUpper(strings.TrimSuffix(word, "-sig"))
}

// Authentication names the method of both peers of an SA: "psk", or "RSA/PSK"
// where those of the initiator and the responder of an IKEv2 SA differ. It is
// empty if it is not known.
func Authentication(s *ike.SA) string {
	if s.Version == 1 {
		if s.Policy == nil {
			return ""
		}
		return Phase1Auth(s.Policy.Auth)
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
	gone, failed := !s.Deleted.IsZero(), s.Failure.Failed()
	switch {
	case s.Version == 1 && (gone || failed):
		return "ACTIVE (deleted)"
	case s.Version == 1:
		return "ACTIVE"
	case gone:
		return "DELETE"
	case failed:
		return "FAILED"
	case s.State.Established():
		return "READY"
	}
	return "IN-NEG"
}

// StatusDescription says what an IKEv2 SA has come to.
func StatusDescription(s *ike.SA) string {
	switch {
	case s.Failure.Failed():
		return "Failed: " + s.Failure.Text(s.Version)
	case s.State == ike.AuthAnswered:
		return "Answered, not decrypted: not known whether it is established"
	case s.OneSided():
		return "No message of the responder was captured: not known whether it is established"
	case s.State.Established():
		return "Negotiation done"
	}
	return s.State.String()
}

// ConnectionID numbers an SA in the reports. A half-open SA has 0.
func ConnectionID(s *ike.SA) uint64 {
	return ConnectionNumber(s.Version, s.ID)
}

// ConnectionNumber numbers the SA with an ID in the reports of its version.
func ConnectionNumber(version uint8, id uint64) uint64 {
	if id == 0 || version == 2 {
		return id
	}
	return 1000 + id
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
