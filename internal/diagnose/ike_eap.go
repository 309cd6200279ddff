package diagnose

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// ikeEAP finds users whom EAP does not authenticate.
func ikeEAP(f *Facts, found func(Finding)) {
	for _, s := range f.SAs {
		u, ok := f.unprovenOf(s)
		if !ok || s.Version != 2 {
			continue
		}
		if t := talkOf(s); t.answered {
			found(u.eapFinding(f, &t))
		} else if m := asksForEAP(s); m != nil && !t.read && u.by == ike.Responder && u.how == told {
			found(u.eapNotAllowed(f, m))
		} else if rounds(s) > 1 && !t.read {
			found(u.eapUnread(f))
		}
	}
}

// asksForEAP is the first message of IKE_AUTH if it has no AUTH payload: the initiator
// asks for EAP (RFC 7296, section 2.16). It is nil where it has one, or is not decrypted.
func asksForEAP(s *ike.SA) *ike.Message {
	for i := range s.Log {
		m := &s.Log[i]
		if m.Exchange == isakmp.ExchangeAuth && m.Role == ike.Initiator && m.Fragment <= 1 {
			if m.Decrypted && hasPayload(m, isakmp.PayloadIDi) && !hasPayload(m, isakmp.PayloadAuth) {
				return m
			}
			return nil
		}
	}
	return nil
}

// eapNotAllowed is that the initiator asks for EAP, and is refused before it begins.
func (u unproven) eapNotAllowed(f *Facts, m *ike.Message) Finding {
	s := u.sa
	x := u.eap(f)
	x.Summary = fmt.Sprintf("%s asks for EAP, and %s refuses that at once: it wants another method, or does not know the identity", who(s, ike.Initiator), name(s, ike.Responder))
	x.Values = []Value{{Name: "authentication", Initiator: "eap"}}
	x.Evidence = []Evidence{messageEvidence(m, "isakmp.exchangetype", strconv.Itoa(int(m.Exchange)), "the initiator sends no AUTH: it asks for EAP")}
	if u.last != nil {
		x.Evidence = append(x.Evidence, messageEvidence(u.last, "isakmp.notify.msgtype", strconv.Itoa(int(u.notify)), u.lastText()))
	}
	x.Remedies = append(onRouters(s.Now[ike.Responder], "crypto ikev2 profile PROFILE", " match identity remote <identity>", " authentication remote eap query-identity"),
		remedyOn(StrongSwan, s.Now[ike.Responder], connection("remote {", "  auth = eap-mschapv2", "  eap_id = %any", "}")...)...)
	return x
}

// An eapTalk is what EAP was about.
type eapTalk struct {
	read     bool         // messages of it can be read
	answered bool         // the user has answered
	method   *ike.EAP     // the last request with a method
	nak      *ike.EAP     // the answer that wants another method
	result   *ike.EAP     // that tells a failure: of MS-CHAP-V2, an alert of TLS
	by       ike.Role     // the sender of result
	asked    *ike.Message // with method
	end      *ike.Message // with Failure, or with the last of EAP
	user     string
}

// talkOf reads what EAP was about in s.
func talkOf(s *ike.SA) (t eapTalk) {
	for i := range s.Log {
		m := &s.Log[i]
		if m.Again || m.Said == nil || m.Said.EAP == nil {
			continue
		}
		e := m.Said.EAP
		t.read, t.end = true, m
		switch {
		case e.Code == ike.EAPResponse && e.Type == ike.EAPIdentity:
			t.user = printable(e.Identity)
		case e.Code == ike.EAPResponse && e.Type == ike.EAPNak:
			t.nak, t.answered = e, true
		case e.Code == ike.EAPResponse:
			t.answered = true
		case e.Code == ike.EAPRequest && e.Type > ike.EAPNak:
			t.method, t.asked = e, m
		}
		if e.Error != 0 || e.Alert != 0 {
			t.result, t.by = e, m.Role
		}
		t.answered = t.answered || e.Code == ike.EAPFailure
	}
	if t.user == "" {
		t.user = identityText(s.IDs[ike.Initiator])
	}
	return t
}

