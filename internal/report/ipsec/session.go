package ipsec

import (
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// askSession is "show crypto session".
func askSession(q *report.Query) (*report.Answer, error) {
	sas, negotiations, a := answerIPsec(q)
	all := func() []*session { return sessions(tunnel.Find(sas.SAs(), negotiations.SAs()), negotiations.SAs()) }
	a.Tables = func(at time.Time) []render.Report {
		return []render.Report{{Table: render.Table[*session]{Columns: sessionColumns(at), Rows: slices.Values(all())}}}
	}
	a.Text = func(b []byte, at time.Time) []byte {
		b = append(b, "Crypto session current status\n"...)
		for _, s := range all() {
			b = s.appendText(append(b, '\n'), at)
		}
		return b
	}
	return a, nil
}

// sessionColumns returns the columns of "show crypto session" at a moment.
func sessionColumns(at time.Time) []render.Column[*session] {
	return []render.Column[*session]{
		{Title: "Local", Key: "local", Cell: func(s *session) any { return s.local.String() }},
		{Title: "Peer", Key: "peer", Cell: func(s *session) any { return s.remote.String() }},
		{Title: "Status", Key: "status", Cell: func(s *session) any { return s.status() }},
		{Title: "IKE", Key: "ike", Cell: func(s *session) any { return initiatorSPI(s.ike) }},
		{Title: "Flows", Key: "flows", Cell: func(s *session) any { return len(s.flows) }},
		{Title: "SAs", Key: "active_sas", Cell: func(s *session) any { return s.active() }},
		{Title: "Encrypted", Key: "encrypted", Cell: func(s *session) any {
			return s.packets(func(t *tunnel.Tunnel) []*tunnel.SA { return t.Outbound })
		}},
		{Title: "Decrypted", Key: "decrypted", Cell: func(s *session) any {
			return s.packets(func(t *tunnel.Tunnel) []*tunnel.SA { return t.Inbound })
		}},
		{Title: "Uptime", Key: "uptime", Cell: func(s *session) any { return s.uptime(at) }},
	}
}

// A session is the IKE SA and the tunnels between two peers.
type session struct {
	local, remote netip.Addr
	ike           *ike.SA // the last one, nil if none was seen
	flows         []*tunnel.Tunnel
}

// sessions returns one session for each pair of peers, also if only IKE was seen
// between them.
func sessions(all []*tunnel.Tunnel, negotiations iter.Seq[*ike.SA]) []*session {
	var out []*session
	known := map[tunnel.Peers]*session{}
	of := func(local, remote netip.Addr) *session {
		peers := tunnel.PeersOf(local, remote)
		s := known[peers]
		if s == nil {
			s = &session{local: local, remote: remote}
			known[peers] = s
			out = append(out, s)
		}
		return s
	}
	for n := range negotiations {
		of(n.Now[ike.Initiator].Addr(), n.Now[ike.Responder].Addr()).ike = n
	}
	for _, t := range all {
		s := of(t.Local, t.Remote)
		s.flows = append(s.flows, t)
		if s.ike == nil {
			s.ike = t.IKE
		}
	}
	return out
}

// packets counts the packets of one direction.
func (s *session) packets(direction func(*tunnel.Tunnel) []*tunnel.SA) (n uint64) {
	for _, t := range s.flows {
		n += sum(direction(t)).packets
	}
	return n
}

// active counts the SAs in use.
func (s *session) active() (n int) {
	for _, t := range s.flows {
		n += activeSAs(t)
	}
	return n
}

// activeSAs counts the SAs of a tunnel that are in use.
func activeSAs(t *tunnel.Tunnel) (n int) {
	for s := range t.SAs() {
		if s.InUse() {
			n++
		}
	}
	return n
}

// status returns IOS's word for the state of a session.
func (s *session) status() string {
	active := s.active()
	up := s.ike != nil && s.ike.Deleted.IsZero() && !s.ike.Ready.IsZero()
	switch {
	case active > 0 && (up || s.ike == nil):
		return "UP-ACTIVE"
	case active > 0:
		return "UP-NO-IKE"
	case up:
		return "UP-IDLE"
	case s.ike != nil && s.ike.Deleted.IsZero():
		return "DOWN-NEGOTIATING"
	}
	return "DOWN"
}

// uptime returns how long the IKE SA or, without one, ESP has been there at a moment.
func (s *session) uptime(at time.Time) time.Duration {
	var first time.Time
	switch {
	case s.ike != nil && !s.ike.Ready.IsZero():
		first = s.ike.Ready
	case len(s.flows) > 0:
		first = s.flows[0].FirstSA().First
	default:
		return 0
	}
	return max(0, at.Sub(first))
}

func (s *session) appendText(b []byte, at time.Time) []byte {
	if len(s.flows) > 0 {
		b = ios.AppendLine(b, "Interface: ", s.flows[0].FirstSA().Interface)
	} else if s.ike != nil {
		b = ios.AppendLine(b, "Interface: ", s.ike.Interface)
	}
	b = ios.AppendLine(b, "Uptime: ", ios.HMS(s.uptime(at).Round(time.Second)))
	b = fmt.Appendf(b, "Session status: %s\n", s.status())
	local, remote := netip.AddrPortFrom(s.local, 500), netip.AddrPortFrom(s.remote, 500)
	if s.ike != nil {
		local, remote = s.ike.Now[ike.Initiator], s.ike.Now[ike.Responder]
		if local.Addr() != s.local {
			local, remote = remote, local
		}
	}
	b = fmt.Appendf(b, "Peer: %s port %d\n", s.remote, remote.Port())
	if s.ike != nil {
		state := "Active"
		if !s.ike.Deleted.IsZero() {
			state = "Inactive"
		}
		b = fmt.Appendf(b, "  IKEv%d SA: local %s/%d remote %s/%d %s\n", s.ike.Version, s.local, local.Port(), s.remote, remote.Port(), state)
	}
	for _, t := range s.flows {
		b = fmt.Appendf(b, "  IPSEC FLOW: permit ip %s %s\n", t.Local, t.Remote)
		b = fmt.Appendf(b, "        Active SAs: %d, origin: capture\n", activeSAs(t))
	}
	return b
}
