package cli

import (
	"bytes"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/session"
)

// What a page consists of: no scripts, no forms, nothing that a browser fetches.
var (
	pageElements = strings.Fields("html head meta title style body header h1 h2 h3 h4 nav main section p dl dt dd div table thead tbody tr th td ul li b code a figure figcaption pre " +
		"svg g text path rect circle defs symbol use")
	pageAttributes = strings.Fields("lang charset name content http-equiv id class scope href aria-label role width height viewbox x y rx cx cy r d text-anchor")
	voidElements   = []string{"meta"}
)

// checkPage holds a page to what it may consist of: elements are closed in order, IDs are
// unique, links lead to the page itself.
func checkPage(t *testing.T, what string, page []byte) {
	t.Helper()
	var open []string
	ids := map[string]bool{}
	var links []string
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if z.Err() != io.EOF || len(open) > 0 {
				t.Errorf("%s: %v, open at the end: %q", what, z.Err(), open)
			}
			for _, id := range links {
				if !ids[id] {
					t.Errorf("%s: a link to %q, which is not there", what, id)
				}
			}
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			if !slices.Contains(pageElements, token.Data) {
				t.Errorf("%s: there is a <%s>", what, token.Data)
			}
			for _, a := range token.Attr {
				switch {
				case !slices.Contains(pageAttributes, a.Key):
					t.Errorf("%s: <%s> has the attribute %s", what, token.Data, a.Key)
				case a.Key == "id" && ids[a.Val]:
					t.Errorf("%s: the ID %s is there twice", what, a.Val)
				case a.Key == "id":
					ids[a.Val] = true
				case a.Key == "href" && !strings.HasPrefix(a.Val, "#"):
					t.Errorf("%s: a link leads to %s", what, a.Val)
				case a.Key == "href":
					links = append(links, a.Val[1:])
				}
			}
			if kind == html.StartTagToken && !slices.Contains(voidElements, token.Data) {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			name := z.Token().Data
			if n := len(open) - 1; n < 0 || open[n] != name {
				t.Fatalf("%s: </%s> where %q are open", what, name, open)
			}
			open = open[:len(open)-1]
		}
	}
}

// Pages of every kind, also of texts that are markup, consist of what they may.
func TestPages(t *testing.T) {
	labtest.Slow(t)
	hostile := steeringCapture(t)
	var lines [][]string
	for i, words := range reportLines() {
		if !reports()[i].Idle {
			lines = append(lines, slices.Concat([]string{"show"}, words, []string{"--format", "html", "-r", hostile}))
		}
	}
	statistics := []string{"-q", "--format", "html", "-r", hostile}
	for _, name := range statisticNames() {
		statistics = append(statistics, "-z", name)
	}
	lines = append(lines, statistics)
	broken, err := filepath.Glob("../../fixtures/broken/v*-ike-p*.pcap")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(broken, hostile, filepath.Join(pcaps, "17-nat-overload.pcapng"), filepath.Join(pcaps, "08-ikev2-aes128gcm-ecp256.pcap")) {
		lines = append(lines, []string{"report", "-r", file}, []string{"diagnose", "--audit", "--format", "html", "-r", file})
	}
	for _, args := range lines {
		var out, errs bytes.Buffer
		args = append(args, "--no-sandbox")
		if status := run(&session.Env{In: strings.NewReader(""), Out: &out, Err: &errs}, args); status != session.ExitOK && status != session.ExitInput {
			t.Errorf("%q: status %d: %s", args, status, errs.Bytes())
			continue
		}
		checkPage(t, strings.Join(args[:min(len(args), 6)], " "), out.Bytes())
		if why := steers(out.Bytes()); why != "" {
			t.Errorf("%q: %s", args, why)
		}
	}
}
