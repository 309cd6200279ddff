package diagnosis

import (
	"fmt"
	"strings"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/render"
)

// appendEnd appends what was judged, where nothing is wrong, and what keys would add.
func (p *page) appendEnd(b []byte, list []diagnose.Finding) []byte {
	w := writer{p.options.Style, b}
	if len(list) == 0 {
		w.paragraph("% ", "% ", p.nothing())
		if s := &p.query.Seen; s.IKEv1+s.IKEv2+s.ESP+s.CDP == 0 {
			for _, line := range p.query.Instead() {
				w.paragraph("% ", "% ", line)
			}
		}
	}
	if n := p.closed(); n > 0 {
		why := "more can be told with the keys (--keys FILE)"
		if p.query.ESP != nil {
			why = "the keys that are given do not fit"
		}
		w.paragraph("% ", "% ", render.Plural(n, "IKE message is", "IKE messages are")+" not decrypted: "+why)
	}
	return w.b
}

// nothing says what was looked at, where there is no finding.
func (p *page) nothing() string {
	seen := &p.query.Seen
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
		return fmt.Sprintf("Nothing to judge: no IKE, ESP, AH or CDP among %s, and no fault of a NAT", render.Plural(seen.All, "packet", "packets"))
	}
	return fmt.Sprintf("No fault found in %s, among %s", strings.Join(parts, ", "), render.Plural(seen.All, "packet", "packets"))
}

// closed is how many messages of IKE are not decrypted.
func (p *page) closed() (n uint64) {
	for s := range p.query.Sources.IKE.SAs() {
		n += s.Encrypted - min(s.Encrypted, s.Decrypted)
	}
	return n
}
