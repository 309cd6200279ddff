package diagnose

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// longIdle is a silence for which NATs forget a translation of UDP: RFC 4787, section
// 4.3, asks for two minutes, and many have 30 seconds or less.
const longIdle = 20 * time.Second

// A portMove is a peer whose port, or address, has changed.
type portMove struct {
	peer, other netip.AddrPort // the peer as it was
	now         netip.AddrPort // the peer as it is
	at          time.Time
	frame       uint64
	idle        time.Duration // from the peer's last packet from where it was
	sa          *ike.SA       // nil: not captured
	spi         uint32        // of ESP that shows it, 0: IKE does
}

// checkKeepalive finds NATs that forget a translation while their inside is silent:
// RFC 3948, section 4.
func checkKeepalive(f *Facts, found func(Finding)) {
	for _, m := range f.portMoves() {
		if m.idle >= longIdle && !m.roams() && !m.keptAlive() {
			f.forgotByNAT(&m, found)
		}
	}
	f.rejectedByNAT(found)
}

// checkPortMoved finds peers whose port a NAT has changed, as when it restarts.
func checkPortMoved(f *Facts, found func(Finding)) {
	for _, m := range f.portMoves() {
		f.portMoved(&m, found)
	}
}

// portMoves are the changes of ports by NATs, by ESP in UDP and by IKE.
func (f *Facts) portMoves() (list []portMove) {
	type mapping struct{ from, to netip.AddrPort }
	known := map[mapping]bool{}
	for _, m := range f.movesOfESP() {
		known[mapping{m.peer, m.now}] = true
		list = append(list, m)
	}
	for _, s := range f.SAs {
		for i := range s.Moves {
			m := &s.Moves[i]
			if m.From.Addr() != m.To.Addr() || known[mapping{m.From, m.To}] || wellKnown(m.From.Port()) && wellKnown(m.To.Port()) {
				continue
			}
			known[mapping{m.From, m.To}] = true
			x := portMove{peer: m.From, other: s.Now[m.Role.Other()], now: m.To, at: m.Time, frame: m.Frame, sa: s}
			x.idle = m.Time.Sub(f.lastOfPeer(s, m.Role, m.From, m.Time))
			list = append(list, x)
		}
	}
	return list
}

// wellKnown reports whether a peer uses a port of its own accord: that of IKE, of NAT
// traversal or of GDOI, RFC 6407.
func wellKnown(port uint16) bool {
	const gdoi = 848
	return isakmp.IsPort(port) || port == gdoi
}

// roams reports whether the address of the peer has changed, and not its port alone.
func (m *portMove) roams() bool { return m.peer.Addr() != m.now.Addr() }

// movesOfESP are the ESP SAs in UDP whose packets come from another port, or address, than
// before: the receiver, who has chosen the SPI, has it for one SA.
func (f *Facts) movesOfESP() (list []portMove) {
	if f.ESP == nil {
		return nil
	}
	type name struct {
		spi   uint32
		dst   netip.Addr
		iface string
	}
	byName := map[name][]*esp.SA{}
	for e := range f.ESP.SAs() {
		if e.Encap == keys.UDP && !e.AH {
			k := name{e.SPI, e.Dst, e.Interface}
			byName[k] = append(byName[k], e)
		}
	}
	const mostMoves = 4 // more of them are packets that were captured before a NAT and behind it
	for _, all := range byName {
		for _, e := range all {
			if e.Moved == nil || e.Moved.Times > mostMoves || e.Moved.To == e.Src {
				continue
			}
			was, other := netip.AddrPortFrom(e.Src, e.Ports[0]), netip.AddrPortFrom(e.Dst, e.Ports[1])
			m := portMove{peer: was, other: other, now: netip.AddrPortFrom(e.Moved.To, e.Ports[0]), at: e.Moved.Time, frame: e.Moved.Frame, spi: e.SPI}
			for _, s := range f.Between(e.Src, e.Dst) {
				if !s.Ready.IsZero() && s.Ready.Before(m.at) {
					m.sa = s
				}
			}
			list = append(list, m)
		}
		slices.SortFunc(all, func(a, b *esp.SA) int { return a.First.Compare(b.First) })
		for i := 1; i < len(all); i++ {
			old, e := all[i-1], all[i]
			if old.Ports[0] == e.Ports[0] && old.Src == e.Src || e.First.Before(old.Last) || e.Sequence.First < old.Sequence.Last {
				continue
			}
			m := portMove{
				peer: netip.AddrPortFrom(old.Src, old.Ports[0]), other: netip.AddrPortFrom(e.Dst, e.Ports[1]), now: netip.AddrPortFrom(e.Src, e.Ports[0]),
				at: e.First, frame: e.FirstFrame, spi: e.SPI, idle: e.First.Sub(old.Last),
			}
			for _, s := range f.Between(old.Src, old.Dst) {
				for r := range s.Now {
					if s.Now[r].Addr() == old.Src && !s.Ready.IsZero() && s.Ready.Before(e.First) {
						m.sa = s
						m.idle = e.First.Sub(f.lastOfPeer(s, ike.Role(r), m.peer, e.First))
					}
				}
			}
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b portMove) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.spi, b.spi)) })
	return list
}

