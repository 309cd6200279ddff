package cli

import (
	"fmt"
	"time"

	"pktscope/dissect"
	"pktscope/dissect/isakmp"
	"pktscope/internal/keys"
	"pktscope/internal/render"
	"pktscope/internal/track"
	"pktscope/internal/track/ike"
)

// showIKE are the reports of IKE SAs.
func showIKE() []report {
	return []report{
		{words: "crypto isakmp sa", brief: "IKEv1: who negotiates with whom, and how far it came", merge: true, ask: askISAKMP},
		{words: "crypto isakmp sa detail", brief: "the same with all that was agreed on, message by message", merge: true, ask: askISAKMPDetail},
		{words: "crypto ikev2 sa", brief: "IKEv2: who negotiates with whom, what was agreed on", merge: true, ask: askIKEv2},
		{words: "crypto ikev2 sa detail", brief: "the same, message by message", merge: true, ask: askIKEv2Detail},
	}
}

func askISAKMP(q *query) (*answer, error)       { return q.askIKE(1, false, appendISAKMP) }
func askISAKMPDetail(q *query) (*answer, error) { return q.askIKE(1, true, appendISAKMPDetail) }
func askIKEv2(q *query) (*answer, error)        { return q.askIKE(2, false, appendIKEv2) }
func askIKEv2Detail(q *query) (*answer, error)  { return q.askIKE(2, true, appendIKEv2Detail) }

// askIKE tells the SAs of one version, laid out by one function.
func (q *query) askIKE(version uint8, detail bool, layout func(b []byte, all negotiations, at time.Time) []byte) (*answer, error) {
	all := negotiations{Tracker: q.secrets.follow(), version: version}
	all.Derived = func(*keys.ESP) {} // whether they can be is told
	a := &answer{clear: all.Clear}
	a.text = func(b []byte, at time.Time) []byte {
		return all.appendForgotten(layout(b, all, at))
	}
	a.tables = func(at time.Time) []render.Report {
		return []render.Report{ikeTable(all, at, detail, q.format)}
	}
	return a, nil
}

// negotiations are the SAs of one version that are shown.
type negotiations struct {
	*ike.Tracker
	version uint8
	shown   *shown // nil: all of them
}

// each calls yield with every SA, those that nobody answered last.
func (n negotiations) each(yield func(*ike.SA) bool) {
	for s := range n.SAs() {
		if n.shows(s) && !yield(s) {
			return
		}
	}
	for s := range n.Unanswered {
		if n.shows(s) && !yield(s) {
			return
		}
	}
}

func (n negotiations) shows(s *ike.SA) bool {
	return s.Version == n.version && (n.shown == nil || n.shown.has(s))
}

// appendForgotten tells what there was no room for, and what belongs nowhere.
func (n negotiations) appendForgotten(b []byte) []byte {
	if n.EvictedHalf > 0 {
		b = fmt.Appendf(b, "\n%% %d first messages that nobody answered were forgotten for want of room, the oldest first\n", n.EvictedHalf)
	}
	if n.EvictedSAs > 0 {
		b = fmt.Appendf(b, "\n%% %d SAs were forgotten for want of room, those that came to nothing first\n", n.EvictedSAs)
	}
	return b
}

// shown are the SAs of which a message passed the display filter, by the
// initiator's SPI. It is a track.Watcher.
type shown struct {
	spis map[ike.SPI]struct{}
	full bool // there were too many: those that followed are shown as well
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

func (s *shown) has(sa *ike.SA) bool {
	_, ok := s.spis[sa.SPIs[ike.Initiator]]
	return ok || s.full
}
