package view

import (
	"strings"

	"github.com/pktscope/pktscope/internal/browse"
	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/render"
)

// findings is a page that begins with the findings that concern it, which are about what it
// shows.
func (b *browsed) findings(about string, concern func(*browse.Finding) bool) *Page {
	s := Section{
		Title: "Findings", Columns: []Column{{Title: "Severity"}, {Title: "Certainty"}, {Title: "Summary"}},
		Empty: "The rules of diagnosis find nothing wrong with " + about + " in these packets.",
	}
	p := &Page{Alarms: map[PageKind]Alarms{}}
	for _, f := range b.c.Findings(diagnose.Options{Audit: true}) {
		for page, concerns := range concerns() {
			if concerns(&f) {
				p.Alarms[page] = p.Alarms[page].with(f.Severity)
			}
		}
		if !concern(&f) {
			continue
		}
		s.Entries = append(s.Entries, Entry{
			Cells: []string{f.Severity.String(), f.Certainty.String(), f.Summary}, Hue: severityHue(f.Severity),
			Ladder: findingID(&f.Finding), Filter: f.Filter,
		})
	}
	p.Sections = append(p.Sections, s)
	return p
}

// concerns are the pages with findings.
func concerns() map[PageKind]func(*browse.Finding) bool {
	return map[PageKind]func(*browse.Finding) bool{PageTunnels: ofTunnels, PageNeighbors: ofNeighbors, PageTranslations: ofTranslations}
}

// with is a with one of a severity more.
func (a Alarms) with(s diagnose.Severity) Alarms {
	switch s {
	case diagnose.Error:
		a.Errors++
	case diagnose.Warning:
		a.Warnings++
	}
	return a
}

// ofNeighbors, ofTranslations and ofTunnels tell by a finding's rule which pages it concerns:
// a NAT that is in the way of a tunnel concerns two.
func ofNeighbors(f *browse.Finding) bool { return strings.HasPrefix(f.Rule, "cdp.") }

func ofTranslations(f *browse.Finding) bool { return strings.HasPrefix(f.Rule, "nat.") }

func ofTunnels(f *browse.Finding) bool {
	return !ofNeighbors(f) && (!ofTranslations(f) || f.Tunnel != nil)
}

func severityHue(s diagnose.Severity) render.Hue {
	switch s {
	case diagnose.Error:
		return render.HueErr
	case diagnose.Warning:
		return render.HueKeys
	}
	return render.HueNone
}