// lastOfPeer is when a peer of s sent something from a port last before a moment: IKE,
// ESP or a keepalive.
func (f *Facts) lastOfPeer(s *ike.SA, r ike.Role, from netip.AddrPort, before time.Time) (last time.Time) {
	later := func(t time.Time) {
		if t.Before(before) && t.After(last) {
			last = t
		}
	}
	for i := range s.Log {
		if m := &s.Log[i]; m.Role == r {
			later(m.Time)
		}
	}
	later(s.NAT.Keepalives[r].Last)
	if f.ESP != nil {
		for _, e := range f.espSAs().bySrc[from.Addr()] {
			if e.Ports[0] == from.Port() || e.Ports[0] == 0 {
				later(e.Last)
				if !e.Last.Before(before) && e.First.Before(before) {
					later(before.Add(-time.Nanosecond)) // it was sending all the time
				}
			}
		}
	}
	if last.IsZero() {
		return before
	}
	return last
}

// keptAlive reports whether the peer sends keepalives that are closer than the silence.
func (m *portMove) keptAlive() bool {
	if m.sa == nil {
		return false
	}
	for r := range m.sa.Now {
		if k := &m.sa.NAT.Keepalives[r]; m.sa.Now[r].Addr() == m.peer.Addr() && k.Count > 1 && k.Last.After(m.at.Add(-m.idle)) {
			return true
		}
	}
	return false
}

// tunnel is the tunnel of the peers.
func (m *portMove) tunnel() *Tunnel {
	t := &Tunnel{Initiator: m.peer, Responder: m.other}
	if m.sa != nil {
		t = tunnelOf(m.sa)
	}
	if m.spi != 0 {
		t.ESP = append(t.ESP, m.spi)
	}
	return t
}

// symptom is what both rules on a move claim.
func (m *portMove) symptom() Symptom {
	return Symptom{Lossy, [2]netip.AddrPort{m.peer, m.now}}
}

// evidence is the first packet from the new port, or address.
func (m *portMove) evidence() Evidence {
	if m.roams() {
		field := "ip.src"
		if m.now.Addr().Is6() {
			field = "ipv6.src"
		}
		return Evidence{Frame: m.frame, Time: m.at, Field: field, Value: m.now.Addr().String(), Text: "the first packet of the same SA from there; before it came from " + m.peer.String()}
	}
	return Evidence{Frame: m.frame, Time: m.at, Field: "udp.srcport", Value: strconv.Itoa(int(m.now.Port())), Text: fmt.Sprintf("the first packet from port %d; before it was %d", m.now.Port(), m.peer.Port())}
}

// forgotByNAT tells that a NAT has forgotten a translation for want of keepalives.
func (f *Facts) forgotByNAT(m *portMove, found func(Finding)) {
	x := Finding{
		Severity: Warning, Certainty: Likely, Tunnel: m.tunnel(), Reference: "RFC 3948, section 4",
		Summary: fmt.Sprintf("The NAT before %s forgets its translation: after %s without a packet from it port %d has become %d; NAT keepalives come too seldom, or not at all",
			m.peer.Addr(), span(m.idle), m.peer.Port(), m.now.Port()),
		Evidence: []Evidence{m.evidence()},
		Symptoms: []Symptom{m.symptom(), SilenceOf(m.peer.Addr(), m.other.Addr()), SilenceOf(m.other.Addr(), m.peer.Addr()), {Lossy, [2]netip.Addr{m.peer.Addr(), m.other.Addr()}}},
		Remedies: keepaliveRemedies(endpoint(m.peer.Addr())),
	}
	f.goesOn(m, &x)
	for _, e := range f.errorsAbout(m.other.Addr(), m.peer.Addr(), m.at.Add(-m.idle), m.at, toPort(m.peer.Port())) {
		x.Certainty = Certain
		x.Evidence = append(x.Evidence, errorEvidence(e))
		break
	}
	found(x)
}

// toPort selects packets of UDP to a port.
func toPort(port uint16) func(*icmperror.Quote) bool {
	return func(q *icmperror.Quote) bool { return q.Protocol == protoUDP && q.Dst.Port() == port }
}

