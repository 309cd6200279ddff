package diagnose

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// auditIdentity finds names that aggressive mode sends in the clear.
func auditIdentity(f *Facts, found func(Finding)) {
	for a := range f.auditedSAs() {
		s := a.sa
		if a.child != nil || s.Exchange != isakmp.ExchangeAggressive {
			continue
		}
		x := a.finding(Note, "identity", nil)
		x.Setting, x.Reference = "identity in the clear", "RFC 2408, section 4.7"
		for r := ike.Initiator; r <= ike.Responder; r++ {
			if !tells(s, r) {
				continue
			}
			text := printable(string(isakmp.AppendIdentity(nil, s.IDs[r].Type, s.IDs[r].Data)))
			if r == ike.Initiator {
				x.Values[0].Initiator = text
			} else {
				x.Values[0].Responder = text
			}
			if x.Summary != "" {
				x.Summary += " and "
			}
			x.Summary += name(s, r) + " as " + text
			x.Evidence = append(x.Evidence, identityEvidence(s, r)...)
		}
		if x.Summary == "" {
			continue
		}
		x.Summary = "Aggressive mode tells everyone on the way who the peers are: " + x.Summary
		x.Remedies = mainMode(s)
		found(x)
	}
}

// tells reports whether the identity of a peer is more than the address that its packets
// have anyway.
func tells(s *ike.SA, r ike.Role) bool {
	id := s.IDs[r]
	if id.Type == 0 {
		return false
	}
	if addr, ok := netip.AddrFromSlice(id.Data); ok && (id.Type == idIPv4 || id.Type == idIPv6) {
		return addr != s.Now[r].Addr() && addr != s.Peers[r].Addr()
	}
	return true
}

// Types of identities that are addresses: RFC 2407, section 4.6.2.1; RFC 7296, section 3.5.
const (
	idIPv4 = 1
	idIPv6 = 5
)

// identityEvidence is the message in which a peer sends its identity.
func identityEvidence(s *ike.SA, r ike.Role) []Evidence {
	for i := range s.Log {
		if m := &s.Log[i]; m.Role == r && !m.Encrypted && chooses(m) {
			return []Evidence{messageEvidence(m, "", "", "the identity of "+name(s, r))}
		}
	}
	return nil
}
