package ipsec

import (
	"fmt"

	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/svg"
	"github.com/pktscope/pktscope/internal/track/course"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// Sections are tunnels as parts of a page: their SAs, and how those of which a Course is kept
// went over time. A table has so many rows at most.
func Sections(all []*tunnel.Tunnel, rows int) (sections []render.Section) {
	for _, t := range all {
		s := render.SectionOf(render.Limit(render.Report{
			Title: fmt.Sprintf("%s and %s", t.Local, t.Remote),
			Table: table([]*tunnel.Tunnel{t}).Only("spi", "src", "dst", "protocol", "encapsulation", "packets", "bytes", "lost", "duplicates", "late", "replays",
				"transform", "decrypted", "auth_failed", "undecrypted", "reason"),
		}, rows))
		for sa := range t.SAs() {
			s.Figures = append(s.Figures, figures(sa)...)
		}
		sections = append(sections, s)
	}
	return sections
}

// figures are an SA's rate, losses and sequence numbers over time; none of a single packet.
func figures(s *tunnel.SA) (list []render.Figure) {
	c := s.Course
	if c == nil || s.Packets < 2 || c.Width == 0 {
		return nil
	}
	name := protocolName(s.AH) + " " + ios.HexSPI(s.SPI)
	plots := []svg.Plot{
		{Title: name + ": rate", Unit: "bit/s", Values: c.Rates(func(x course.Interval) uint64 { return 8 * x.Bytes })},
		{Title: name + ": sequence number", Whole: true, Values: c.Values(func(x course.Interval) float64 { return float64(x.Highest) })},
		{Title: name + ": lost so far", Unit: "packets", Whole: true, Bad: true, Values: c.Values(func(x course.Interval) float64 { return float64(x.Lost) })},
	}
	if s.Shared {
		plots = plots[:2] // what was lost is not known
	}
	for _, p := range plots {
		p.Width = c.Width
		list = append(list, render.Figure{SVG: svg.AppendPlot(nil, p)})
	}
	return list
}