// rejectedByNAT tells of NATs that answer ICMP port unreachable to packets for a peer
// behind them which was silent for long.
func (f *Facts) rejectedByNAT(found func(Finding)) {
	if f.ICMP == nil {
		return
	}
	for _, s := range f.SAs {
		if s.Ready.IsZero() || !s.Floated {
			continue
		}
		t := s.Traversal()
		for r := range s.Now {
			peer, other := s.Now[r], s.Now[1-r]
			if !translated(t[r]) || s.NAT.Keepalives[r].Count > 1 {
				continue
			}
			for _, e := range f.errorsAbout(other.Addr(), peer.Addr(), s.Ready, f.At, toPort(peer.Port())) {
				idle := e.First.Sub(f.lastOfPeer(s, ike.Role(r), peer, e.First))
				if e.Reason() != icmperror.Port || e.From != peer.Addr() || idle < longIdle {
					continue
				}
				found(Finding{
					Severity: Warning, Certainty: Likely, Tunnel: tunnelOf(s), Reference: "RFC 3948, section 4",
					Summary: fmt.Sprintf("The NAT before %s forgets its translation: after %s without a packet from there it rejects what %s sends (ICMP port unreachable); NAT keepalives come too seldom, or not at all",
						peer.Addr(), span(idle), Address(other)),
					Evidence: []Evidence{errorEvidence(e)},
					Symptoms: []Symptom{{Lossy, [2]netip.Addr{peer.Addr(), other.Addr()}}, SilenceOf(peer.Addr(), other.Addr())},
					Remedies: keepaliveRemedies(endpoint(peer.Addr())),
				})
				break
			}
		}
	}
}

// portMoved tells that a peer has another port, or another address, than before.
func (f *Facts) portMoved(m *portMove, found func(Finding)) {
	x := Finding{
		Severity: Warning, Certainty: Certain, Tunnel: m.tunnel(), Reference: "RFC 7296, section 2.23", Symptoms: []Symptom{m.symptom()},
		Summary:  fmt.Sprintf("The NAT before %s has changed its port from %d to %d, as when it restarts", m.peer.Addr(), m.peer.Port(), m.now.Port()),
		Evidence: []Evidence{m.evidence()},
		Remedies: keepaliveRemedies(endpoint(m.peer.Addr())),
	}
	if m.roams() {
		x.Severity, x.Reference = Note, "RFC 4555, section 3"
		x.Summary = fmt.Sprintf("The peer at %s has changed its address to %s, as when its uplink or the NAT before it does", Address(m.peer), Address(m.now))
		x.Remedies = roamingRemedies(m.now)
	}
	f.goesOn(m, &x)
	found(x)
}

// goesOn adds to a finding on m what the other peer sends to where the peer was.
func (f *Facts) goesOn(m *portMove, x *Finding) {
	stale, adapted := f.toPorts(m)
	if stale == nil {
		return
	}
	was, field, value := fmt.Sprintf("port %d", m.peer.Port()), "udp.dstport", strconv.Itoa(int(m.peer.Port()))
	if m.roams() {
		was, field, value = Address(m.peer), "ip.dst", m.peer.Addr().String()
		if m.peer.Addr().Is6() {
			field = "ipv6.dst"
		}
	}
	if x.Severity = Warning; adapted == nil {
		x.Severity = Error
		x.Summary += fmt.Sprintf("; %s goes on sending ESP to %s, where it is lost", m.other.Addr(), was)
		x.Symptoms = append(x.Symptoms, SilenceOf(m.other.Addr(), m.peer.Addr()))
	} else {
		x.Summary += fmt.Sprintf("; %s sends ESP to %s for %s more", m.other.Addr(), was, span(stale.Last.Sub(m.at)))
	}
	x.Evidence = append(x.Evidence, Evidence{Frame: stale.LastFrame, Time: stale.Last, Field: field, Value: value, Text: "the last ESP packet to " + was})
}

// toPorts are ESP SAs of the other peer that go to where the peer was after a move, and to
// where it is; nil where there are none.
func (f *Facts) toPorts(m *portMove) (stale, adapted *esp.SA) {
	const moment = 500 * time.Millisecond
	for _, e := range f.espSAs().bySrc[m.other.Addr()] {
		switch netip.AddrPortFrom(e.Dst, e.Ports[1]) {
		case m.peer:
			if e.Last.Sub(m.at) > moment && (stale == nil || e.Last.After(stale.Last)) {
				stale = e
			}
		case m.now:
			adapted = e
		}
	}
	return stale, adapted
}

// roamingRemedies have a peer tell the other one that its address has changed: RFC 4555.
func roamingRemedies(at netip.AddrPort) []Remedy {
	list := onRouters(at, "! the tunnel is to be built anew from the new address", "do clear crypto session")
	return append(list, remedyOn(StrongSwan, at, connection("mobike = yes")...)...)
}

// keepaliveRemedies have a peer behind a NAT keep its translation.
func keepaliveRemedies(at netip.AddrPort) []Remedy {
	list := onRouters(at, "crypto isakmp nat keepalive 20")
	list = append(list, remedyOn(ASA, at, "crypto isakmp nat-traversal 20")...)
	return append(list, remedyOn(StrongSwan, at, inStrongswanConf("keep_alive = 20s")...)...)
}
