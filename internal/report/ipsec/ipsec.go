// Package ipsec has the reports of ESP and AH: "show crypto ipsec sa" and "show
// crypto session".
package ipsec

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// Reports returns the reports of ESP and AH.
func Reports() []report.Report {
	return []report.Report{
		{Words: "crypto ipsec sa", Limits: tunnelLimits(), Brief: "ESP SAs between peers: packets, loss, decryption", Merge: true, IKE: true, Findings: true, IOS: true, Ask: askIPsec},
		{Words: "crypto ipsec sa detail", Limits: tunnelLimits(), Detail: true, Brief: "the same, SA by SA", Merge: true, IKE: true, Findings: true, IOS: true, Ask: askIPsecDetail},
		{Words: "crypto session", Limits: sessionLimits(), Brief: "one block a peer: state, flows, time", Merge: true, IKE: true, Findings: true, IOS: true, Ask: askSession},
		{Words: "crypto session detail", Limits: sessionLimits(), Detail: true, Brief: "the same with identities, capabilities, counters", Merge: true, IKE: true, Findings: true, IOS: true, Ask: askSessionDetail},
	}
}

func tunnelLimits() []report.Limit {
	return append(report.ByPeer("peer"), report.ByInterface()...)
}

func sessionLimits() []report.Limit {
	return append(report.ByPeer("remote", "local"), report.ByInterface()...)
}

// tunnels are those of a moment that a query is about.
func tunnels(q *report.Query, at time.Time) []*tunnel.Tunnel {
	all := q.Sources.Tunnels(at)
	if !q.Only.Is() {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(t *tunnel.Tunnel) bool {
		return !q.Only.Between(t.Local, t.Remote) || !q.Only.On(t.FirstSA().Interface)
	})
}

// none says why there is no tunnel.
func none(q *report.Query, at time.Time) []string {
	var ends, links []string
	for _, t := range q.Sources.Tunnels(at) {
		ends = append(ends, t.Local.String(), t.Remote.String())
		links = append(links, t.FirstSA().Interface)
	}
	return noneWanted(q, "packets of ESP or AH", "SA of ESP or AH", "SAs", ends, links)
}

// noneWanted says why there is nothing to show: there are none of the packets, or what there is,
// between these ends and on these links, is not what is wanted.
func noneWanted(q *report.Query, packets, one, many string, ends, links []string) []string {
	switch {
	case len(ends) == 0:
		return q.None(packets)
	case q.Only.Interface != "":
		return q.NoneLeft(one, "There are "+many+" on", links)
	}
	return q.NoneLeft(one, "There are "+many+" of", ends)
}

// answerIPsec follows ESP and the IKE that made it.
func answerIPsec(q *report.Query) (*esp.Tracker, *ike.Tracker, *report.Answer) {
	sas := q.Sources.ESP
	return sas, q.IKE, &report.Answer{Clear: sas.Clear, Forgotten: func() []report.Forgotten { return report.ForgottenESP(sas) }}
}

func askIPsec(q *report.Query) (*report.Answer, error)       { return askTunnels(q, false) }
func askIPsecDetail(q *report.Query) (*report.Answer, error) { return askTunnels(q, true) }

func askTunnels(q *report.Query, detail bool) (*report.Answer, error) {
	_, _, a := answerIPsec(q)
	a.Tables = func(at time.Time) []render.Report {
		return []render.Report{{Table: table(tunnels(q, at))}}
	}
	a.Long = func(b []byte, at time.Time, flush func([]byte) []byte) []byte {
		l := layout{at: at, detail: detail, router: q.RouterOnly(), flush: flush}
		return l.append(b, tunnels(q, at))
	}
	a.None = func(at time.Time) []string {
		if len(tunnels(q, at)) > 0 {
			return nil
		}
		return none(q, at)
	}
	return a, nil
}

// A row is an SA and its tunnel.
type row struct {
	*tunnel.SA
	tunnel *tunnel.Tunnel
}

// told is a count by sequence numbers; it is not known of an SA that shares them.
func (s row) told(n uint64) any {
	if s.Shared {
		return nil
	}
	return n
}

