package diagnosis

import (
	"net/netip"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// refused is a finding with all that a page can have.
func refused() diagnose.Finding {
	on := func(lines string) []diagnose.Step {
		return []diagnose.Step{{On: []string{"198.51.100.1"}, Lines: lines}}
	}
	const router = "crypto isakmp policy 10\n encryption aes\n group 2"
	return diagnose.Finding{
		Rule: "ike.proposal", Severity: diagnose.Error, Certainty: diagnose.Certain, Count: 3,
		Tunnel:  &diagnose.Tunnel{Initiator: netip.MustParseAddrPort("192.0.2.1:500"), Responder: netip.MustParseAddrPort("198.51.100.1:500")},
		Summary: "phase 1 is refused: 192.0.2.1 offers AES-CBC-128 with group 2, 198.51.100.1 wants AES-CBC-256 with group 14",
		Values: []diagnose.Value{
			{Name: "encryption", Initiator: "AES-CBC-128", Responder: "AES-CBC-256"},
			{Name: "local_selectors", Initiator: []string{"10.1.0.0/24", "10.2.0.0/16"}},
		},
		Evidence: []diagnose.Evidence{{Frame: 2, Number: 2, Field: "isakmp.notify.msgtype", Value: "14", Text: "NO-PROPOSAL-CHOSEN by the responder"}},
		Remedies: []diagnose.Remedy{
			{Platform: diagnose.IOS, Steps: on(router)}, {Platform: diagnose.IOSXE, Steps: on(router)},
			{Platform: diagnose.StrongSwan, Steps: on("connections {\n  <connection> {\n    proposals = aes128-sha1-modp1024\n  }\n}")},
		},
		Reference: "RFC 2408, section 3.14.1",
	}
}

// TestPage reads the page as a terminal of 80 columns has it.
func TestPage(t *testing.T) {
	const want = `error: phase 1 is refused: 192.0.2.1 offers AES-CBC-128 with group 2,
       198.51.100.1 wants AES-CBC-256 with group 14
  tunnel 192.0.2.1 - 198.51.100.1; ike.proposal, certain; 3 times; RFC 2408,
  section 3.14.1

                   initiator 192.0.2.1  responder 198.51.100.1
  encryption       AES-CBC-128          AES-CBC-256
  local selectors  10.1.0.0/24          (not known)
                   10.2.0.0/16

  seen in
    #2  NO-PROPOSAL-CHOSEN by the responder (isakmp.notify.msgtype == 14)

  to type on IOS, IOS XE
    ! on 198.51.100.1
    crypto isakmp policy 10
     encryption aes
     group 2

  to type on strongSwan
    # on 198.51.100.1
    connections {
      <connection> {
        proposals = aes128-sha1-modp1024
      }
    }

`
	x := refused()
	w := writer{Style: Style{Width: 80}}
	w.finding(&x)
	if diff := cmp.Diff(want, string(w.b)); diff != "" {
		t.Error(diff)
	}
}

// TestPageFits holds every line to the width, down to what the values need at least.
func TestPageFits(t *testing.T) {
	x := refused()
	for _, width := range []int{60, 72, 80, 132} {
		w := writer{Style: Style{Width: width}}
		w.finding(&x)
		for line := range strings.Lines(string(w.b)) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > width {
				t.Errorf("width %d: %d columns: %q", width, n, line)
			}
		}
	}
}

// TestHostileText has text from the wire steer neither a terminal nor a page.
func TestHostileText(t *testing.T) {
	const hostile = "\x1b[2J<script>alert(1)</script>|`x`"
	x := refused()
	x.Summary = hostile
	x.Values[0].Initiator, x.Evidence[0].Text, x.Remedies[0].Steps[0].Lines = hostile, hostile, hostile
	p := page{judged: true, at: time.Unix(1, 0), list: []diagnose.Finding{x}}
	w := writer{Style: Style{Width: 80}}
	w.finding(&x)
	p.query = &report.Query{Sources: &diagnose.Sources{IKE: ike.New(nil, ike.Limits{})}}
	var html strings.Builder
	if err := render.WritePage(&html, p.document(p.at)); err != nil {
		t.Fatal(err)
	}
	for format, text := range map[string]string{
		"table": string(w.b), "markdown": string(p.appendMarkdown(nil, "markdown", p.at)), "html": html.String(),
	} {
		if strings.ContainsRune(text, 0x1b) {
			t.Errorf("%s: an escape sequence gets through", format)
		}
	}
	if strings.Contains(html.String(), "<script") {
		t.Error("html: markup gets through")
	}
}

// TestSides: the ends of a link are no initiator and responder, and what one alone said
// has one column.
func TestSides(t *testing.T) {
	mismatch := diagnose.Finding{Values: []diagnose.Value{{Name: "native_vlan", Initiator: 1, Responder: 99}}}
	alone := diagnose.Finding{Values: []diagnose.Value{{Name: "holdtime", Initiator: "20 s"}}}
	for _, c := range []struct {
		x    diagnose.Finding
		want [][3]string
	}{
		{mismatch, [][3]string{{"", "one side", "other side"}, {"native vlan", "1", "99"}}},
		{alone, [][3]string{{"holdtime", "20 s"}}},
		{refused(), [][3]string{
			{"", "initiator 192.0.2.1", "responder 198.51.100.1"},
			{"encryption", "AES-CBC-128", "AES-CBC-256"}, {"local selectors", "10.1.0.0/24\n10.2.0.0/16", "(not known)"},
		}},
	} {
		if diff := cmp.Diff(c.want, sideRows(&c.x)); diff != "" {
			t.Error(diff)
		}
	}
	if got := string(appendChapter(nil, &mismatch)); !strings.Contains(got, "| | one side | other side |\n| --- | --- | --- |\n| native vlan | 1 | 99 |\n") {
		t.Errorf("Markdown:\n%s", got)
	}
}

// TestPlace: a number alone is that of the only capture's frame; the place of what no
// single frame shows is its time.
func TestPlace(t *testing.T) {
	ready := time.Date(2026, 11, 29, 2, 28, 25, 0, time.Local)
	one := diagnose.Finding{Evidence: []diagnose.Evidence{{Time: ready}, {Frame: 24, Number: 24, File: "wan.pcap"}}}
	merged := diagnose.Finding{Evidence: []diagnose.Evidence{{Frame: 24, Number: 14, File: "wan.pcap"}}}
	both := diagnose.Finding{Evidence: []diagnose.Evidence{{Frame: 3, Number: 3, File: "lan.pcap"}, {Frame: 24, Number: 14, File: "wan.pcap"}}}
	for _, c := range []struct {
		x    diagnose.Finding
		want []string
	}{
		{one, []string{"02:28:25  ", "#24  "}},
		{merged, []string{"wan.pcap #14  "}},
		{both, []string{"lan.pcap #3  ", "wan.pcap #14  "}},
	} {
		for i := range c.x.Evidence {
			if got := place(&c.x.Evidence[i], severalFiles(&c.x)); got != c.want[i] {
				t.Errorf("%q, want %q", got, c.want[i])
			}
		}
	}
}
