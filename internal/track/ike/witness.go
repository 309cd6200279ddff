package ike

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/inet"
)

// An IKE_AUTH whose last response is not decrypted may have ended well or not. The
// first packets of an ESP or AH SA between the peers tell that it has.

// maxAnswered bounds how many SAs wait for such packets.
const maxAnswered = 1 << 10

// awaitESP has s wait for the packets of its child SA: between its endpoints, where
// they are in UDP or TCP, and between its addresses.
func (t *Tracker) awaitESP(s *SA) {
	if len(t.answered) >= 2*maxAnswered {
		clear(t.answered)
	}
	t.answeredLate = t.answeredLate || s.Late
	p := peersOf(s.Now)
	t.answered[p] = s
	t.answered[p.withoutPorts()] = s
}

// withoutPorts are the addresses of two peers.
func (p peers) withoutPorts() peers {
	return peersOf([2]netip.AddrPort{netip.AddrPortFrom(p[0].Addr(), 0), netip.AddrPortFrom(p[1].Addr(), 0)})
}

// settle notes that p is of a child SA, if it is the beginning of one. Where the
// capture begins late, any packet is: the SA is as old.
func (t *Tracker) settle(p *dissect.Packet) {
	const beginning = 64 // some of the first packets may be missing
	var ends [2]netip.AddrPort
	for i := range p.Layers {
		l := &p.Layers[i]
		if l.Quoted {
			return
		}
		var sequence uint32
		switch m := l.Message.(type) {
		case *inet.IPv4:
			ends = [2]netip.AddrPort{netip.AddrPortFrom(m.Src, 0), netip.AddrPortFrom(m.Dst, 0)}
		case *inet.IPv6:
			ends = [2]netip.AddrPort{netip.AddrPortFrom(m.Src, 0), netip.AddrPortFrom(m.Dst, 0)}
		case *inet.UDP:
			ends = [2]netip.AddrPort{netip.AddrPortFrom(ends[0].Addr(), m.SrcPort), netip.AddrPortFrom(ends[1].Addr(), m.DstPort)}
		case *inet.TCP:
			ends = [2]netip.AddrPort{netip.AddrPortFrom(ends[0].Addr(), m.SrcPort), netip.AddrPortFrom(ends[1].Addr(), m.DstPort)}
		case *esp.Packet:
			sequence = m.Seq
		case *esp.AH:
			sequence = m.Seq
		}
		if sequence == 0 {
			continue
		}
		if sequence > beginning && !t.answeredLate {
			return
		}
		s := t.answered[peersOf(ends)]
		if s == nil || sequence > beginning && !s.Late {
			return
		}
		if s.State == AuthAnswered && !p.Time.Before(s.authentication.answered) {
			s.State, s.Ready = Ready, s.authentication.answered
			if s.Ready.IsZero() {
				s.Ready = p.Time
			}
			t.tell(s)
		}
		delete(t.answered, peersOf(s.Now))
		delete(t.answered, peersOf(s.Now).withoutPorts())
		return
	}
}
