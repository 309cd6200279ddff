package diagnose

import (
	"fmt"
	"strconv"

	"github.com/pktscope/pktscope/internal/track/ike"
)

// auditEAP finds users who came to an SA by a method of EAP that makes no key.
func auditEAP(f *Facts, found func(Finding)) {
	type sameness struct {
		peers [2]string
		word  string
	}
	known := map[sameness]bool{}
	for _, s := range f.SAs {
		if s.Version != 2 || s.Ready.IsZero() {
			continue
		}
		for i := range s.Methods[ike.Initiator] {
			word := s.Methods[ike.Initiator][i].Word
			k := sameness{[2]string{Address(s.Now[ike.Initiator]), Address(s.Now[ike.Responder])}, word}
			if why := judgeEAP(word); why != "" && !known[k] {
				known[k] = true
				found(keylessEAP(s, word, why))
			}
		}
	}
}

// judgeEAP is what is to say of a method that authenticates the user to the server alone and
// makes no key (RFC 3748, sections 5.4 to 5.6); "" of others.
func judgeEAP(word string) string {
	switch word {
	case "eap-md5":
		return "it makes no key, so that nothing ties the user to the IKE SA, and the server, if it is not the gateway it claims to be, can guess the password"
	case "eap-otp", "eap-gtc":
		return "it makes no key, so that nothing ties the user to the IKE SA, and the server learns the password"
	}
	return ""
}

func keylessEAP(s *ike.SA, word, why string) Finding {
	method := eapName(word)
	x := Finding{
		Severity: shouldNot.severity(), Certainty: Certain, Tunnel: tunnelOf(s), Reference: "RFC 7296, section 2.16: " + string(shouldNot), Setting: method,
		Summary:  fmt.Sprintf("%s authenticates the user at %s: %s", method, name(s, ike.Initiator), why),
		Values:   []Value{{Name: "authentication", Initiator: word}},
		Remedies: remedyOn(StrongSwan, s.Now[ike.Responder], connection("remote {", "  auth = eap-tls", "}")...),
	}
	if t := talkOf(s); t.asked != nil && t.method.Method() == word {
		x.Evidence = []Evidence{messageEvidence(t.asked, "eap.type", strconv.Itoa(int(t.method.Type)), "the gateway asks for "+method)}
	}
	return x
}
