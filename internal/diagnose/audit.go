package diagnose

import (
	"iter"
	"slices"
	"strconv"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// An audited SA is one whose settings are judged: what its peers chose or, where they
// chose nothing, what one of them offered while it had nothing better.
type audited struct {
	sa      *ike.SA
	child   *ike.Child         // nil: the IKE SA itself
	policy  isakmp.Policy      // of the IKE SA; what is 0 is not judged
	esp     isakmp.ChildPolicy // of child
	offered bool               // and not chosen
	by      ike.Role           // offered: the side that did, in sa
	message *ike.Message       // that says so, nil where it is not kept
}

// auditedSAs are the IKE SAs whose settings are judged, and their children. What the
// same peers use again is judged once.
func (f *Facts) auditedSAs() iter.Seq[*audited] {
	return func(yield func(*audited) bool) {
		if f.judged == nil {
			f.judged = auditOf(f.SAs)
		}
		for i := range f.judged {
			if !yield(&f.judged[i]) {
				return
			}
		}
	}
}

// A sameness is what two audited SAs have in common that are judged alike.
type sameness struct {
	peers     tunnel.Peers
	version   uint8
	exchange  isakmp.Exchange
	policy    isakmp.Policy
	esp       isakmp.ChildPolicy
	exchanges bool // it is a child with a key exchange of its own, or made with its IKE SA
	ids       [2]string
}

func auditOf(sas []*ike.SA) []audited {
	out, known := []audited{}, map[sameness]bool{}
	add := func(a audited) {
		k := sameness{peers: peersOf(a.sa), version: a.sa.Version, exchange: a.sa.Exchange, policy: a.policy, esp: a.esp}
		k.policy.Number = 0
		if a.child != nil {
			k.exchanges = freshKeys(a.child)
		} else if a.sa.Exchange == isakmp.ExchangeAggressive {
			k.ids = [2]string{string(a.sa.IDs[0].Data), string(a.sa.IDs[1].Data)}
		}
		if !known[k] {
			known[k] = true
			out = append(out, a)
		}
	}
	for _, s := range sas {
		switch {
		case s.Policy != nil:
			add(audited{sa: s, policy: *s.Policy, message: choiceOf(s)})
		case s.Failure.Failed() && len(s.Offers[ike.Initiator]) > 0:
			add(audited{sa: s, policy: weakestPolicy(s.Offers[ike.Initiator]), offered: true, by: ike.Initiator, message: firstOf(s)})
		}
		for _, c := range s.Children {
			switch {
			case !c.Failure.Failed() && !c.Ready.IsZero():
				add(audited{sa: s, child: c, esp: c.ChildPolicy, message: choiceOfChild(s, c)})
			case c.Failure.Failed() && len(c.Offers) > 0:
				add(audited{sa: s, child: c, esp: weakestChild(c.Offers), offered: true, by: c.By})
			}
		}
	}
	return out
}

// choiceOf is the message by which the responder chose the policy of s, nil where it is
// not kept.
func choiceOf(s *ike.SA) *ike.Message {
	for i := range s.Log {
		if m := &s.Log[i]; m.Role == ike.Responder && m.Exchange == s.Exchange && chooses(m) {
			return m
		}
	}
	return nil
}

// choiceOfChild is the same of a child of s, which may be of an SA before s.
func choiceOfChild(s *ike.SA, c *ike.Child) *ike.Message {
	for ; s != nil; s = s.Replaces {
		for i := range s.Log {
			if m := &s.Log[i]; m.Time.Equal(c.Ready) && chooses(m) {
				return m
			}
		}
	}
	return nil
}

// chooses reports whether m has an SA payload, and is no repetition.
func chooses(m *ike.Message) bool {
	return !m.Again && (slices.Contains(m.Payloads, isakmp.PayloadSA) || slices.Contains(m.Payloads, isakmp.PayloadSA2))
}

// firstOf is the first message of s, nil where none is kept.
func firstOf(s *ike.SA) *ike.Message {
	if len(s.Log) == 0 {
		return nil
	}
	return &s.Log[0]
}

// weakestPolicy has those settings of which the offers have nothing better than what is
// deprecated.
func weakestPolicy(offers []isakmp.Offer) (p isakmp.Policy) {
	c := allDeprecated(offers, func(o *isakmp.Offer) []isakmp.Cipher { return o.Encr }, func(c isakmp.Cipher) deprecation { return judgeCipher(c.Encr, ikeSA) })
	p.Encr, p.KeyBits = c.Encr, c.KeyBits
	p.Hash = allDeprecated(offers, func(o *isakmp.Offer) []ipsec.Hash { return o.Hash }, judgeHash)
	p.PRF = allDeprecated(offers, func(o *isakmp.Offer) []ipsec.PRF { return o.PRF }, judgePRF)
	p.Integ = allDeprecated(offers, func(o *isakmp.Offer) []ipsec.Integ { return o.Integ }, func(i ipsec.Integ) deprecation { return judgeInteg(i, ikeSA) })
	p.Group = allDeprecated(offers, func(o *isakmp.Offer) []ipsec.Group { return o.Group }, judgeGroup)
	return p
}

// weakestChild is the same of offers for a child.
func weakestChild(offers []isakmp.Offer) (p isakmp.ChildPolicy) {
	c := allDeprecated(offers, func(o *isakmp.Offer) []isakmp.Cipher { return o.Encr }, func(c isakmp.Cipher) deprecation { return judgeCipher(c.Encr, childSA) })
	p.Encr, p.KeyBits = c.Encr, c.KeyBits
	p.Integ = allDeprecated(offers, func(o *isakmp.Offer) []ipsec.Integ { return o.Integ }, func(i ipsec.Integ) deprecation { return judgeInteg(i, childSA) })
	return p
}

// allDeprecated is the least deprecated alternative of all offers, the zero value where
// one of them is not deprecated.
func allDeprecated[T any](offers []isakmp.Offer, of func(*isakmp.Offer) []T, judge func(T) deprecation) (best T) {
	var none T
	least := deprecation{}
	for i := range offers {
		for _, v := range of(&offers[i]) {
			d := judge(v)
			if !d.is() {
				return none
			}
			if !least.is() || d.severity < least.severity {
				best, least = v, d
			}
		}
	}
	return best
}

// freshKeys reports whether the keys of c come from a Diffie-Hellman exchange of its own
// or, in IKEv2, from that of the IKE SA with which it was made: RFC 7296, section 2.17.
func freshKeys(c *ike.Child) bool {
	if c.Group != 0 || len(c.KeyExchange[ike.Initiator]) > 0 || c.Parent.Version == 2 && len(c.Nonces[ike.Initiator]) == 0 {
		return true // of IKE_AUTH, if the nonces were not seen
	}
	for s := c.Parent; s != nil && s.Version == 2; s = s.Replaces {
		for r := range s.Hello { // the initiator of a successor may be the other peer
			if n := s.Hello[r].Nonce; len(n) > 0 && slices.Equal(n, c.Nonces[ike.Initiator]) {
				return true
			}
		}
	}
	return false
}

// protocolOf is "IKE", "ESP" or "AH".
func (a *audited) protocolOf() string {
	switch {
	case a.child == nil:
		return "IKE"
	case a.child.Protocol == isakmp.ProtocolAH:
		return "AH"
	}
	return "ESP"
}

// uses begins a sentence on what a uses: "IKE uses ".
func (a *audited) uses() string {
	if a.offered {
		return name(a.sa, a.by) + " offers nothing better for " + a.protocolOf() + " than "
	}
	return a.protocolOf() + " uses "
}

// deprecated is the finding on a setting that is worse than it should be. field is where
// its message has it as number; "": nowhere.
func (a *audited) deprecated(d deprecation, attribute, value, field string, number int) Finding {
	x := a.finding(d.severity, attribute, value)
	x.Setting = spoken(attribute, value)
	if a.child != nil {
		x.Setting += " for " + a.protocolOf()
	}
	x.Summary = a.uses() + spoken(attribute, value) + ": " + d.why
	x.Reference = d.reference
	a.prove(&x, field, strconv.Itoa(number), a.uses()+spoken(attribute, value))
	return x
}

// finding is the frame of one.
func (a *audited) finding(severity Severity, attribute string, value any) Finding {
	x := Finding{Severity: severity, Certainty: Certain, Values: []Value{{attribute, value, value}}}
	if a.child != nil {
		x.Tunnel = tunnelOf(a.sa, a.child)
	} else {
		x.Tunnel = tunnelOf(a.sa)
	}
	if a.offered {
		x.Severity = Note
		other := &x.Values[0].Responder
		if a.by == ike.Responder {
			other = &x.Values[0].Initiator
		}
		*other = nil
	}
	return x
}

// prove gives x the message that shows it.
func (a *audited) prove(x *Finding, field, value, text string) {
	if a.message == nil {
		return
	}
	if field == "" {
		value = ""
	}
	x.Evidence = append(x.Evidence, messageEvidence(a.message, field, value, text))
}

// onBoth has remedies stand for both peers of s.
func onBoth(s *ike.SA, list ...[]Remedy) []Remedy {
	return onBothOf(name(s, ike.Initiator), name(s, ike.Responder), slices.Concat(list...))
}

// onBothOf has remedies stand for two gateways.
func onBothOf(one, other string, list []Remedy) []Remedy {
	for _, r := range list {
		r.Steps[0].On = []string{one, other}
	}
	return list
}