// rounds counts the exchanges of IKE_AUTH. More than one there is with EAP alone, or with
// several authentications (RFC 4739).
func rounds(s *ike.SA) (n int) {
	for i := range s.Log {
		if m := &s.Log[i]; m.Exchange == isakmp.ExchangeAuth && !m.Again && !m.Response && m.Fragment <= 1 {
			n++
		}
	}
	return n
}

// eapFinding is that EAP failed.
func (u unproven) eapFinding(f *Facts, t *eapTalk) Finding {
	s := u.sa
	if u.proof != nil && u.proof.Said != nil && u.proof.Said.EAP != nil && !hasPayload(u.proof, isakmp.PayloadAuth) {
		u.proof = nil // a message of EAP, which is told below
	}
	x := u.eap(f)
	method := "EAP"
	if t.method != nil {
		method = eapName(t.method.Method())
		x.Evidence = append(x.Evidence, messageEvidence(t.asked, "eap.type", strconv.Itoa(int(t.method.Type)), "the gateway asks for "+method))
	}
	who := fmt.Sprintf("user %s at %s", t.user, name(s, ike.Initiator))
	switch {
	case t.nak != nil:
		u.refusedMethod(&x, t, method, who)
	case t.result != nil && t.result.Error == 691:
		x.Certainty = Certain
		x.Summary = fmt.Sprintf("The name or the password of %s is wrong, by %s", who, method)
	case t.result != nil && t.result.Alert != 0:
		x.Summary = fmt.Sprintf("%s of %s fails: %s", method, who, t.alert(s))
	case t.method != nil && (t.method.Type == ike.EAPMSCHAPv2 || t.method.Type == eapMD5 || t.method.Type == eapGTC):
		x.Summary = fmt.Sprintf("%s refuses %s by %s, as where the name or the password is wrong, or what it checks them with fails", name(s, ike.Responder), who, method)
	default:
		x.Certainty = Possible
		x.Summary = fmt.Sprintf("%s fails for %s: its name, its password or certificate, or the server behind %s", method, who, name(s, ike.Responder))
	}
	if t.end != nil && t.end != t.asked {
		x.Evidence = append(x.Evidence, messageEvidence(t.end, "eap.code", strconv.Itoa(int(t.end.Said.EAP.Code)), eapEnd(t.end.Said.EAP)))
	}
	slices.SortStableFunc(x.Evidence, func(a, b Evidence) int { return cmp.Compare(a.Frame, b.Frame) })
	if x.Remedies == nil {
		x.Remedies = eapRemedies(s, t)
	}
	return x
}

// alert says who sends the alert of TLS, and whose certificate is not accepted if it is
// about one.
func (t *eapTalk) alert(s *ike.SA) string {
	sender, owner := name(s, ike.Responder)+", or the server behind it,", "the user's"
	if t.by == ike.Initiator {
		sender, owner = name(s, ike.Initiator), "the server's"
	}
	text := fmt.Sprintf("%s sends the alert %s of TLS", sender, alertText(t.result.Alert))
	if a := t.result.Alert; a >= badCertificate && a <= unknownCA && a != illegalParameter {
		text += fmt.Sprintf(", and so does not accept %s certificate", owner)
	}
	return text
}

// The alerts from bad_certificate to unknown_ca, but for illegal_parameter between them, are
// about the certificate of who receives them: RFC 8446, section 6.2.
const (
	badCertificate   = 42
	illegalParameter = 47
	unknownCA        = 48
)

// Methods of EAP with a password.
const (
	eapMD5 = 4
	eapGTC = 6
)

