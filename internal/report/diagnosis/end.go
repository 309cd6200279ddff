package diagnosis

import (
	"fmt"
	"strings"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
)

// appendEnd appends what was judged, where nothing is wrong, and what keys would add.
func (p *page) appendEnd(b []byte, list []diagnose.Finding) []byte {
	w := writer{p.options.Style, b}
	if len(list) == 0 {
		text, judged := nothing(p.query)
		w.paragraph("% ", "% ", text)
		if !judged {
			for _, line := range p.query.Instead() {
				w.paragraph("% ", "% ", line)
			}
		}
	}
	if text := closed(p.query); text != "" {
		w.paragraph("% ", "% ", text)
	}
	return w.b
}

// end is the same as parts of a page.
func end(q *report.Query, list []diagnose.Finding) (sections []render.Section) {
	if len(list) == 0 {
		s := render.Section{}
		var judged bool
		if s.Title, judged = nothing(q); judged {
			s.Class = "good"
		} else {
			s.Lines = q.Instead()
		}
		sections = append(sections, s)
	}
	if text := closed(q); text != "" {
		sections = append(sections, render.Section{Lines: []string{text}})
	}
	return sections
}

// nothing says what was looked at, where there is no finding, and whether there was anything
// to judge.
func nothing(q *report.Query) (text string, judged bool) {
	seen := &q.Seen
	var parts []string
	add := func(n uint64, one, many string) {
		if n > 0 {
			parts = append(parts, render.Plural(n, one, many))
		}
	}
	add(seen.IKEv1+seen.IKEv2, "message of IKE", "messages of IKE")
	add(seen.ESP, "packet of ESP or AH", "packets of ESP or AH")
	add(seen.CDP, "advertisement of CDP", "advertisements of CDP")
	if len(parts) == 0 {
		return fmt.Sprintf("Nothing to judge: no IKE, ESP, AH or CDP among %s, and no fault of a NAT", render.Plural(seen.All, "packet", "packets")), false
	}
	return fmt.Sprintf("No fault found in %s, among %s", strings.Join(parts, ", "), render.Plural(seen.All, "packet", "packets")), true
}

// closed says how many messages of IKE are not decrypted, and why; "" for none.
func closed(q *report.Query) string {
	var n uint64
	for s := range q.Sources.IKE.SAs() {
		n += s.Encrypted - min(s.Encrypted, s.Decrypted)
	}
	if n == 0 {
		return ""
	}
	why := "more can be told with the keys (--keys FILE)"
	if q.ESP != nil {
		why = "the keys that are given do not fit"
	}
	return render.Plural(n, "IKE message is", "IKE messages are") + " not decrypted: " + why
}
