package ike

import (
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// meaning2 is meaning for the exchanges of RFC 7296, sections 1.2 to 1.4.
func meaning2(s *ike.SA, before []ike.Message, m *ike.Message) string {
	switch {
	case m.Parts > m.Fragment:
		return "part of a message"
	case m.Exchange == isakmp.ExchangeSAInit:
		say := policyMeaning(s, m)
		if !m.Response && slices.Contains(m.Notifies, isakmp.NotifyCookie) {
			say += ", with the cookie"
		}
		return say
	case m.Encrypted && !m.Decrypted:
		return encryptedMeaning2(s, before, m)
	case m.Exchange == isakmp.ExchangeAuth:
		return authMeaning(m)
	case m.Exchange == isakmp.ExchangeCreateChild:
		return createMeaning(m)
	case m.Group != 0 && (m.Exchange == isakmp.ExchangeIntermediate || m.Exchange == isakmp.ExchangeFollowupKE):
		return "additional public value of " + methodText(m.Group)
	case m.Exchange == isakmp.ExchangeInfo2:
		return infoMeaning(before, m)
	}
	return noticesMeaning(m)
}

// createMeaning is what a decrypted message of CREATE_CHILD_SA is for: RFC 7296,
// section 1.3.
func createMeaning(m *ike.Message) string {
	switch child := has(m, isakmp.PayloadTSi); {
	case slices.ContainsFunc(m.Notifies, isError2):
		return "refuses: " + noticesMeaning(m)
	case slices.Contains(m.Notifies, isakmp.NotifyRekeySA):
		if spi := saidBy(m).Rekeys; spi != 0 {
			return "requests to rekey child SA " + ios.HexSPI(spi)
		}
		return "requests to rekey a child SA"
	case child && m.Response:
		return "accepts a child SA"
	case child:
		return "requests a child SA"
	case has(m, isakmp.PayloadSA2) && m.Response:
		return "accepts a new IKE SA"
	case has(m, isakmp.PayloadSA2):
		return "requests to rekey the IKE SA"
	}
	return noticesMeaning(m)
}

// infoMeaning is what a decrypted message of INFORMATIONAL is for: RFC 7296, section
// 1.4, and RFC 4555, section 3.10.
func infoMeaning(before []ike.Message, m *ike.Message) string {
	path := saidBy(m).Path
	onPath := ""
	if path[0].IsValid() {
		onPath = " on the path from " + path[0].String() + " to " + path[1].String()
	}
	request := requestOf(before, m)
	moved := request != nil && slices.Contains(request.Notifies, isakmp.NotifyUpdateAddresses)
	switch say := noticesMeaning(m); {
	case moved && say != "" && !slices.ContainsFunc(m.Notifies, isError2):
		return "confirms the move, " + say
	case say != "":
		return say
	case !m.Response && path[0].IsValid():
		return "tries" + onPath[len(" on"):]
	case !m.Response && len(m.Payloads) == 1:
		return "are you there?"
	case moved:
		return "confirms the move"
	case request != nil && request.Decrypted && len(request.Payloads) == 1 && onPath != "":
		return "yes," + onPath
	case request != nil && request.Decrypted && len(request.Payloads) == 1:
		return "yes"
	case m.Response:
		return "confirms"
	}
	return ""
}

// requestOf is the request that m answers, nil where it is not there.
func requestOf(before []ike.Message, m *ike.Message) *ike.Message {
	for i := range before {
		if b := &before[i]; m.Response && b.ID == m.ID && b.Role != m.Role && b.Exchange == m.Exchange && !b.Response {
			return b
		}
	}
	return nil
}

// authMeaning is what a decrypted message of IKE_AUTH is for.
func authMeaning(m *ike.Message) string {
	var parts []string
	say := func(when bool, what string) {
		if when {
			parts = append(parts, what)
		}
	}
	failed := slices.ContainsFunc(m.Notifies, isError2)
	say(has(m, isakmp.PayloadIDi, isakmp.PayloadIDr), "identifies itself")
	say(has(m, isakmp.PayloadAuth), "authenticates itself")
	x := saidBy(m)
	if x.EAP != nil {
		parts = append(parts, eapText(x.EAP))
	} else {
		say(has(m, isakmp.PayloadEAP), "EAP")
	}
	if x.Config != nil {
		parts = append(parts, configText(x.Config))
	}
	say(has(m, isakmp.PayloadSA2) && !m.Response, "requests a child SA")
	say(m.ID == 1 && has(m, isakmp.PayloadIDi) && has(m, isakmp.PayloadAuth) && !has(m, isakmp.PayloadSA2) && !m.Response, "requests no child SA")
	say(has(m, isakmp.PayloadSA2) && m.Response && !failed, "accepts a child SA")
	switch {
	case failed && has(m, isakmp.PayloadAuth) && m.Response:
		parts = append(parts, "refuses the child SA: "+noticesMeaning(m))
	case failed && m.Response:
		parts = append(parts, "refuses: "+noticesMeaning(m))
	case failed, len(parts) == 0, slices.Contains(m.Notifies, isakmp.NotifyRedirect):
		parts = append(parts, noticesMeaning(m))
	}
	return strings.Join(parts, ", ")
}

// encryptedMeaning2 is what the header alone tells of a message that could not be
// decrypted.
func encryptedMeaning2(s *ike.SA, before []ike.Message, m *ike.Message) string {
	switch {
	case s.Failure.Kind == ike.Refused && s.Failure.Frame == m.Frame:
		return "refuses: too short for a proof"
	case m.Exchange == isakmp.ExchangeAuth && nth(before, m) == 0 && !m.Response && m.ID <= 1:
		return "asks to be authenticated"
	case m.Exchange == isakmp.ExchangeCreateChild && m.Response:
		return "accepts or refuses a new SA"
	case m.Exchange == isakmp.ExchangeCreateChild:
		return "requests a new SA"
	case m.Response:
		return "answers"
	}
	return "asks"
}