// refusedMethod is that the user has another method than the gateway asks for.
func (u unproven) refusedMethod(x *Finding, t *eapTalk, method, who string) {
	s := u.sa
	x.Certainty = Certain
	wanted := &ike.EAP{Type: t.nak.Wanted}
	x.Summary = fmt.Sprintf("%s asks for %s, and %s does not have it", name(s, ike.Responder), method, who)
	v := Value{Name: "authentication"}
	if t.method != nil {
		v.Responder = t.method.Method()
	}
	if t.nak.Wanted > ike.EAPNak {
		x.Summary = fmt.Sprintf("%s asks for %s, and %s has %s alone", name(s, ike.Responder), method, who, eapName(wanted.Method()))
		v.Initiator = wanted.Method()
		x.Remedies = remedyOn(StrongSwan, s.Now[ike.Responder], connection("remote {", "  auth = "+wanted.Method(), "  eap_id = %any", "}")...)
	}
	if word, ok := v.Responder.(string); ok {
		x.Remedies = append(x.Remedies, remedyOn(StrongSwan, s.Now[ike.Initiator], connection("local {", "  auth = "+word, "}")...)...)
	}
	x.Values = []Value{v}
}

// eapEnd is what the last message of EAP tells.
func eapEnd(e *ike.EAP) string {
	switch {
	case e.Code == ike.EAPFailure:
		return "EAP Failure"
	case e.Alert != 0:
		return "an alert of TLS: " + alertText(e.Alert)
	}
	return "the last message of EAP"
}

// eapUnread is that an authentication of several rounds, which is not decrypted, came to
// nothing.
func (u unproven) eapUnread(f *Facts) Finding {
	x := u.eap(f)
	x.Certainty = Possible
	x.Summary = fmt.Sprintf("%s does not get in at %s, by EAP as the %d rounds of IKE_AUTH suggest: the user's name, password or certificate, or the method", name(u.sa, ike.Initiator), name(u.sa, ike.Responder), rounds(u.sa))
	return x
}

// eap is what findings on EAP have in common.
func (u unproven) eap(f *Facts) Finding {
	return Finding{
		Severity: f.OfFailure(u.sa), Certainty: Likely, Tunnel: tunnelOf(u.sa), Evidence: u.evidence(), Symptoms: []Symptom{FailureOf(u.sa)},
		Reference: "RFC 7296, section 2.16",
	}
}

// eapName is "EAP-MSCHAPv2" of "eap-mschapv2".
func eapName(word string) string {
	switch method, _ := strings.CutPrefix(word, "eap-"); method {
	case "mschapv2":
		return "EAP-MSCHAPv2"
	case "md5", "otp", "gtc", "tls", "ttls", "peap", "sim", "aka":
		return "EAP-" + strings.ToUpper(method)
	}
	return word
}

// alertText names an alert of TLS: RFC 8446, section 6.
func alertText(a uint8) string {
	names := map[uint8]string{
		20: "bad_record_mac", 40: "handshake_failure", 42: "bad_certificate", 43: "unsupported_certificate", 44: "certificate_revoked",
		45: "certificate_expired", 46: "certificate_unknown", 48: "unknown_ca", 49: "access_denied", 51: "decrypt_error", 70: "protocol_version",
		71: "insufficient_security", 80: "internal_error", 116: "certificate_required",
	}
	if text := names[a]; text != "" {
		return text
	}
	return strconv.Itoa(int(a))
}

// eapRemedies give the gateway the user's secret.
func eapRemedies(s *ike.SA, t *eapTalk) (list []Remedy) {
	if t.method == nil || t.user == "" {
		return nil
	}
	switch t.method.Type {
	case ike.EAPMSCHAPv2, eapMD5, eapGTC:
		return remedyOn(StrongSwan, s.Now[ike.Responder], "secrets {", "  eap-1 {", "    id = "+t.user, `    secret = "<password>"`, "  }", "}")
	}
	if t.method.OverTLS() && t.result != nil && t.by == ike.Initiator {
		return remedyOn(StrongSwan, s.Now[ike.Initiator], connection("remote {", "  cacerts = <authority of the server's certificate>.pem", "}")...)
	}
	if t.method.OverTLS() {
		return remedyOn(StrongSwan, s.Now[ike.Responder], connection("remote {", "  auth = "+t.method.Method(), "  cacerts = <authority of the user's certificate>.pem", "}")...)
	}
	return nil
}
