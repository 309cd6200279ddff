// Package ipsec has the reports of ESP and AH: "show crypto ipsec sa" and "show
// crypto session".
package ipsec

import (
	"fmt"
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// Reports are those of ESP and AH.
func Reports() []report.Report {
	return []report.Report{
		{Words: "crypto ipsec sa", Brief: "ESP SAs between peers: packets, loss, decryption", Merge: true, IKE: true, Ask: askIPsec},
		{Words: "crypto ipsec sa detail", Brief: "the same, SA by SA", Merge: true, IKE: true, Ask: askIPsecDetail},
		{Words: "crypto session", Brief: "one block a peer: state, flows, time", Merge: true, IKE: true, Ask: askSession},
	}
}

// answerIPsec follows ESP and the IKE that made it.
func answerIPsec(q *report.Query) (*esp.Tracker, *ike.Tracker, *report.Answer) {
	sas := esp.New(0)
	return sas, q.IKE, &report.Answer{Watchers: []track.Watcher{sas}, Clear: sas.Clear}
}

func askIPsec(q *report.Query) (*report.Answer, error)       { return askTunnels(q, false) }
func askIPsecDetail(q *report.Query) (*report.Answer, error) { return askTunnels(q, true) }

func askTunnels(q *report.Query, detail bool) (*report.Answer, error) {
	sas, negotiations, a := answerIPsec(q)
	a.Tables = func(time.Time) []render.Report {
		return []render.Report{ipsecTable(tunnels(sas, negotiations))}
	}
	a.Text = func(b []byte, at time.Time) []byte {
		all := tunnels(sas, negotiations)
		for i, t := range all {
			if i > 0 {
				b = append(b, '\n')
			}
			b = t.appendText(b, at, detail)
		}
		if len(all) == 0 {
			b = append(b, "% No ESP or AH packets were seen\n"...)
		}
		return appendEvicted(b, sas.Evicted(), "SAs")
	}
	return a, nil
}

// appendEvicted tells what there was no room for.
func appendEvicted(b []byte, n uint64, what string) []byte {
	if n > 0 {
		b = fmt.Appendf(b, "\n%% %d %s were dropped because the table was full, those with the fewest packets first\n", n, what)
	}
	return b
}

// ipsecTable has a row for every SA.
func ipsecTable(all []*tunnel) render.Report {
	r := render.Report{Columns: []render.Column{
		{Title: "SPI", Key: "spi"}, {Title: "Source", Key: "src"}, {Title: "Destination", Key: "dst"},
		{Title: "Protocol", Key: "protocol"}, {Title: "Encapsulation", Key: "encapsulation"},
		{Title: "Packets", Key: "packets"}, {Title: "Bytes", Key: "bytes"},
		{Title: "First seq", Key: "seq_first"}, {Title: "Last seq", Key: "seq_last"},
		{Title: "Lost", Key: "lost"}, {Title: "Duplicates", Key: "duplicates"}, {Title: "Late", Key: "late"}, {Title: "Replays", Key: "replays"},
		{Title: "Transform", Key: "transform"}, {Title: "IKE", Key: "ike"},
		{Title: "Decrypted", Key: "decrypted"}, {Title: "ICV wrong", Key: "auth_failed"}, {Title: "Not opened", Key: "undecrypted"}, {Title: "Reason", Key: "reason"},
		{Title: "Local ident", Key: "local_ident"}, {Title: "Remote ident", Key: "remote_ident"},
		{Title: "First seen", Key: "first_seen"}, {Title: "Last seen", Key: "last_seen"}, {Title: "Replaced by", Key: "replaced_by"},
		{Title: "Replays behind 64", Key: "replays_64"}, {Title: "Wraps", Key: "wraps"}, {Title: "Longest pause", Key: "longest_idle"},
		{Title: "Deleted", Key: "deleted"}, {Title: "After delete", Key: "after_delete"},
		{Title: "Bits/s", Key: "bits_per_second"}, {Title: "Longest", Key: "longest"},
		{Title: "Lifetime", Key: "lifetime_seconds"}, {Title: "Lifetime kB", Key: "lifetime_kilobytes"},
		{Title: "Inner source", Key: "inner_src"}, {Title: "Inner destination", Key: "inner_dst"}, {Title: "Other direction", Key: "opposite"},
	}}
	for _, t := range all {
		for _, list := range [][]*half{t.out, t.in} {
			for _, h := range list {
				r.Rows = append(r.Rows, h.row(t))
			}
		}
	}
	return r
}

// row is the row of one SA.
func (h *half) row(t *tunnel) []any {
	var next, made any
	if h.next != nil {
		next = ios.HexSPI(h.next.SPI)
	}
	if t.ike != nil {
		made = fmt.Sprintf("%x", t.ike.SPIs[ike.Initiator])
	}
	var seconds, kilobytes, opposite any
	if c := h.child; c != nil {
		if c.Seconds > 0 {
			seconds = c.Seconds
		}
		if c.Kilobytes > 0 {
			kilobytes = c.Kilobytes
		}
		opposite = ios.HexSPI(c.SPIs[h.owner.Other()])
	}
	q := &h.Sequence
	return []any{
		ios.HexSPI(h.SPI), h.Src.String(), h.Dst.String(), h.protocolName(), h.Encap.String(), h.Packets, h.Bytes,
		q.First, q.Last, q.Lost, q.Duplicates, q.Late, q.Replays, render.OrNil(h.transformSet()), made,
		h.Decrypted, h.AuthFailed, h.NotDecrypted, render.OrNil(h.reason()), render.OrNil(t.localID), render.OrNil(t.remoteID), h.First, h.Last, next,
		q.Replays64, q.Wraps, h.Idle, h.deleted(), h.afterDelete(),
		uint64(h.Rate()), h.Longest, seconds, kilobytes, prefixText(h.Inner.Src), prefixText(h.Inner.Dst), opposite,
	}
}

// prefixText is a network, nil without one.
func prefixText(p netip.Prefix) any {
	if !p.IsValid() {
		return nil
	}
	return p.String()
}

// reason is why packets of h stayed shut.
func (h *half) reason() string {
	if h.NotDecrypted == 0 || h.AH {
		return ""
	}
	s := h.Reason.String()
	if h.child != nil && h.child.Why != "" {
		s += "; not derived: " + h.child.Why
	}
	return s
}
