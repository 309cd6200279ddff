package ike

import (
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

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
		return transactionMeaning(s, m)
	}
	return noticesMeaning(m)
}

// transactionMeaning is what a message of XAUTH or Mode-Config is for.
func transactionMeaning(s *ike.SA, m *ike.Message) string {
	switch c := saidBy(m).Config; {
	case c != nil && c.XAUTH:
		return xauthText(c)
	case c != nil && len(c.Types) == 0 && c.Type == isakmp.ConfigAck:
		return "acknowledges"
	case c != nil:
		return configText(c)
	case s.Policy != nil && (s.Policy.Auth.XAUTH() || s.Policy.Auth.Hybrid()):
		return "user or configuration"
	}
	return "configuration"
}