// columns are the columns of "show crypto ipsec sa".
var columns = []render.Column[row]{
	{Title: "SPI", Key: "spi", Cell: func(s row) any { return ios.HexSPI(s.SPI) }},
	{Title: "Source", Key: "src", Cell: func(s row) any { return s.Src.String() }},
	{Title: "Destination", Key: "dst", Cell: func(s row) any { return s.Dst.String() }},
	{Title: "Protocol", Key: "protocol", Cell: func(s row) any { return protocolName(s.AH) }},
	{Title: "Encapsulation", Key: "encapsulation", Cell: func(s row) any { return s.Encap.String() }},
	{Title: "Packets", Key: "packets", Cell: func(s row) any { return s.Packets }},
	{Title: "Bytes", Key: "bytes", Cell: func(s row) any { return s.Bytes }},
	{Title: "First seq", Key: "seq_first", Cell: func(s row) any { return s.Sequence.First }},
	{Title: "Last seq", Key: "seq_last", Cell: func(s row) any { return s.Sequence.Last }},
	{Title: "Lost", Key: "lost", Cell: func(s row) any { return s.told(s.Sequence.Lost) }},
	{Title: "Duplicates", Key: "duplicates", Cell: func(s row) any { return s.told(s.Sequence.Duplicates) }},
	{Title: "Late", Key: "late", Cell: func(s row) any { return s.told(s.Sequence.Late) }},
	{Title: "Out of window", Key: "replays", Cell: func(s row) any { return s.told(s.Sequence.Replays) }},
	{Title: "Transform", Key: "transform", Cell: func(s row) any { return render.OrNil(transformSet(s.SA)) }},
	{Title: "IKE", Key: "ike", Cell: func(s row) any { return initiatorSPI(s.tunnel.IKE) }},
	{Title: "Decrypted", Key: "decrypted", Cell: func(s row) any { return s.Decrypted }},
	{Title: "ICV wrong", Key: "auth_failed", Cell: func(s row) any { return s.AuthFailed }},
	{Title: "Not decrypted", Key: "undecrypted", Cell: func(s row) any { return s.NotDecrypted }},
	{Title: "Reason", Key: "reason", Cell: func(s row) any { return render.OrNil(reason(s.SA)) }},
	{Title: "Local ident", Key: "local_ident", Cell: func(s row) any { return render.OrNil(s.ident(localSide)) }},
	{Title: "Remote ident", Key: "remote_ident", Cell: func(s row) any { return render.OrNil(s.ident(remoteSide)) }},
	{Title: "First seen", Key: "first_seen", Cell: func(s row) any { return s.First }},
	{Title: "Last seen", Key: "last_seen", Cell: func(s row) any { return s.Last }},
	{Title: "Replaced by", Key: "replaced_by", Cell: func(s row) any { return successorSPI(s.SA) }},
	{Title: "Out of window 64", Key: "replays_64", Cell: func(s row) any { return s.told(s.Sequence.Replays64) }},
	{Title: "Wraps", Key: "wraps", Cell: func(s row) any { return s.Sequence.Wraps }},
	{Title: "Longest pause", Key: "longest_idle", Cell: func(s row) any { return s.Idle }},
	{Title: "Deleted", Key: "deleted", Cell: func(s row) any { return s.Deleted() }},
	{Title: "After delete", Key: "after_delete", Cell: func(s row) any { return s.AfterDelete() }},
	{Title: "Bits/s", Key: "bits_per_second", Cell: func(s row) any { return uint64(s.Rate()) }},
	{Title: "Longest", Key: "longest", Cell: func(s row) any { return s.Longest }},
	{Title: "Lifetime", Key: "lifetime_seconds", Cell: func(s row) any { return s.ofChild(func(c *ike.Child) any { return render.OrNil(c.Seconds) }) }},
	{Title: "Lifetime kB", Key: "lifetime_kilobytes", Cell: func(s row) any { return s.ofChild(func(c *ike.Child) any { return render.OrNil(c.Kilobytes) }) }},
	{Title: "Inner source", Key: "inner_src", Cell: func(s row) any { return prefixCell(s.Inner().Src) }},
	{Title: "Inner destination", Key: "inner_dst", Cell: func(s row) any { return prefixCell(s.Inner().Dst) }},
	{Title: "Other direction", Key: "opposite", Cell: func(s row) any {
		return s.ofChild(func(c *ike.Child) any { return ios.HexSPI(c.SPIs[s.Receiver.Other()]) })
	}},
	{Title: "Replacement guessed", Key: "replaced_by_guessed", Cell: func(s row) any { return s.Guessed }},
	{Key: "frame", In: render.InParquet, Cell: func(s row) any { return render.OrNil(s.FirstFrame) }},
}

// Members are the cells of an SA in JSON, by their keys. What only its tunnel tells is not
// known.
func Members(s *esp.SA, keys ...string) render.Object {
	return MembersIn(&tunnel.Tunnel{}, &tunnel.SA{SA: s}, keys...)
}

// MembersIn are the cells of an SA of t in JSON, by their keys.
func MembersIn(t *tunnel.Tunnel, s *tunnel.SA, keys ...string) render.Object {
	return render.Members(columns, row{s, t}, keys...)
}

// The sides of a tunnel.
const (
	localSide = iota
	remoteSide
)

// ident returns the traffic behind one side of the tunnel, "" if it is not known.
func (r row) ident(side int) string {
	local, remote := selectors(r.tunnel)
	return strings.Join(identTexts([...][]ike.Selector{local, remote}[side]), ", ")
}

// table has a row for every SA.
func table(all []*tunnel.Tunnel) render.Table[row] {
	return render.Table[row]{Columns: columns, Rows: func(yield func(row) bool) {
		for _, t := range all {
			for s := range t.SAs() {
				if !yield(row{s, t}) {
					return
				}
			}
		}
	}}
}

// ofChild returns the cell of the child SA, nil if there is none.
func (r row) ofChild(cell func(*ike.Child) any) any {
	if r.Child == nil {
		return nil
	}
	return cell(r.Child)
}

// initiatorSPI returns the initiator's SPI of an IKE SA, nil if there is no SA.
func initiatorSPI(s *ike.SA) any {
	if s == nil {
		return nil
	}
	return ios.IKESPI(s.SPIs[ike.Initiator])
}

// successorSPI returns the SPI of the SA that replaced s, nil if there is none.
func successorSPI(s *tunnel.SA) any {
	if s.Next == nil {
		return nil
	}
	return ios.HexSPI(s.Next.SPI)
}

// prefixCell returns a network, nil if it is not valid.
func prefixCell(p netip.Prefix) any {
	if !p.IsValid() {
		return nil
	}
	return p.String()
}

// reason returns why packets of an SA could not be decrypted, "" if all were.
func reason(s *tunnel.SA) string {
	if s.NotDecrypted == 0 || s.AH {
		return ""
	}
	text := s.Reason.String()
	if c := s.Child; c != nil && !c.Derived && c.Why != "" && c.Why != text {
		text += "; not derived: " + c.Why
	}
	return text
}
