package ipsec

import (
	"iter"
	"net/netip"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

func askSession(q *report.Query) (*report.Answer, error)       { return askSessions(q, false) }
func askSessionDetail(q *report.Query) (*report.Answer, error) { return askSessions(q, true) }

// askSessions is "show crypto session [detail]".
func askSessions(q *report.Query, detail bool) (*report.Answer, error) {
	_, negotiations, a := answerIPsec(q)
	a.Forgotten = func() []report.Forgotten {
		return slices.Concat(report.ForgottenIKE(q.IKE), report.ForgottenESP(q.Sources.ESP))
	}
	all := func(at time.Time) []*session {
		return slices.DeleteFunc(sessions(q.Sources.Tunnels(at), negotiations.SAs(), halfOpen(negotiations)), func(s *session) bool {
			return !q.Only.Between(s.local.Addr(), s.remote.Addr()) || !q.Only.On(s.where())
		})
	}
	a.Tables = func(at time.Time) []render.Report {
		return []render.Report{{Table: render.Table[*session]{Columns: sessionColumns(at), Rows: oneByOne(all(at))}}}
	}
	a.Long = func(b []byte, at time.Time, flush func([]byte) []byte) []byte {
		sessions := all(at)
		return sessionLayout{at: at, detail: detail, router: q.RouterOnly(), lost: lostBySPI(q.Fragments.Lost()), flush: flush}.append(b, sessions)
	}
	a.None = func(at time.Time) []string {
		if len(all(at)) > 0 {
			return nil
		}
		return noSession(q, sessions(q.Sources.Tunnels(at), negotiations.SAs(), halfOpen(negotiations)))
	}
	return a, nil
}

// noSession says why there is no session: there is none at all, or none of what is wanted.
func noSession(q *report.Query, all []*session) []string {
	var ends, links []string
	for _, s := range all {
		ends = append(ends, s.local.Addr().String(), s.remote.Addr().String())
		links = append(links, s.where())
	}
	return noneWanted(q, "packets of IKE, ESP or AH", "session", "sessions", ends, links)
}

// sessionColumns returns the columns of "show crypto session" at a moment.
func sessionColumns(at time.Time) []render.Column[*session] {
	return []render.Column[*session]{
		{Title: "Local", Key: "local", Cell: func(s *session) any { return s.local.Addr().String() }},
		{Title: "Remote", Key: "remote", Cell: func(s *session) any { return s.remote.Addr().String() }},
		{Title: "Port", Key: "remote_port", Cell: func(s *session) any { return portCell(s.remote) }},
		{Title: "Status", Key: "status", Cell: func(s *session) any { return s.status() }},
		{Title: "IKE", Key: "ike", Cell: func(s *session) any { return initiatorSPI(s.ike) }},
		{Title: "Flows", Key: "flows", In: render.ForReaders, Cell: func(s *session) any { return len(s.flows()) }},
		{Key: "ipsec_flows", In: render.ForPrograms, Cell: func(s *session) any { return flowCells(s.flows()) }},
		{Title: "SAs", Key: "active_sas", Cell: func(s *session) any { return s.active() }},
		{Title: "Encrypted", Key: "encrypted", Cell: func(s *session) any { return s.packets(func(f *flow) []*tunnel.SA { return f.outbound }) }},
		{Title: "Decrypted", Key: "decrypted", Cell: func(s *session) any { return s.packets(func(f *flow) []*tunnel.SA { return f.inbound }) }},
		{Title: "Uptime", Key: "uptime", Cell: func(s *session) any { return s.uptimeCell(at) }},
		{Title: "Failure", Key: "failure", Cell: func(s *session) any { return render.OrNil(s.failure()) }},
		{Key: "local_port", In: render.ForPrograms, Cell: func(s *session) any { return portCell(s.local) }},
		{Key: "interface", In: render.ForPrograms, Cell: func(s *session) any { return render.OrNil(s.where()) }},
	}
}

// portCell is the port of an endpoint, nil if it is not known.
func portCell(p netip.AddrPort) any {
	if p.Port() == 0 {
		return nil
	}
	return p.Port()
}

// A session is the IKE SA and the flows between two peers: on a router, one entry for a
// peer. Clients behind one NAT are peers with one address and several ports.
type session struct {
	local, remote netip.AddrPort
	ike           *ike.SA // the last one that is in use, or the last one; nil if none was seen
	before        *ike.SA // the last one before ike that failed, nil without one
	tunnels       []*tunnel.Tunnel
	unused        []*ike.Child // that came up, without a packet
	protects      *flows       // nil until they are asked for
}

// Ports of IKE, and of IKE and ESP in UDP: RFC 7296, section 2.23.
const (
	ikePort    = 500
	encapsPort = 4500
)

// A sessionFinder puts IKE SAs and tunnels together by their endpoints.
type sessionFinder struct {
	all    []*session
	byEnds map[tunnel.Ends]*session
	byIKE  map[*ike.SA]*session
}

// maxHalfOpen bounds how many peers have a session for a half-open SA: those of a flood
// are of no interest one by one.
const maxHalfOpen = 1 << 10

// halfOpen returns the half-open SAs of t, each as an SA.
func halfOpen(t *ike.Tracker) iter.Seq[*ike.SA] {
	n := 0
	return t.HalfOpen(func(ike.Known) bool {
		n++
		return n <= maxHalfOpen
	})
}

// sessions returns the sessions, also those of which only IKE was seen or, as far as
// the peer did not answer, half of that.
func sessions(tunnels []*tunnel.Tunnel, negotiations, unanswered iter.Seq[*ike.SA]) []*session {
	f := sessionFinder{all: make([]*session, 0, len(tunnels)), byEnds: make(map[tunnel.Ends]*session, len(tunnels)), byIKE: map[*ike.SA]*session{}}
	for n := range negotiations {
		f.addIKE(n)
	}
	for n := range unanswered {
		f.addIKE(n)
	}
	carried := map[*ike.Child]bool{}
	for _, t := range tunnels {
		f.addTunnel(t, carried)
	}
	for n := range negotiations {
		s := f.byIKE[n]
		for _, c := range n.Children {
			if !carried[c] && !c.Ready.IsZero() && c.State() != ike.NotMade {
				s.unused = append(s.unused, c)
			}
		}
	}
	return f.all
}

// addIKE adds an IKE SA to the session of the one that it replaces, or to that of its
// endpoints.
func (f *sessionFinder) addIKE(n *ike.SA) {
	local, remote := n.Now[n.Local], n.Now[n.Local.Other()]
	s := f.byIKE[n.Replaces]
	if n.Replaces == nil || s == nil {
		s = f.at(local, remote)
	}
	f.byIKE[n] = s
	if s.ike == nil || isUp(n) || !isUp(s.ike) && !n.First.Before(s.ike.First) {
		if s.ike != nil && s.ike.Failure.Failed() {
			s.before = s.ike
		}
		s.ike = n
		if s.local.Addr() != local.Addr() && s.local.Addr() == remote.Addr() {
			local, remote = remote, local // the other peer began
		}
		s.local, s.remote = local, remote
	}
}

// at returns the session of two endpoints.
func (f *sessionFinder) at(local, remote netip.AddrPort) *session {
	key := tunnel.EndsOf(local, remote)
	s := f.byEnds[key]
	if s == nil {
		s = &session{local: local, remote: remote}
		f.byEnds[key] = s
		f.all = append(f.all, s)
	}
	return s
}

// addTunnel adds a tunnel to the session of its IKE SA or, without one, of its
// endpoints, and its children to carried.
func (f *sessionFinder) addTunnel(t *tunnel.Tunnel, carried map[*ike.Child]bool) {
	s := f.byIKE[t.IKE]
	if t.IKE == nil || s == nil {
		local, remote := endpoints(t)
		s = f.at(local, remote)
	}
	s.tunnels = append(s.tunnels, t)
	for sa := range t.SAs() {
		if sa.Child != nil {
			carried[sa.Child] = true
		}
	}
}

// endpoints returns those of a tunnel, with the ports of UDP encapsulation or, without
// it, 0.
func endpoints(t *tunnel.Tunnel) (local, remote netip.AddrPort) {
	s := t.FirstSA()
	ports := s.Ports
	if s.Src != t.Local {
		ports[0], ports[1] = ports[1], ports[0]
	}
	return netip.AddrPortFrom(t.Local, ports[0]), netip.AddrPortFrom(t.Remote, ports[1])
}

// isUp reports whether an IKE SA is established and was neither deleted nor lost.
func isUp(s *ike.SA) bool { return !s.Ready.IsZero() && s.Deleted.IsZero() && !s.Failure.Failed() }

// packets counts the packets of one direction.
func (s *session) packets(direction func(*flow) []*tunnel.SA) (n uint64) {
	for _, f := range s.flows() {
		n += sum(direction(f)).packets
	}
	return n
}

// active counts the SAs in use.
func (s *session) active() (n int) {
	for _, f := range s.flows() {
		n += f.active()
	}
	return n
}

// status returns IOS's word for the state of a session, or DOWN-FAILED where IKE was
// refused or gave up.
func (s *session) status() string {
	active, up := s.active(), s.ike != nil && isUp(s.ike)
	switch {
	case active > 0 && (up || s.ike == nil || s.ike.State == ike.AuthAnswered || s.ike.OneSided()):
		return "UP-ACTIVE"
	case active > 0:
		return "UP-NO-IKE"
	case up:
		return "UP-IDLE"
	case s.ike == nil || !s.ike.Deleted.IsZero():
		return "DOWN"
	case s.ike.Failure.Failed():
		return "DOWN-FAILED"
	}
	return "DOWN-NEGOTIATING"
}

// failure returns the word for why the session is down; "" if nothing failed.
func (s *session) failure() string {
	f, version := s.failed()
	return f.Word(version)
}

// failed returns why the IKE SA came to nothing, and its version. If it is still being
// negotiated, the one before it counts; if it is up while no child SA is in use, the
// last child SA that came to nothing.
func (s *session) failed() (f ike.Failure, version uint8) {
	switch {
	case s.ike == nil:
		return f, 0
	case s.ike.Failure.Failed():
		return s.ike.Failure, s.ike.Version
	case s.active() > 0 || !s.ike.Deleted.IsZero():
		return f, 0
	case !isUp(s.ike) && s.before != nil:
		return s.before.Failure, s.before.Version
	}
	for _, c := range slices.Backward(s.ike.Children) {
		if c.Failure.Failed() {
			return c.Failure, s.ike.Version
		}
	}
	return f, 0
}

// uptime returns for how long the session has been up at a moment, by the IKE SA or,
// without one, by ESP. ok is false if it is down.
func (s *session) uptime(at time.Time) (d time.Duration, ok bool) {
	switch {
	case s.ike != nil && isUp(s.ike):
		return max(0, at.Sub(s.ike.Ready)), true
	case s.active() == 0:
		return 0, false
	}
	var first time.Time
	for _, f := range s.flows() {
		if from := f.since(); first.IsZero() || !from.IsZero() && from.Before(first) {
			first = from
		}
	}
	return max(0, at.Sub(first)), true
}

func (s *session) uptimeCell(at time.Time) any {
	if d, ok := s.uptime(at); ok {
		return d
	}
	return nil
}

// where returns the name of the interface.
func (s *session) where() string {
	if s.ike != nil {
		return s.ike.Interface
	}
	return s.tunnels[0].FirstSA().Interface
}
