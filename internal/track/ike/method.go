package ike

import (
	"strconv"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A Method is how a peer authenticates itself in one round: RFC 2409, section 5;
// RFC 7296, sections 2.15 and 2.16.
type Method struct {
	Word string     // "psk", "rsa-sig", "ecdsa-sig", "ed25519", "eap-mschapv2", "eap-tls", "xauth-psk", ...
	Hash ipsec.Hash // of a signature, 0: not told
	ID   Identity   // as whom; IKEv2
}

// maxMethods bounds the rounds of one side.
const maxMethods = 16

func (s *SA) addMethod(r Role, m Method) {
	if len(s.Methods[r]) < maxMethods {
		s.Methods[r] = append(s.Methods[r], m)
	}
}

// methods1 sets the methods of an IKEv1 SA, which both peers have agreed on.
func (s *SA) methods1(agreed ipsec.AuthMethod) {
	if agreed == 0 {
		return
	}
	user, gateway := Method{Word: agreed.Names().Word}, Method{Word: agreed.Plain().Names().Word}
	if user.Word == "" {
		user.Word = "method-" + strconv.Itoa(int(agreed.Number()))
		gateway = user
	}
	if agreed.Hybrid() {
		user.Word = "xauth"
	}
	if agreed.UserResponds() {
		user, gateway = gateway, user
	}
	both := []Method{user, gateway}
	s.Methods = [2][]Method{both[:1:1], both[1:]}
}

// methods2 adds the methods by which from authenticates itself in m, a decrypted
// message of IKE_AUTH. A round has an AUTH payload, or EAP and then an AUTH payload
// that proves the key that EAP has made, whatever its method says (RFC 7296, section
// 2.16). There may be several (RFC 4739), and EAP may authenticate both sides (RFC
// 5998).
func (s *SA) methods2(m *isakmp.Packet, from Role) {
	if len(m.Auth.Data) > 0 {
		word, hash := m.Auth.Signature()
		switch {
		case s.eap.word == "":
			s.addMethod(from, Method{word, hash, s.IDs[from]})
		case from == Responder:
			if len(s.Methods[Responder]) == 0 {
				s.addMethod(Responder, Method{Word: s.eap.word, ID: s.IDs[Responder]})
			}
			s.eap = eapRound{} // the next round begins
		}
	}
	if b := eapOf(m); b != nil {
		s.eapMethod(b)
	}
}

// An eapRound is a conversation of EAP under way.
type eapRound struct {
	word string // its method
	at   int    // of the initiator's Methods, where it stands
}

// eapMethod keeps the method of b, a message of EAP. The responder may propose
// several, until the initiator takes one.
func (s *SA) eapMethod(b *EAP) {
	if b.Code != EAPRequest && b.Code != EAPResponse && s.eap.word != "" {
		return
	}
	word := b.Method()
	switch {
	case s.eap.word == "":
		s.eap = eapRound{word, len(s.Methods[Initiator])}
		s.addMethod(Initiator, Method{Word: word, ID: s.IDs[Initiator]})
	case word != "eap" && b.Code == EAPRequest && s.eap.at < len(s.Methods[Initiator]):
		s.eap.word = word
		s.Methods[Initiator][s.eap.at].Word = word
	}
}
