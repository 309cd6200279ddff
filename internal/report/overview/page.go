package overview

import (
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report/diagnosis"
	"github.com/pktscope/pktscope/internal/report/ike"
	"github.com/pktscope/pktscope/internal/report/ipsec"
	"github.com/pktscope/pktscope/internal/topology"
)

// page is the whole page as of a moment. Sections that have nothing to tell are left out.
func (p *page) page(at time.Time) render.Page {
	found := p.query.Sources.Findings(at, p.options)
	for i := range found {
		found[i].Summary = p.query.WithoutFolders(found[i].Summary)
		for k := range found[i].Evidence {
			e := &found[i].Evidence[k]
			e.Text = p.query.WithoutFolders(e.Text)
		}
	}
	sections := []render.Section{
		p.findings(found),
		p.negotiations(at),
		p.tunnels(at),
		p.neighbors(at),
		p.translations(at),
		p.conversations(),
		p.protocols(),
		p.capture(),
	}
	sections = slices.DeleteFunc(sections, func(s render.Section) bool { return len(s.Sections)+len(s.Lines) == 0 && s.Table == nil })
	out := render.Page{
		Title: p.title(), Lead: p.lead(at), Summary: p.summary(found), Sections: slices.Values(sections),
		Style: ike.LadderStyle + topology.SVGStyle,
	}
	for _, s := range sections {
		out.Contents = append(out.Contents, s.Title)
	}
	return out
}

// title names the capture.
func (p *page) title() string {
	switch files := p.query.Files; {
	case len(files) > 1:
		return "Report on " + strconv.Itoa(len(files)) + " captures"
	case files[0] == "-":
		return "Report on a capture from standard input"
	default:
		return "Report on " + filepath.Base(files[0])
	}
}

// summary is what is wrong, in one line each.
func (p *page) summary(found []diagnose.Finding) *render.Section {
	if len(found) == 0 {
		s := diagnosis.Sections(p.query, nil)[0]
		s.Lines = nil // what there is instead is in the page
		return &s
	}
	var counts [diagnose.Error + 1]int
	s := render.Section{Class: found[0].Severity.String()}
	for i := range found {
		x := &found[i]
		counts[x.Severity]++
		if len(s.List) < maxNamed {
			s.List = append(s.List, render.Item{Place: x.Severity.String(), Text: x.Summary})
		}
	}
	for severity := diagnose.Error; ; severity-- {
		if n := counts[severity]; n > 0 {
			if s.Title != "" {
				s.Title += ", "
			}
			s.Title += render.Plural(n, severity.String(), severity.String()+"s")
		}
		if severity == diagnose.Note {
			break
		}
	}
	if n := len(found) - maxNamed; n > 0 {
		s.Notes = []string{render.Plural(n, "more finding is below", "more findings are below")}
	}
	return &s
}

// findings are what is wrong in full: evidence, what each side said, what to type.
func (p *page) findings(found []diagnose.Finding) render.Section {
	if len(found) == 0 {
		return render.Section{}
	}
	s := render.Section{Title: "Findings", Sections: diagnosis.Sections(p.query, found[:min(len(found), maxFindings)])}
	if n := len(found) - maxFindings; n > 0 {
		s.Notes = []string{render.Plural(n, "more finding is left out", "more findings are left out")}
	}
	return s
}

// negotiations are the SAs of IKE with their messages.
func (p *page) negotiations(at time.Time) render.Section {
	all, more := ike.Sections(p.query, at, maxIKE)
	s := render.Section{Title: "IKE", Sections: all}
	if more > 0 {
		s.Notes = []string{render.Plural(more, "more SA is left out", "more SAs are left out")}
	}
	return s
}

// tunnels are the SAs of ESP and AH.
func (p *page) tunnels(at time.Time) render.Section {
	all := p.query.Sources.Tunnels(at)
	s := render.Section{Title: "ESP and AH", Sections: ipsec.Sections(all[:min(len(all), maxTunnels)], maxRows)}
	if n := len(all) - maxTunnels; n > 0 {
		s.Notes = []string{render.Plural(n, "more tunnel is left out", "more tunnels are left out")}
	}
	return s
}

// neighbors are the devices that announce themselves, and how they are wired.
func (p *page) neighbors(at time.Time) render.Section {
	s := render.Section{Title: "Neighbors"}
	for i, words := range tables {
		for _, r := range p.answers[words].Tables(at) {
			r.Title = [...]string{"CDP", "LLDP", "FDP", "EDP"}[i]
			s.Sections = append(s.Sections, filled(r, maxRows)...)
		}
	}
	if len(s.Sections) == 0 {
		return s
	}
	links := render.Section{Title: "Topology"}
	for part := range p.answers[drawn].Page(at).Sections {
		if len(part.Figures) > 0 {
			links.Figures = append(links.Figures, part.Figures...)
			continue
		}
		links.Sections = append(links.Sections, filled(render.Report{Title: part.Title, Table: part.Table, Notes: part.Notes}, maxRows)...)
	}
	s.Sections = append([]render.Section{links}, s.Sections...)
	return s
}

// translations are those of a NAT that packets were seen on both sides of.
func (p *page) translations(at time.Time) render.Section {
	s := render.Section{Title: "Translations"}
	for _, r := range p.answers[moved].Tables(at) {
		s.Sections = append(s.Sections, filled(r, maxRows)...)
	}
	return s
}

// filled is a table as a section, nothing if it has no rows.
func filled(r render.Report, most int) []render.Section {
	if r.Table == nil || render.Empty(r.Table) {
		return nil
	}
	return []render.Section{render.SectionOf(render.Limit(r, most))}
}

// conversations are those with the most packets.
func (p *page) conversations() render.Section {
	s := render.Section{Title: "Conversations"}
	all := p.stats.Reports()
	for _, r := range all[:len(all)-1] {
		s.Sections = append(s.Sections, filled(r, maxTalkers)...)
	}
	return s
}

// protocols are which protocols are within which.
func (p *page) protocols() render.Section {
	all := p.stats.Reports()
	s := render.SectionOf(render.Limit(all[len(all)-1], maxRows))
	s.Title = "Protocols"
	return s
}
