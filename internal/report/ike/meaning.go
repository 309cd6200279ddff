package ike

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// meaning is what a message is for, in words; before are the messages of the SA
// before it.
func meaning(s *ike.SA, before []ike.Message, m *ike.Message) string {
	say := ""
	if s.Version == 2 {
		say = meaning2(s, before, m)
	} else {
		say = meaning1(s, before, m)
	}
	proof := "HASH"
	if s.Version == 2 {
		proof = "AUTH"
	}
	switch m.Proof {
	case ipsec.Correct:
		say += "; " + proof + " right"
	case ipsec.Incorrect:
		say += "; " + proof + " wrong"
	}
	return say
}

// has reports whether m holds a payload of one of the types. The payloads of a
// message that could not be decrypted are not known.
func has(m *ike.Message, types ...isakmp.PayloadType) bool {
	return slices.ContainsFunc(m.Payloads, func(t isakmp.PayloadType) bool { return slices.Contains(types, t) })
}

// nth counts the messages of m's exchange before it, without retransmissions.
func nth(before []ike.Message, m *ike.Message) (n int) {
	for i := range before {
		if b := &before[i]; b.Exchange == m.Exchange && b.ID == m.ID && !b.Again {
			n++
		}
	}
	return n
}

// meaning1 is meaning for the exchanges of RFC 2409, section 5.
func meaning1(s *ike.SA, before []ike.Message, m *ike.Message) string {
	switch m.Exchange {
	case isakmp.ExchangeMain:
		switch {
		case m.Encrypted:
			return "identifies and authenticates itself"
		case has(m, isakmp.PayloadKE):
			return "public value and nonce"
		}
		return policyMeaning(s, m)
	case isakmp.ExchangeAggressive:
		switch {
		case !has(m, isakmp.PayloadSA):
			return "authenticates itself"
		case m.Role == ike.Responder:
			return policyMeaning(s, m) + ", authenticates itself"
		}
		return policyMeaning(s, m) + ", identifies itself"
	case isakmp.ExchangeQuick:
		return [...]string{"requests a child SA", "agrees", "confirms", "is ready"}[min(nth(before, m), 3)]
	case isakmp.ExchangeTransaction:
		if s.Policy != nil && s.Policy.Auth.XAUTH() {
			return "user or configuration"
		}
		return "configuration"
	}
	return noticesMeaning(s, m)
}

// policyMeaning is what an SA payload of phase 1 or IKE_SA_INIT is for.
func policyMeaning(s *ike.SA, m *ike.Message) string {
	switch {
	case !has(m, isakmp.PayloadSA, isakmp.PayloadSA2):
		return noticesMeaning(s, m)
	case m.Role == ike.Responder && s.Policy != nil:
		return "chooses " + policyText(ios.WordsOf(s), s.Policy)
	case m.Role == ike.Initiator:
		return "offers " + render.Plural(len(s.Offers[ike.Initiator]), "policy", "policies")
	}
	return ""
}

// meaning2 is meaning for the exchanges of RFC 7296, sections 1.2 to 1.4.
func meaning2(s *ike.SA, before []ike.Message, m *ike.Message) string {
	if m.Parts > m.Fragment {
		return "part of a message"
	}
	switch {
	case m.Exchange == isakmp.ExchangeSAInit:
		say := policyMeaning(s, m)
		if !m.Response && slices.Contains(m.Notifies, isakmp.NotifyCookie) {
			say += ", with the cookie"
		}
		return say
	case !m.Decrypted:
		return encryptedMeaning2(before, m)
	case m.Exchange == isakmp.ExchangeAuth:
		return authMeaning(s, m)
	case m.Exchange == isakmp.ExchangeCreateChild && slices.Contains(m.Notifies, isakmp.NotifyRekeySA):
		return "requests to rekey a child SA"
	case m.Exchange == isakmp.ExchangeCreateChild && has(m, isakmp.PayloadTSi):
		if m.Response {
			return "accepts a child SA"
		}
		return "requests a child SA"
	case m.Exchange == isakmp.ExchangeCreateChild && has(m, isakmp.PayloadSA2):
		if m.Response {
			return "accepts a new IKE SA"
		}
		return "requests to rekey the IKE SA"
	case m.Exchange == isakmp.ExchangeIntermediate && has(m, isakmp.PayloadKE2):
		return "additional public value"
	case m.Exchange == isakmp.ExchangeInfo2 && len(m.Payloads) == 1:
		switch {
		case !m.Response:
			return "are you there?"
		case answersProbe(before, m):
			return "yes"
		}
		return "confirms"
	}
	return noticesMeaning(s, m)
}

// answersProbe reports whether m answers an empty INFORMATIONAL request: dead peer
// detection (RFC 7296, section 2.4).
func answersProbe(before []ike.Message, m *ike.Message) bool {
	for i := range before {
		if b := &before[i]; b.ID == m.ID && b.Role != m.Role && b.Exchange == m.Exchange && !b.Response {
			return b.Decrypted && len(b.Payloads) == 1
		}
	}
	return false
}

// authMeaning is what a decrypted message of IKE_AUTH is for.
func authMeaning(s *ike.SA, m *ike.Message) string {
	var parts []string
	if has(m, isakmp.PayloadIDi, isakmp.PayloadIDr) {
		parts = append(parts, "identifies itself")
	}
	if has(m, isakmp.PayloadAuth) {
		parts = append(parts, "authenticates itself")
	}
	if has(m, isakmp.PayloadEAP) {
		parts = append(parts, "EAP")
	}
	if has(m, isakmp.PayloadSA2) {
		if m.Response {
			parts = append(parts, "accepts a child SA")
		} else {
			parts = append(parts, "requests a child SA")
		}
	}
	if len(parts) == 0 || slices.ContainsFunc(m.Notifies, isError2) {
		parts = append(parts, noticesMeaning(s, m))
	}
	return strings.Join(parts, ", ")
}

// encryptedMeaning2 is what the header alone tells of a message that could not be
// decrypted.
func encryptedMeaning2(before []ike.Message, m *ike.Message) string {
	switch m.Exchange {
	case isakmp.ExchangeAuth:
		if nth(before, m) == 0 && !m.Response && m.ID <= 1 {
			return "identifies and authenticates itself, requests a child SA"
		}
	case isakmp.ExchangeCreateChild:
		if m.Response {
			return "accepts or refuses a new SA"
		}
		return "requests a new SA"
	}
	if m.Response {
		return "answers"
	}
	return "asks"
}

// noticesMeaning names the notifications and deletions of a message.
func noticesMeaning(s *ike.SA, m *ike.Message) string {
	var parts []string
	for _, n := range m.Notifies {
		if s.Version == 1 || isError2(n) || n == isakmp.NotifyCookie || len(m.Notifies) == 1 {
			parts = append(parts, noticeName(s.Version, n))
		}
	}
	for _, p := range m.Deletes {
		parts = append(parts, "deletes an SA of "+strings.TrimPrefix(ios.OrNumber(isakmp.ProtocolName(s.Version, p), uint16(p)), "IPSEC_"))
	}
	if len(parts) == 0 && m.Encrypted && !m.Decrypted {
		return "encrypted"
	}
	return strings.Join(parts, ", ")
}

// isError2 reports whether a notification of IKEv2 is an error.
func isError2(n isakmp.NotifyType) bool { return n < isakmp.NotifyStatus }

// itoa is a number in a text.
func itoa[T ~int | ~uint8 | ~uint16 | ~uint32 | ~uint64](n T) string {
	return strconv.FormatUint(uint64(n), 10)
}
