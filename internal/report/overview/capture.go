package overview

import (
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/svg"
	"github.com/pktscope/pktscope/internal/track/course"
)

// clock is how the page has a time.
const clock = "2006-01-02 15:04:05.000 MST"

// A total is all interfaces together.
type total struct {
	packets, bytes, snapped, untimed uint64
	first, last                      time.Time
}

func totalOf(c *report.Captured) (t total) {
	for _, i := range c.Interfaces {
		t.packets, t.bytes = t.packets+i.Packets, t.bytes+i.Bytes
		t.snapped, t.untimed = t.snapped+i.Snapped, t.untimed+i.Untimed
		if !i.First.IsZero() && (t.first.IsZero() || i.First.Before(t.first)) {
			t.first = i.First
		}
		if i.Last.After(t.last) {
			t.last = i.Last
		}
	}
	t.packets += c.Beyond
	return t
}

// lead is how much there is, and of when.
func (p *page) lead(at time.Time) []string {
	t := totalOf(p.query.Captured)
	text := span(t.packets, t.first, t.last)
	if !t.first.IsZero() {
		text += ", from " + t.first.Local().Format(clock) + " to " + t.last.Local().Format(clock)
	}
	lines := []string{text}
	if p.query.Filter != "" {
		lines = append(lines, "Only "+plural(p.query.Seen.All)+" that pass the display filter: "+p.query.Filter)
	}
	if !at.IsZero() && !at.Equal(t.last) {
		lines = append(lines, "As of "+at.Local().Format(clock))
	}
	return lines
}

// capture is what the files say of themselves, and what they do not hold.
func (p *page) capture() render.Section {
	c := p.query.Captured
	t := totalOf(c)
	s := render.Section{Title: "Capture", Facts: []render.Fact{
		{Name: "Packets", Value: t.packets},
		{Name: "Bytes on the wire", Value: render.Size(t.bytes)},
		{Name: "Cut short", Value: snapped(t.snapped)},
		{Name: "Dropped", Value: dropped(c)},
	}}
	if t.untimed > 0 {
		s.Facts = append(s.Facts, render.Fact{Name: "Without a time", Value: t.untimed})
	}
	if none := p.absent(); none != "" {
		s.Facts = append(s.Facts, render.Fact{Name: "Not in it", Value: none})
	}
	s.Table = render.Table[*report.CapturedInterface]{Columns: p.interfaceColumns(), Rows: slices.Values(c.Interfaces)}
	if t.packets > 1 && c.Course.Width > 0 {
		s.Figures = []render.Figure{
			{SVG: svg.AppendPlot(nil, svg.Plot{Title: "All packets: rate", Unit: "bit/s", Width: c.Course.Width,
				Values: c.Course.Rates(func(x course.Interval) uint64 { return 8 * x.Bytes })})},
			{SVG: svg.AppendPlot(nil, svg.Plot{Title: "All packets: packets", Unit: "packets/s", Width: c.Course.Width,
				Values: c.Course.Rates(func(x course.Interval) uint64 { return x.Packets })})},
		}
	}
	return s
}

// interfaceColumns are the columns of the table of interfaces.
func (p *page) interfaceColumns() []render.Column[*report.CapturedInterface] {
	type captured = *report.CapturedInterface
	return []render.Column[captured]{
		{Title: "File", Cell: func(i captured) any { return fileName(i.File) }},
		{Title: "Format", Cell: func(i captured) any { return p.format(i) }},
		{Title: "Interface", Cell: func(i captured) any { return render.OrNil(i.Name) }},
		{Title: "Link type", Cell: func(i captured) any { return i.Link.String() }},
		{Title: "Snapshot length", Number: true, Cell: func(i captured) any { return snapLen(i.SnapLen) }},
		{Title: "Packets", Number: true, Cell: func(i captured) any { return i.Packets }},
		{Title: "Bytes", Number: true, Cell: func(i captured) any { return render.Size(i.Bytes) }},
		{Title: "Cut short", Number: true, Cell: func(i captured) any { return i.Snapped }},
		{Title: "First", Cell: func(i captured) any { return i.First.Local() }},
		{Title: "Last", Cell: func(i captured) any { return i.Last.Local() }},
	}
}

// format is that of the file of an interface: "pcapng, zstd".
func (p *page) format(i *report.CapturedInterface) string {
	for _, m := range p.query.Captured.Metas {
		if slices.Contains(m.Interfaces, i.Interface) {
			return strings.Trim(m.Format+", "+m.Compression, ", ")
		}
	}
	return ""
}

func fileName(file string) string {
	if file == "-" {
		return "standard input"
	}
	return filepath.Base(file)
}

func snapLen(n int) any {
	if n == 0 {
		return "no limit"
	}
	return n
}

func snapped(n uint64) string {
	if n == 0 {
		return "none: each packet was captured whole"
	}
	return plural(n) + ": what is behind the snapshot length is not known"
}

// dropped is how many packets the interfaces dropped, as far as the files say it.
func dropped(c *report.Captured) string {
	n, known := c.Drops()
	if !known {
		return "not known: the files do not say it"
	}
	return plural(n)
}

// absent are the protocols that no packet has.
func (p *page) absent() string {
	seen := &p.query.Seen
	var none []string
	for _, x := range []struct {
		n    uint64
		what string
	}{
		{seen.IKEv1 + seen.IKEv2, "IKE"}, {seen.ESP, "ESP and AH"}, {seen.CDP, "CDP"}, {seen.LLDP, "LLDP"}, {seen.FDP, "FDP"}, {seen.EDP, "EDP"},
	} {
		if x.n == 0 {
			none = append(none, x.what)
		}
	}
	return strings.Join(none, ", ")
}

func plural(n uint64) string { return render.Plural(n, "packet", "packets") }

func seconds(d time.Duration) string { return svg.Seconds(d) }
