package ipsec

import (
	"cmp"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// A sessionLayout is IOS's of "show crypto session [detail]". What no packet tells is
// left out, as in a layout.
type sessionLayout struct {
	at     time.Time
	detail bool
	router bool                    // the router's lines and no others
	lost   map[ike.SPI][]frag.Loss // by the initiator's SPI
	flush  func([]byte) []byte
}

// lostBySPI returns the messages that did not come whole by the initiator's SPI.
func lostBySPI(list []frag.Loss) map[ike.SPI][]frag.Loss {
	of := map[ike.SPI][]frag.Loss{}
	for _, m := range list {
		of[m.Header.InitiatorSPI] = append(of[m.Header.InitiatorSPI], m)
	}
	return of
}

const sessionTitle = "Crypto session current status\n"

// sessionCodes explains the letters of Capabilities, with the blanks that IOS has at the
// ends of lines.
const sessionCodes = "\nCode: C - IKE Configuration mode, D - Dead Peer Detection    \n" +
	"K - Keepalives, N - NAT-traversal, T - cTCP encapsulation    \n" +
	"X - IKE Extended Authentication, F - IKE Fragmentation\n" +
	"R - IKE Auto Reconnect, U - IKE Dynamic Route Update\nS - SIP VPN\n"

// append appends all sessions.
func (l sessionLayout) append(b []byte, all []*session) []byte {
	b = append(b, sessionTitle...)
	if l.detail {
		b = append(b, l.trimmed(sessionCodes)...)
	}
	for s := range oneByOne(all) {
		b = l.flush(l.appendSession(append(b, '\n'), s))
	}
	return b
}

// trimmed returns lines as a router has them or, elsewhere, without blanks at their
// ends.
func (l sessionLayout) trimmed(lines string) string {
	if l.router {
		return lines
	}
	out := ""
	for line := range strings.Lines(lines) {
		out += strings.TrimRight(line, " \n") + "\n"
	}
	return out
}

func (l sessionLayout) appendSession(b []byte, s *session) []byte {
	if l.router {
		b = ios.AppendLine(b, "Interface: ", ios.Word(s.where()))
	} else {
		b = ios.AppendLine(b, "Interface: ", s.where())
	}
	if d, up := s.uptime(l.at); up && (l.detail || !l.router) {
		b = fmt.Appendf(b, "Uptime: %s\n", ios.Uptime(d))
	}
	b = append(b, l.trimmed(fmt.Sprintf("Session status: %-13s\n", l.status(s)))...)
	if !l.router {
		b = l.appendLost(appendFailure(b, s), s)
	}
	b = l.appendPeer(b, s)
	switch {
	case s.ike != nil:
		b = l.appendIKE(b, s)
	case !l.router:
		b = fmt.Appendf(b, "  No IKE SA seen: local %s remote %s\n", slashed(s.local), slashed(s.remote))
	}
	for _, f := range s.flows() {
		b = l.appendFlow(b, f)
	}
	return b
}

// appendPeer appends the line of the remote peer and, in detail, its identity.
func (l sessionLayout) appendPeer(b []byte, s *session) []byte {
	b = fmt.Appendf(b, "Peer: %s", s.remote.Addr())
	if port := s.remote.Port(); port != 0 || l.router {
		b = fmt.Appendf(b, " port %d", cmp.Or(port, ikePort))
	}
	if l.detail && l.router {
		b = append(b, " fvrf: (none) ivrf: (none)"...)
	}
	b = append(b, '\n')
	if !l.detail {
		return b
	}
	return l.appendPhase1ID(b, s)
}

// status returns the word for the state of a session. A router has no DOWN-FAILED: it
// negotiates anew, and forgets what failed.
func (l sessionLayout) status(s *session) string {
	if word := s.status(); !l.router || word != "DOWN-FAILED" {
		return word
	}
	return "DOWN-NEGOTIATING"
}

// appendFailure says why a session is down, or what is known of a peer that does not
// answer.
func appendFailure(b []byte, s *session) []byte {
	f, version := s.failed()
	if !f.Failed() {
		return b
	}
	b = append(b, "Failure: "...)
	b = render.AppendClean(b, f.Text(version))
	switch {
	case f.Frame == 0 && f.Kind == ike.NoAnswer:
		b = fmt.Appendf(b, "; last asked at %s", ios.Clock(f.Time))
	case f.Frame == 0:
	case f.Kind == ike.NoAnswer || f.Kind == ike.PeerLost:
		b = fmt.Appendf(b, "; last asked in #%d at %s", f.Frame, ios.Clock(f.Time))
	default:
		b = fmt.Appendf(b, " (#%d at %s)", f.Frame, ios.Clock(f.Time))
	}
	return append(b, '\n')
}

// appendLost says which messages of the IKE SA did not come whole, for want of IP
// fragments: a frequent cause of silence.
func (l sessionLayout) appendLost(b []byte, s *session) []byte {
	if s.ike == nil {
		return b
	}
	for _, m := range l.lost[s.ike.SPIs[ike.Initiator]] {
		b = fmt.Appendf(b, "Fragments lost: the first of %s of %s from %s came without the rest (#%d to #%d)\n",
			render.Plural(m.Datagrams, "datagram", "datagrams"), isakmp.ExchangeName(m.Header.Major(), m.Header.Exchange), m.Src.Addr(), m.FirstFrame, m.LastFrame)
	}
	return b
}

// appendPhase1ID appends the identity of the remote peer. Of a session that is down, IOS
// has the description first.
func (l sessionLayout) appendPhase1ID(b []byte, s *session) []byte {
	id := "(none)"
	if p := s.remoteID(); p.Type != 0 {
		id = string(isakmp.AppendIdentity(nil, p.Type, p.Data))
	}
	if !l.router {
		if id == "(none)" {
			return b
		}
		return ios.AppendLine(b, "      Phase1_id: ", id)
	}
	const description = "      Desc: (none)\n"
	if _, up := s.uptime(l.at); !up {
		return ios.AppendLine(append(b, description...), "      Phase1_id: ", id)
	}
	return append(ios.AppendLine(b, "      Phase1_id: ", id), description...)
}

// remoteID is the identity of the remote peer: that of the IKE SA or, as a rekey tells
// none, of one that it has replaced.
func (s *session) remoteID() (id ike.Identity) {
	for n := s.ike; n != nil && id.Type == 0; n = n.Replaces {
		remote := ike.Responder
		if n.Now[ike.Initiator].Addr() == s.remote.Addr() && n.Now[ike.Responder].Addr() != s.remote.Addr() {
			remote = ike.Initiator
		}
		id = n.IDs[remote]
	}
	return id
}

// appendIKE appends the lines of the IKE SA. A router numbers its sessions; no message
// has that number.
func (l sessionLayout) appendIKE(b []byte, s *session) []byte {
	if l.router {
		b = append(b, "  Session ID: 0 \n"...)
	}
	state := "Active"
	if s.ike.Failure.Failed() || !s.ike.Deleted.IsZero() || s.ike.Ready.IsZero() {
		state = "Inactive"
	}
	b = fmt.Appendf(b, "  IKEv%d SA: local %s remote %s %s\n", s.ike.Version, slashed(s.local), slashed(s.remote), state)
	if !l.detail {
		return b
	}
	connection, lifetime := uint64(0), ""
	if state == "Active" {
		connection = ios.ConnectionID(s.ike)
		if left, ok := s.ike.LifetimeLeft(l.at); ok {
			lifetime = ios.HMS(left)
		}
	}
	b = fmt.Appendf(b, "          Capabilities:%s", cmp.Or(ios.SessionLetters(s.ike), "(none)"))
	if connection != 0 || l.router {
		b = fmt.Appendf(b, " connid:%d", connection)
	}
	if lifetime != "" || l.router {
		b = fmt.Appendf(b, " lifetime:%s", cmp.Or(lifetime, "0"))
	}
	return append(b, '\n')
}

// slashed writes an endpoint as IOS does: "10.0.0.1/500"; without a port if that is not
// known.
func slashed(p netip.AddrPort) string {
	if p.Port() == 0 {
		return p.Addr().String()
	}
	return fmt.Sprintf("%s/%d", p.Addr(), p.Port())
}

// appendFlow appends the lines of a flow, for each pair of its selectors.
func (l sessionLayout) appendFlow(b []byte, f *flow) []byte {
	lines := f.permits(l.router)
	for i, line := range lines {
		b = append(b, "  IPSEC FLOW: permit "+line+"\n"...)
		if l.router || i == len(lines)-1 {
			b = l.appendActive(b, f)
		}
	}
	return b
}

func (l sessionLayout) appendActive(b []byte, f *flow) []byte {
	b = fmt.Appendf(b, "        Active SAs: %d", f.active())
	if l.router {
		b = append(b, ", origin: crypto map"...)
	}
	b = append(b, '\n')
	if !l.detail {
		return b
	}
	in, out := sum(f.inbound), sum(f.outbound)
	b = fmt.Appendf(b, "        Inbound:  #pkts dec'ed %d drop %d%s\n", in.received(), in.dropped(), l.life(f.inbound))
	drop := ""
	if l.router {
		drop = " drop 0"
	}
	return fmt.Appendf(b, "        Outbound: #pkts enc'ed %d%s%s\n", out.packets, drop, l.life(f.outbound))
}

// life says what is left of the lifetime of the last SA in use, in kilobytes and
// seconds: "4607363/2513". If that is not known it is empty, but on a router "0/0".
func (l sessionLayout) life(list []*tunnel.SA) string {
	var kilobytes, seconds int64
	known, volume := false, false
	for _, s := range list {
		if s.InUse() {
			kilobytes, seconds, known = lifetimeLeft(s, l.at)
			volume = known && s.Child.Kilobytes > 0
		}
	}
	switch {
	case l.router || volume:
	case known:
		return fmt.Sprintf(" life (KB/Sec) KB Vol Rekey Disabled/%d", seconds)
	default:
		return ""
	}
	return fmt.Sprintf(" life (KB/Sec) %d/%d", kilobytes, seconds)
}

// permits returns the traffic of a flow as access lists permit it, one line for each
// pair of selectors.
func (f *flow) permits(router bool) (lines []string) {
	if len(f.local) == 0 && !router {
		return []string{"ip (unknown) (unknown)"}
	}
	for local, remote := range pairs(f.local, f.remote, f.family) {
		lines = append(lines, permit(local, remote, router))
	}
	return lines
}
