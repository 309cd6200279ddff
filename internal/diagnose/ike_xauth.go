package diagnose

import (
	"fmt"
	"strconv"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// ikeXAUTH finds users whom XAUTH does not authenticate.
func ikeXAUTH(f *Facts, found func(Finding)) {
	for _, s := range f.SAs {
		if s.Version != 1 || len(s.Children) > 0 || has(s, isakmp.ExchangeQuick) {
			continue
		}
		if x, ok := xauthFinding(f, s); ok {
			found(x)
		}
	}
}

// xauthFinding is that XAUTH failed in s, or that nothing follows it.
func xauthFinding(f *Facts, s *ike.SA) (x Finding, ok bool) {
	last := lastWhere(s, func(m *ike.Message) bool { return m.Exchange == isakmp.ExchangeTransaction })
	if last == nil {
		return x, false
	}
	x = Finding{
		Severity: f.OfFailure(s), Tunnel: tunnelOf(s), Symptoms: []Symptom{FailureOf(s)}, Reference: "draft-beaulieu-ike-xauth-02, section 4.1",
		Remedies: remedyOn(StrongSwan, s.Now[ike.Responder], "secrets {", "  xauth-1 {", "    id = <user>", `    secret = "<password>"`, "  }", "}"),
	}
	if c := configs(s); c.user != "" {
		x.Remedies = append(onRouters(s.Now[ike.Responder], "username "+c.user+" secret <password>"),
			remedyOn(StrongSwan, s.Now[ike.Responder], "secrets {", "  xauth-1 {", "    id = "+c.user, `    secret = "<password>"`, "  }", "}")...)
		x.Evidence = append(x.Evidence, transaction(c.reply, "the user's name is "+c.user+"; its password is not told here"))
	}
	switch c := configs(s); {
	case s.Failure.Kind == ike.Refused && c.result != nil:
		x.Certainty = Certain
		x.Summary = fmt.Sprintf("%s refuses %s of %s by XAUTH, as where the name or the password is wrong", name(s, ike.Responder), c.userText(), who(s, ike.Initiator))
		x.Evidence = append(x.Evidence, transaction(c.result, "the gateway says that XAUTH failed"))
	case c.asked != nil && c.reply == nil && last == c.asked && repeats(s, c.asked) != nil:
		x.Certainty = Likely
		x.Summary = fmt.Sprintf("%s asks %s for a user by XAUTH and gets no answer: XAUTH is not configured there", name(s, ike.Responder), who(s, ike.Initiator))
		x.Evidence = append(x.Evidence, transaction(c.asked, "the gateway asks for the user's name and password"))
		x.Remedies = remedyOn(StrongSwan, s.Now[ike.Initiator], connection("local-2 {", "  auth = xauth", "  xauth_id = <user>", "}")...)
	case c.result != nil && last.Frame >= c.result.Frame && isXAUTH(last) && !s.Failure.Failed():
		x.Severity, x.Certainty, x.Symptoms = Note, Possible, nil
		x.Summary = fmt.Sprintf("%s takes %s of %s by XAUTH, and neither Mode-Config nor phase 2 follows: each may wait for the other to begin the configuration, or there is nothing to send",
			name(s, ike.Responder), c.userText(), who(s, ike.Initiator))
		x.Evidence = append(x.Evidence, transaction(c.result, "the gateway says that the user is authenticated"))
		x.Remedies = append(onRouters(s.Now[ike.Responder], "crypto map VPNMAP client configuration address initiate", "crypto map VPNMAP client configuration address respond"),
			remedyOn(StrongSwan, s.Now[ike.Initiator], connection("pull = yes")...)...)
	case s.Policy == nil || !s.Policy.Auth.XAUTH() && !s.Policy.Auth.Hybrid() || s.Late || last.Decrypted || s.Failure.Failed():
		return x, false
	case transactions(s) < 3 || last.Role != ike.Initiator && !ended(s, last):
		return x, false
	default:
		x.Certainty = Possible
		x.Summary = fmt.Sprintf("Nothing follows XAUTH of %s at %s: the name or the password of the user may be wrong, or each waits for the other to begin Mode-Config", who(s, ike.Initiator), name(s, ike.Responder))
		if !ended(s, last) && f.anew(s) == nil && f.At.Sub(last.Time) < patience {
			x.Severity = Note
			x.Summary += ", or the capture ends here"
		}
		x.Evidence = append(x.Evidence, transaction(last, "the last message of XAUTH, which is not decrypted; phase 2 does not begin"))
	}
	return x, true
}

// A xauthTalk is what XAUTH was about.
type xauthTalk struct {
	user                 string
	asked, reply, result *ike.Message
}

// userText is the user in a sentence, whose name may not be known.
func (c *xauthTalk) userText() string {
	if c.user == "" {
		return "the user"
	}
	return "user " + c.user
}

// configs reads what XAUTH was about in s.
func configs(s *ike.SA) (c xauthTalk) {
	for i := range s.Log {
		m := &s.Log[i]
		if m.Again || m.Said == nil || m.Said.Config == nil || !m.Said.Config.XAUTH {
			continue
		}
		switch said := m.Said.Config; {
		case said.Ended:
			if m.Role == ike.Responder {
				c.result = m
			}
		case said.Type == isakmp.ConfigRequest:
			c.asked = m
		case said.User != "":
			c.user, c.reply = printable(said.User), m
		default:
			c.reply = m
		}
	}
	return c
}

// isXAUTH reports whether m is of XAUTH, and not of Mode-Config.
func isXAUTH(m *ike.Message) bool {
	return m.Said != nil && m.Said.Config != nil && m.Said.Config.XAUTH
}

// transactions counts the messages of XAUTH and Mode-Config.
func transactions(s *ike.SA) (n int) {
	for i := range s.Log {
		if m := &s.Log[i]; m.Exchange == isakmp.ExchangeTransaction && !m.Again {
			n++
		}
	}
	return n
}

// ended reports whether an Informational comes after m: a deletion, as nothing else
// follows.
func ended(s *ike.SA, m *ike.Message) bool {
	return lastWhere(s, func(x *ike.Message) bool { return x.Exchange == isakmp.ExchangeInformational && x.Frame > m.Frame }) != nil
}

// transaction is a message of XAUTH as evidence.
func transaction(m *ike.Message, text string) Evidence {
	return messageEvidence(m, "isakmp.exchangetype", strconv.Itoa(int(isakmp.ExchangeTransaction)), text)
}
