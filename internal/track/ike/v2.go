package ike

import "pktscope/dissect/isakmp"

// advance2 brings s, of IKEv2, to where m takes it: RFC 7296, sections 1.2 to
// 1.4.
func (s *SA) advance2(m *isakmp.Packet, from Role, at *sight) {
	answer := m.Flags&isakmp.FlagResponse != 0
	s.reach(InitSent)
	switch m.Exchange {
	case isakmp.ExchangeSAInit:
		if answer && m.ResponderSPI != (SPI{}) {
			s.reach(InitDone)
		}
	case isakmp.ExchangeAuth:
		if answer {
			s.ready(at)
		} else {
			s.reach(AuthSent)
		}
	case isakmp.ExchangeCreateChild, isakmp.ExchangeInfo2:
		s.ready(at)
	}
	if m.Exchange == isakmp.ExchangeInfo2 && m.Facts.Opened.Plain != nil && len(m.Payloads) == 1 {
		if answer { // nothing but the SK payload: RFC 7296, section 2.4
			s.Probes.Answered++
		} else {
			s.Probes.Asked++
		}
	}
}

func (s *SA) ready(at *sight) {
	if s.Ready.IsZero() {
		s.Ready = at.time
	}
	if s.Deleted.IsZero() {
		s.reach(Ready)
	}
}
