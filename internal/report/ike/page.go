package ike

import (
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// Sections are the SAs of both versions as parts of a page, each with its ladder: most of
// them at most, and how many there are more.
func Sections(q *report.Query, at time.Time, most int) (sections []render.Section, more int) {
	for _, version := range [...]uint8{1, 2} {
		all := newNegotiations(q, version)
		all.learn(at)
		lost := all.lost()
		for s := range all.each {
			if len(sections) == most {
				more++
				continue
			}
			sections = append(sections, all.section(s, lost, at))
		}
	}
	return sections, more
}

// page is the detail as a page: the table, and each SA.
func (n negotiations) page(title string, at time.Time) render.Page {
	n.learn(at)
	return render.Page{Title: title, Style: LadderStyle, Sections: func(yield func(render.Section) bool) {
		if !yield(render.Section{Table: table(n, at, true), Notes: n.notes()}) {
			return
		}
		n.sections(at)(yield)
	}}
}

// sections are the SAs as parts of a page.
func (n negotiations) sections(at time.Time) iter.Seq[render.Section] {
	return func(yield func(render.Section) bool) {
		lost := n.lost()
		for s := range n.each {
			if !yield(n.section(s, lost, at)) {
				return
			}
		}
	}
}

// section is what a page tells of an SA: its messages, and everything else.
func (n negotiations) section(s *ike.SA, l lost, at time.Time) render.Section {
	const indent = "  "
	facts := strings.TrimPrefix(strings.ReplaceAll(string(appendFacts(nil, s, l, at)), "\n"+indent, "\n"), indent)
	return render.Section{
		Title:   titleOf(s),
		Lines:   []string{stateOf(s)},
		Figures: []render.Figure{{SVG: appendLadderSVG(nil, []*ike.SA{s}, nil, true)}},
		Text:    slices.Values([]string{n.passed(facts)}),
	}
}
