package diagnose

import (
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// unreadRefusals finds child SAs that are refused by messages that are not decrypted: what
// refuses them is known by what does not come, or by the length of what comes. What is
// refused is not known.
func (f *Facts) unreadRefusals(found func(Finding)) {
	for _, s := range f.SAs {
		if len(s.Log) == maxLadder || s.Failure.Kind == ike.Notified {
			continue
		}
		refusals := unreadQuickModes(s)
		if s.Version == 2 {
			refusals = f.unreadChildren(s)
		}
		if len(refusals) > 0 && !f.carries(s) && !madeInAuth(s, refusals) {
			found(f.ofUnread(s, refusals))
		}
	}
}

// maxLadder is how many messages a ladder has at most: of what follows nothing is known.
const maxLadder = 256

// An unreadRefusal is a request and the answer that refuses it.
type unreadRefusal struct{ request, answer *ike.Message }

// refusedWithin is within which time a quick mode is refused.
const refusedWithin = 3 * time.Second

// unreadQuickModes are the quick modes of s, not decrypted, that the other side answers
// by an Informational alone.
func unreadQuickModes(s *ike.SA) (out []unreadRefusal) {
	for i := range s.Log {
		m := &s.Log[i]
		if m.Exchange != isakmp.ExchangeQuick || m.Decrypted || m.Again || m.Length < leastQuick {
			continue
		}
		if k := slices.IndexFunc(s.Log, func(o ike.Message) bool { return o.Exchange == m.Exchange && o.ID == m.ID }); k < i {
			continue
		}
		rest := s.Log[i+1:]
		if slices.ContainsFunc(rest, func(o ike.Message) bool { return o.Exchange == m.Exchange && o.ID == m.ID && o.Role != m.Role }) {
			continue
		}
		if k := slices.IndexFunc(rest, func(o ike.Message) bool { return o.Role != m.Role && !o.Again }); k >= 0 {
			if a := &rest[k]; a.Exchange == isakmp.ExchangeInformational && a.Encrypted && !a.Decrypted && a.Time.Sub(m.Time) < refusedWithin {
				out = append(out, unreadRefusal{m, a})
			}
		}
	}
	return out
}

// The least bytes of payloads that make a child SA: RFC 7296, sections 3.3, 3.9 and 3.13.
// An SA payload has a proposal with an SPI and two transforms, a selector two addresses.
const (
	leastSA       = 4 + 8 + 4 + 8 + 8
	leastSelector = 8 + 16
	leastNonce    = 4 + 16
	leastQuick    = 28 + 20 + leastSA + leastNonce // message 1 with its HASH; message 3 has nothing else: RFC 2409, section 5.5
	leastID       = 8 + 1
	leastAuth     = 8 + 16
)

// unreadChildren are the requests of s for a child SA, not decrypted, whose answers have
// no room for one.
func (f *Facts) unreadChildren(s *ike.SA) (out []unreadRefusal) {
	for i := range s.Log {
		a := &s.Log[i]
		if !a.Response || a.Again || a.Decrypted || a.Room == 0 {
			continue
		}
		k := slices.IndexFunc(s.Log[:i], func(o ike.Message) bool {
			return !o.Response && o.ID == a.ID && o.Exchange == a.Exchange && o.Role != a.Role
		})
		if k < 0 {
			continue
		}
		m := &s.Log[k]
		switch {
		case a.Exchange == isakmp.ExchangeCreateChild && a.Room < leastSA+leastNonce && !madeGood(s.Log[i+1:], a):
			out = append(out, unreadRefusal{m, a})
		case a.Exchange == isakmp.ExchangeAuth && a.ID == 1 && a.Room >= leastID+leastAuth && a.Room < leastID+leastAuth+leastSA+2*leastSelector && !goesOn(s.Log[i+1:]) &&
			(noticed(s, childlessSupported) != nil && m.Room > a.Room || asksForChild(m, a) && (i+1 < len(s.Log) || f.At.Sub(a.Time) >= moreRounds)):
			out = append(out, unreadRefusal{m, a})
		}
	}
	return out
}

// moreRounds is within which time IKE_AUTH goes on that has more rounds, as with EAP.
const moreRounds = time.Second

// asksForChild reports whether m of IKE_AUTH has room for what asks for a child SA, beside
// what its answer a has as well. Where peers may do without one, ofUnread says so.
func asksForChild(m, a *ike.Message) bool { return m.Room >= a.Room+leastSA+2*leastSelector }

// goesOn reports whether IKE_AUTH has more rounds, or a child SA is made after it.
func goesOn(rest []ike.Message) bool {
	return slices.ContainsFunc(rest, func(m ike.Message) bool {
		return m.Exchange == isakmp.ExchangeAuth || m.Exchange == isakmp.ExchangeCreateChild && m.Response && (m.Decrypted || m.Room >= leastSA+leastNonce)
	})
}

// carries reports whether ESP or AH is seen between the peers of s after it was
// established: then a child SA was made.
func (f *Facts) carries(s *ike.SA) bool {
	for sa := range f.espSAs().of(s) {
		if !sa.Last.Before(s.First) {
			return true
		}
	}
	return false
}

// madeInAuth reports whether IKE_AUTH, which is not decrypted, seems to have made a child
// SA: what was refused later is another one, or a rekey. A large answer may as well have
// certificates in it.
func madeInAuth(s *ike.SA, refusals []unreadRefusal) bool {
	const leastCertificate = 500
	if refusals[0].answer.Exchange != isakmp.ExchangeCreateChild || s.Version != 2 {
		return false
	}
	answer := lastWhere(s, func(m *ike.Message) bool { return m.Exchange == isakmp.ExchangeAuth && m.Response })
	return answer != nil && answer.Room >= leastAuth+leastSA+2*leastSelector && answer.Room < leastCertificate
}

// madeGood reports whether a child SA is made at once after a, which refuses one: a may
// have wanted another group (RFC 7296, section 1.3), or both peers asked at a time
// (section 2.25).
func madeGood(rest []ike.Message, a *ike.Message) bool {
	return slices.ContainsFunc(rest, func(m ike.Message) bool {
		return m.Exchange == a.Exchange && m.Response && m.Time.Sub(a.Time) < refusedWithin && (m.Decrypted || m.Room >= leastSA+leastNonce)
	})
}

// mayRefuse is what answers of IKEv2 may refuse. Keys are exchanged, and addresses
// assigned, in one of two exchanges alone: RFC 7296, sections 1.2 and 3.15.
func mayRefuse(refusals []unreadRefusal) string {
	in := func(x isakmp.Exchange) bool {
		return slices.ContainsFunc(refusals, func(r unreadRefusal) bool { return r.answer.Exchange == x })
	}
	list := []string{"the proposals"}
	if in(isakmp.ExchangeCreateChild) {
		list = append(list, "the group for perfect forward secrecy")
	}
	if in(isakmp.ExchangeAuth) {
		list = append(list, "an address")
	}
	return joinOr(append(list, "the traffic selectors"))
}

// mayBeSound is what else than a refusal an answer of IKE_AUTH without room for a child SA
// may be, "" where nothing is: one to a request that asks for none (RFC 6023), or one with
// which EAP begins, if the capture ends there.
func (f *Facts) mayBeSound(s *ike.SA, refusals []unreadRefusal) string {
	last := refusals[len(refusals)-1].answer
	switch {
	case last.Exchange != isakmp.ExchangeAuth || f.anew(s) != nil:
		return ""
	case noticed(s, childlessSupported) != nil:
		return name(s, ike.Initiator) + " asks for none, which " + name(s, ike.Responder) + " allows (RFC 6023)"
	case f.At.Sub(last.Time) < patience:
		return "the authentication goes on, by EAP, where the capture ends"
	}
	return ""
}

// childlessSupported says that a responder takes IKE_AUTH without a child SA: RFC 6023,
// section 3.
const childlessSupported isakmp.NotifyType = 16418

// ofUnread is the finding that child SAs of s are refused, for a reason that is not
// decrypted.
func (f *Facts) ofUnread(s *ike.SA, refusals []unreadRefusal) Finding {
	first := refusals[0]
	asks, refuses := name(s, first.request.Role), name(s, first.answer.Role)
	x := Finding{
		Severity: f.OfFailure(s), Certainty: Possible, Tunnel: tunnelOf(s), Reference: "RFC 2409, section 5.5",
		Summary: "Phase 2 is refused: " + refuses + " answers the quick mode of " + asks + " by an Informational that is not decrypted. It may refuse the transform set, " +
			"the group for perfect forward secrecy or the access list: the keys tell which",
	}
	if s.Version == 2 {
		x.Reference = "RFC 7296, section 1.3.1"
		x.Summary = "The child SA is refused: the answer of " + refuses + " to " + asks + " is not decrypted, and has no room for one. It may refuse " + mayRefuse(refusals) + ": the keys tell which"
		if doubt := f.mayBeSound(s, refusals); doubt != "" {
			x.Severity = Note
			x.Summary = "No child SA comes of IKE_AUTH: the answer of " + refuses + " to " + asks + " is not decrypted, and has no room for one. It may refuse " + mayRefuse(refusals) + "; or " + doubt
		}
	}
	for i, r := range refusals {
		if i == maxSpoken {
			break
		}
		x.Evidence = append(x.Evidence,
			exchangeEvidence(r.request.Frame, r.request.Time, r.request.Exchange, asks+" asks for a child SA"),
			exchangeEvidence(r.answer.Frame, r.answer.Time, r.answer.Exchange, "what "+refuses+" answers makes none"))
	}
	x.Count = len(refusals)
	return x
}
