package ipsec

import (
	"fmt"
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// askSession is "show crypto session".
func askSession(q *report.Query) (*report.Answer, error) {
	sas, negotiations, a := answerIPsec(q)
	a.Tables = func(at time.Time) []render.Report {
		r := render.Report{Columns: []render.Column{
			{Title: "Local", Key: "local"}, {Title: "Peer", Key: "peer"}, {Title: "Status", Key: "status"}, {Title: "IKE", Key: "ike"},
			{Title: "Flows", Key: "flows"}, {Title: "SAs", Key: "active_sas"}, {Title: "Encrypted", Key: "encrypted"},
			{Title: "Decrypted", Key: "decrypted"}, {Title: "Uptime", Key: "uptime"},
		}}
		for _, s := range sessions(tunnels(sas, negotiations), negotiations) {
			var made any
			if s.ike != nil {
				made = fmt.Sprintf("%x", s.ike.SPIs[ike.Initiator])
			}
			out, in, active := s.totals()
			r.Rows = append(r.Rows, []any{s.local.String(), s.remote.String(), s.status(), made, len(s.flows), active, out, in, s.uptime(at)})
		}
		return []render.Report{r}
	}
	a.Text = func(b []byte, at time.Time) []byte {
		b = append(b, "Crypto session current status\n"...)
		for _, s := range sessions(tunnels(sas, negotiations), negotiations) {
			b = s.appendText(append(b, '\n'), at)
		}
		return b
	}
	return a, nil
}

// A session is all that two peers have between them.
type session struct {
	local, remote netip.Addr
	ike           *ike.SA // the last one, nil where none was seen
	flows         []*tunnel
}

// sessions are the pairs of peers, those too that came no further than IKE.
func sessions(all []*tunnel, t *ike.Tracker) []*session {
	var out []*session
	find := func(local, remote netip.Addr) *session {
		for _, s := range out {
			if s.local == local && s.remote == remote || s.local == remote && s.remote == local {
				return s
			}
		}
		s := &session{local: local, remote: remote}
		out = append(out, s)
		return s
	}
	for s := range t.SAs() {
		find(s.Now[ike.Initiator].Addr(), s.Now[ike.Responder].Addr()).ike = s
	}
	for _, x := range all {
		s := find(x.local, x.remote)
		s.flows = append(s.flows, x)
		if s.ike == nil {
			s.ike = x.ike
		}
	}
	return out
}

// totals are the packets of both directions, and how many SAs are in use.
func (s *session) totals() (out, in uint64, active int) {
	for _, t := range s.flows {
		out += sum(t.out).packets
		in += sum(t.in).packets
		for _, list := range [][]*half{t.out, t.in} {
			for _, h := range list {
				if h.status() == "ACTIVE" {
					active++
				}
			}
		}
	}
	return out, in, active
}

// status is IOS's word for a session.
func (s *session) status() string {
	_, _, active := s.totals()
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

// uptime is how long IKE, or else ESP, has been there at a moment.
func (s *session) uptime(at time.Time) time.Duration {
	var first time.Time
	switch {
	case s.ike != nil && !s.ike.Ready.IsZero():
		first = s.ike.Ready
	case len(s.flows) > 0 && s.flows[0].any() != nil:
		first = s.flows[0].any().First
	default:
		return 0
	}
	return max(0, at.Sub(first))
}

func (s *session) appendText(b []byte, at time.Time) []byte {
	if len(s.flows) > 0 {
		if h := s.flows[0].any(); h != nil {
			b = ios.AppendLine(b, "Interface: ", h.Interface)
		}
	} else if s.ike != nil {
		b = ios.AppendLine(b, "Interface: ", s.ike.Interface)
	}
	up := s.uptime(at).Round(time.Second)
	b = fmt.Appendf(b, "Uptime: %02d:%02d:%02d\n", int(up.Hours()), int(up.Minutes())%60, int(up.Seconds())%60)
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
		active := 0
		for _, list := range [][]*half{t.out, t.in} {
			for _, h := range list {
				if h.status() == "ACTIVE" {
					active++
				}
			}
		}
		b = fmt.Appendf(b, "  IPSEC FLOW: permit ip %s %s\n", ios.OrUnknown(t.localID), ios.OrUnknown(t.remoteID))
		b = fmt.Appendf(b, "        Active SAs: %d, origin: capture\n", active)
	}
	return b
}
