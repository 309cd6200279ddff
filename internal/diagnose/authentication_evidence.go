package diagnose

import (
	"fmt"
	"strconv"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// evidence are the proof that is refused, and what shows that it is.
func (u unproven) evidence() (list []Evidence) {
	if u.proof != nil {
		list = append(list, u.proofEvidence())
	}
	if u.last == nil || u.last == u.proof {
		return list
	}
	field, value := "isakmp.exchangetype", strconv.Itoa(int(u.last.Exchange))
	if u.how == told || u.how == unread && u.notify != 0 {
		field, value = "isakmp.notify.msgtype", strconv.Itoa(int(u.notify))
	}
	return append(list, messageEvidence(u.last, field, value, u.lastText()))
}

// proofEvidence is the message whose proof is refused.
func (u unproven) proofEvidence() Evidence {
	m, side := u.proof, u.by.Other()
	text := fmt.Sprintf("the %s proves that it is %s", side, who(u.sa, side))
	switch opaque := m.Encrypted && !m.Decrypted; {
	case opaque && rounds(u.sa) > 1:
		text = fmt.Sprintf("the last IKE_AUTH of the %s; encrypted", side)
	case opaque:
		text = fmt.Sprintf("the %s identifies and proves itself; encrypted", side)
	case u.sa.Version == 2 && !hasPayload(m, isakmp.PayloadAuth):
		text = fmt.Sprintf("the last IKE_AUTH of the %s, which proves nothing", side)
	}
	switch k := &u.sa.SharedKey[side]; {
	case k.Proof == ipsec.Correct:
		text += fmt.Sprintf("; %s is made with the pre-shared key of %s", k.By, k.Source)
	case k.Proof == ipsec.Incorrect:
		text += fmt.Sprintf("; %s is made with no pre-shared key that is given", k.By)
	}
	if a := u.sa.Auths[side]; u.sa.Version == 2 && a != 0 && m.Decrypted && hasPayload(m, isakmp.PayloadAuth) {
		return messageEvidence(m, "isakmp.auth.method", strconv.Itoa(int(a)), text)
	}
	return messageEvidence(m, "isakmp.exchangetype", strconv.Itoa(int(m.Exchange)), text)
}

// lastText is what the message says that shows how the SA ended.
func (u unproven) lastText() string {
	switch u.how {
	case told:
		return fmt.Sprintf("the %s says %s", u.by, isakmp.NotifyName(u.sa.Version, u.notify))
	case short:
		return fmt.Sprintf("the %s answers with less than a proof takes", u.by)
	case eapEnded:
		return fmt.Sprintf("the %s ends EAP by a failure", u.by)
	case unread:
		if u.notify != 0 {
			return fmt.Sprintf("the %s says %s; the %s cannot read it and sends its message again", u.by, isakmp.NotifyName(u.sa.Version, u.notify), u.by.Other())
		}
		return fmt.Sprintf("the %s sends an Informational in place of its proof; the %s does not understand it and sends its message again", u.by, u.by.Other())
	case opaque:
		return fmt.Sprintf("the %s sends an Informational, which is not decrypted, and nothing follows", u.by)
	case ignored:
		if u.last.Role == u.by {
			return fmt.Sprintf("the %s sends once more what it sent before: it does not accept the answer", u.by)
		}
		return fmt.Sprintf("the %s sends its message once more: there is no answer", u.by.Other())
	case deleted:
		return fmt.Sprintf("the %s deletes the SA at once", u.by)
	}
	return ""
}

// hasPayload reports whether a payload is among those of m.
func hasPayload(m *ike.Message, t isakmp.PayloadType) bool {
	for _, p := range m.Payloads {
		if p == t {
			return true
		}
	}
	return false
}
