// Package ike has the reports of IKE SAs: "show crypto isakmp sa" and "show
// crypto ikev2 sa", in IOS's layout, and in detail with what IOS does not print.
package ike

import (
	"fmt"
	"iter"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// Reports are the reports on IKE SAs.
func Reports() []report.Report {
	return []report.Report{
		{Words: "crypto isakmp sa", Limits: report.ByPeer("peer"), Brief: "IKEv1 SAs: peers and state", Merge: true, IKE: true, Findings: true, IOS: true, Ask: askISAKMP},
		{Words: "crypto isakmp sa detail", Limits: report.ByPeer("peer"), Formats: []string{"mermaid", "svg"}, Brief: "the same with policies, proofs and each message", Merge: true, IKE: true, Findings: true, IOS: true, Ask: askISAKMPDetail},
		{Words: "crypto ikev2 sa", Limits: report.ByPeer("remote", "local"), Brief: "IKEv2 SAs: peers, state and algorithms", Merge: true, IKE: true, Findings: true, IOS: true, Ask: askIKEv2},
		{Words: "crypto ikev2 sa detail", Limits: report.ByPeer("remote", "local"), Formats: []string{"mermaid", "svg"}, Brief: "the same with policies, proofs and each message", Merge: true, IKE: true, Findings: true, IOS: true, Ask: askIKEv2Detail},
	}
}

func askISAKMP(q *report.Query) (*report.Answer, error) { return ask(q, 1, false, appendISAKMP) }
func askISAKMPDetail(q *report.Query) (*report.Answer, error) {
	return ask(q, 1, true, appendISAKMPDetail)
}
func askIKEv2(q *report.Query) (*report.Answer, error) { return ask(q, 2, false, appendIKEv2) }
func askIKEv2Detail(q *report.Query) (*report.Answer, error) {
	return ask(q, 2, true, appendIKEv2Detail)
}

// ask answers with the SAs of one version; layout appends them in that of IOS.
func ask(q *report.Query, version uint8, detail bool, layout func(b []byte, all negotiations, at time.Time) []byte) (*report.Answer, error) {
	all := newNegotiations(q, version)
	all.Derived = func(*keys.ESP) {} // children say whether their keys can be derived
	a := &report.Answer{Clear: func() {
		all.Clear()
		q.Fragments.ClearLost()
	}}
	a.Forgotten = func() []report.Forgotten { return report.ForgottenIKE(q.IKE) }
	if q.Filtered {
		all.shown = newShown()
		a.Watchers = append(a.Watchers, all.shown)
	}
	a.Long = func(b []byte, at time.Time, flush func([]byte) []byte) []byte {
		all := all
		all.flush = flush
		all.Judge(at)
		if detail {
			all.learn(at)
		}
		b = layout(b, all, at)
		if all.router {
			return b
		}
		for _, note := range all.notes() {
			b = append(append(b, "\n% "+note...), '\n')
		}
		return b
	}
	a.None = func(time.Time) []string {
		if !all.empty() {
			return nil
		}
		everyone := all
		everyone.only = report.Narrowed{}
		if everyone.empty() {
			return absent(q, version)
		}
		return q.NoneLeft(fmt.Sprintf("SA of IKEv%d", version), "There are SAs of", everyone.ends())
	}
	a.Tables = func(at time.Time) []render.Report {
		all.Judge(at)
		if q.Format == report.ForTables { // which costs nothing that takes seconds
			all.judgeKeys()
		} else if detail || q.Format == "json" || q.Format == "csv" {
			all.learn(at)
		}
		tables := []render.Report{{Table: table(all, at, detail), Notes: all.notes()}}
		if detail && q.Format == "markdown" {
			tables = append(tables, pages(all)...)
		}
		return tables
	}
	if detail {
		a.Page = func(at time.Time) render.Page {
			return all.page("show crypto "+[...]string{1: "isakmp", 2: "ikev2"}[version]+" sa detail", at)
		}
		a.Write = func(b []byte, format string, at time.Time) []byte { return all.draw(b, format, at) }
	}
	return a, nil
}

// newNegotiations are the SAs of one version that a query is about.
func newNegotiations(q *report.Query, version uint8) negotiations {
	return negotiations{
		Tracker: q.IKE, passed: q.WithoutFolders, fragments: q.Fragments, esp: q.ESP, version: version, only: q.Only, router: q.RouterOnly(), flush: func(b []byte) []byte { return b },
	}
}

// learn finds out what only the detail tells.
func (n negotiations) learn(at time.Time) {
	n.Judge(at)
	n.unmask()
	n.judgeKeys()
}

// draw appends the ladders in a format of pictures.
func (n negotiations) draw(b []byte, format string, at time.Time) []byte {
	n.learn(at)
	list, notes := drawn(n)
	if format == "mermaid" {
		return appendLadderMermaid(b, list, notes)
	}
	return appendLadderSVG(b, list, notes, false)
}

// absent says why there is no SA of a version.
func absent(q *report.Query, version uint8) []string {
	switch {
	case q.Seen.IKEv1+q.Seen.IKEv2 == 0:
		return q.None("messages of IKE")
	case version == 1 && q.Seen.IKEv1 == 0, version == 2 && q.Seen.IKEv2 == 0:
		return q.None(fmt.Sprintf("messages of IKEv%d", version))
	}
	return q.None(fmt.Sprintf("SA of IKEv%d", version))
}

// empty reports whether there is no SA to show.
func (n negotiations) empty() bool {
	for range n.each {
		return false
	}
	return true
}

// negotiations are the SAs of one version that are shown.
type negotiations struct {
	*ike.Tracker
	passed    func(text string) string // as a page has it
	fragments *frag.Tracker
	esp       *esp.Store // nil without keys
	version   uint8
	only      report.Narrowed
	shown     *shown // nil: all of them
	router    bool   // in a router's lines and no others
	flush     func([]byte) []byte
}

// each yields every SA, half-open SAs last.
func (n negotiations) each(yield func(*ike.SA) bool) {
	n.some(func(bool) bool { return true }, yield)
}

// family are the SAs between addresses of IPv4, or of IPv6.
func (n negotiations) family(ipv6 bool) iter.Seq[*ike.SA] {
	return func(yield func(*ike.SA) bool) {
		n.some(func(is6 bool) bool { return is6 == ipv6 }, yield)
	}
}

// some yields the SAs of the families that are wanted.
func (n negotiations) some(family func(ipv6 bool) bool, yield func(*ike.SA) bool) {
	shows := func(f ike.Known) bool { return family(f.IPv6) && n.shows(f) }
	for s := range n.Answered(shows) {
		if n.between(s) && !yield(s) {
			return
		}
	}
	for s := range n.HalfOpen(shows) {
		if n.between(s) && !yield(s) {
			return
		}
	}
}

// answered yields the SAs whose first message was answered.
func (n negotiations) answered(yield func(*ike.SA) bool) {
	for s := range n.Answered(n.shows) {
		if n.between(s) && !yield(s) {
			return
		}
	}
}

// between reports whether an SA is between the peers that are wanted.
func (n negotiations) between(s *ike.SA) bool {
	return n.only.Between(s.Now[ike.Initiator].Addr(), s.Now[ike.Responder].Addr())
}

// ends are the addresses of all peers.
func (n negotiations) ends() (list []string) {
	for s := range n.each {
		list = append(list, s.Now[ike.Initiator].Addr().String(), s.Now[ike.Responder].Addr().String())
	}
	return list
}

func (n negotiations) shows(f ike.Known) bool {
	return f.Version == n.version && (n.shown == nil || n.shown.has(f.SPI))
}

// lost are the messages that did not come whole.
func (n negotiations) lost() lost { return lostIn(n.fragments, n.version) }

// notes tell what is missing for want of fragments.
func (n negotiations) notes() (list []string) {
	list = strayNotes(n)
	if n.shown != nil && n.shown.full {
		list = append(list, "too many SAs pass the display filter to remember them all: other SAs are shown as well")
	}
	return list
}

// shown are the SAs with a message that passed the display filter, by the
// initiator's SPI. It is a track.Watcher.
type shown struct {
	spis map[ike.SPI]struct{}
	full bool // there are maxShown: SAs after them are shown as well
}

// maxShown bounds how many SAs a display filter picks out.
const maxShown = 1 << 20

func newShown() *shown { return &shown{spis: map[ike.SPI]struct{}{}} }

var _ track.Watcher = (*shown)(nil)

// Watch implements track.Watcher.
func (s *shown) Watch(p *dissect.Packet) {
	for i := range p.Layers {
		m, ok := p.Layers[i].Message.(*isakmp.Packet)
		if !ok || p.Layers[i].Quoted {
			continue
		}
		if s.full = s.full || len(s.spis) >= maxShown; !s.full {
			s.spis[m.InitiatorSPI] = struct{}{}
		}
	}
}

func (s *shown) has(initiator ike.SPI) bool {
	_, ok := s.spis[initiator]
	return ok || s.full
}
