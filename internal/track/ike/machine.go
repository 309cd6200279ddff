package ike

import (
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A transition is a row of a table. An SA in one of the states `from` goes to `to`
// when side `by` sends a message of an exchange in `on` for which `when` holds. The
// first row that fits counts; where none does, the state stays. A message that is
// captured late thus takes nothing back.
type transition struct {
	from states
	on   exchanges
	by   sender
	when func(s *SA, m *isakmp.Packet) bool // nil: always
	to   State
}

// A sender is a side of an exchange.
type sender uint8

const (
	byEither    sender = iota
	byInitiator        // of the SA
	byResponder
	byRequest // IKEv2: the side that began the exchange
	byResponse
)

func (x sender) sent(m *isakmp.Packet, from Role) bool {
	switch x {
	case byInitiator:
		return from == Initiator
	case byResponder:
		return from == Responder
	case byRequest:
		return m.Flags&isakmp.FlagResponse == 0
	case byResponse:
		return m.Flags&isakmp.FlagResponse != 0
	}
	return true
}

// exchanges are a set of isakmp.Exchange.
type exchanges uint64

func of(list ...isakmp.Exchange) (set exchanges) {
	for _, x := range list {
		set |= 1 << x
	}
	return set
}

func (set exchanges) has(x isakmp.Exchange) bool { return set>>x&1 != 0 }

// advance brings s to the state that m leads to.
func (s *SA) advance(table []transition, m *isakmp.Packet, from Role, o *observation) {
	for i := range table {
		t := &table[i]
		if !t.from.has(s.State) || !t.on.has(m.Exchange) || !t.by.sent(m, from) || t.when != nil && !t.when(s, m) {
			continue
		}
		if s.State = t.to; s.State.isFailed() {
			s.fail(s.failureBy(m, from, o))
			return
		}
		s.Failure = Failure{}
		switch {
		case !s.State.Established() || s.awaitsUser():
			s.Ready = time.Time{}
		case s.Ready.IsZero():
			s.Ready = o.time
			if a := s.authentication.answered; !a.IsZero() && a.Before(o.time) {
				s.Ready = a // the response that others show to have ended IKE_AUTH
			}
		}
		return
	}
}
