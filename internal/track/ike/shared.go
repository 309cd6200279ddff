package ike

import (
	"slices"
	"unsafe"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// A proposed is what an SA payload says. The SAs of many clients of one kind have the
// same: a flood of messages costs no copy for each. It does not change.
type proposed struct {
	body   []byte // of the payload
	offers []isakmp.Offer
	policy *isakmp.Policy // of one alone, which its sender has chosen; nil: there are several
}

// What is shared: of so many payloads, none of which is longer. Others are copied.
const (
	maxProposed     = 1 << 8
	maxProposedSize = 1 << 10
)

type proposals = bounded.Table[string, *proposed]

func newProposals() *proposals { return bounded.New[string, *proposed](maxProposed) }

// recordProposed keeps what the SA payload of m, which from sent, says: what the initiator
// offers, or the responder has chosen.
func (t *Tracker) recordProposed(s *SA, m *isakmp.Packet, from Role) {
	p, shared := t.propose(m)
	if p == nil {
		return
	}
	h := &s.Hello[from]
	if h.SA == nil || s.Version == 2 {
		h.SA = p.body
	}
	unpaid := 0
	if &h.SA[0] == &p.body[0] {
		unpaid = room(p.body)
	}
	known := s.Policy
	switch {
	case from == Initiator && p.offers != nil:
		s.Offers[from] = p.offers
		unpaid += sizeOf(p.offers)
	case from == Responder && p.policy != nil:
		s.Policy = p.policy
		unpaid += int(unsafe.Sizeof(*p.policy))
	}
	if s.unpaid[from] = unpaid; !shared {
		s.unpaid[from] = 0
	}
	if from == Initiator || p.policy == nil {
		return
	}
	if s.Version == 1 && (known == nil && s.Policy.Auth != 0 || known != nil && s.Policy.Auth != known.Auth) {
		s.methods1(s.Policy.Auth)
	}
}

// propose returns what the SA payload of m says, nil without one; shared reports that
// other SAs have it as well.
func (t *Tracker) propose(m *isakmp.Packet) (p *proposed, shared bool) {
	if len(m.SA) == 0 || !m.Exchange.Begins() {
		return nil, false
	}
	one := payloadsOf(m, isakmp.PayloadSA)+payloadsOf(m, isakmp.PayloadSA2) == 1
	key := string(append([]byte{m.Major(), byte(m.Exchange)}, m.SA...))
	if e := t.proposals.Find(key); one && e != nil {
		return e.Value, true
	}
	p = &proposed{body: slices.Clone(m.SA)}
	if len(m.Proposals) > 0 {
		p.offers = m.Offers(maxOffers)
		if list := m.Policies(1); len(list) > 0 {
			p.policy = &list[0]
		}
	}
	if one && p.size() <= maxProposedSize {
		t.proposals.Add(key).Value = p
	}
	return p, false
}

func payloadsOf(m *isakmp.Packet, typ isakmp.PayloadType) (n int) {
	for i := range m.Payloads {
		if m.Payloads[i].Type == typ {
			n++
		}
	}
	return n
}

// size is what p takes.
func (p *proposed) size() int {
	n := room(p.body) + sizeOf(p.offers)
	if p.policy != nil {
		n += int(unsafe.Sizeof(*p.policy))
	}
	return n
}
