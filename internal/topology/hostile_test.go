package topology_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/pktscope/pktscope/internal/topology"
)

// The same network is drawn the same way, whatever the order of announcements.
func TestSame(t *testing.T) {
	for name, all := range shapes() {
		want := everything(topology.Build(all))
		for seed := range uint64(5) {
			rand.New(rand.NewPCG(seed, 1)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
			if got := everything(topology.Build(all)); !bytes.Equal(got, want) {
				t.Errorf("%s is drawn differently, shuffled by seed %d", name, seed)
			}
		}
	}
}

func everything(g *topology.Graph) (b []byte) {
	for _, draw := range []func([]byte, *topology.Graph, []string) []byte{
		topology.AppendText, topology.AppendDOT, topology.AppendMermaid, topology.AppendSVG,
	} {
		b = draw(b, g, nil)
	}
	return b
}

// Announced names cannot escape from their text in any format.
func TestHostile(t *testing.T) {
	evil := []string{
		"</text><script>alert(1)</script>", `"];n0--n0[label="`, "]\n}\ngraph x {", "\x1b[2J\x07", "\u202egnp.exe", "\xff\xfe", "a\ufffeb",
		"%%{init: {'x':1}}%%", "`x`", "#quot;", "&lt;", `\`, "-->", "]]>", "|\"| n0", strings.Repeat("W", 100_000), "\x00", "'\"<>&",
	}
	var all []topology.Neighbor
	for i, s := range evil {
		for k := range 2 {
			all = append(all, topology.Neighbor{
				Interface: fmt.Sprint(s, i), Source: fmt.Sprint(i, k), Name: fmt.Sprint(s, i, k), Ports: []string{s},
				Platform: s, Capabilities: []string{s},
			})
		}
	}
	g := topology.Build(all)
	allowed := []string{"svg", "title", "style", "defs", "symbol", "circle", "path", "rect", "g", "use", "text"}
	for _, e := range parse(t, topology.AppendSVG(nil, g, nil)) {
		if !slices.Contains(allowed, e.name) {
			t.Errorf("SVG has a <%s>", e.name)
		}
	}
	quoted := `"(?:[^"\\]|\\.)*"`
	lines := map[string]*regexp.Regexp{
		"dot": regexp.MustCompile(`^(graph topology \{|\t(graph|node|edge) \[.*\]|\tn\d+ \[label=` + quoted + `(, shape=plaintext, fontsize=9)?\]|` +
			`\tn\d+ -- n\d+ \[taillabel=` + quoted + `, headlabel=` + quoted + `, tooltip=` + quoted + `\]|\}|)$`),
		"mermaid": regexp.MustCompile(`^(graph LR|  n\d+(\["[^"` + "`" + `%{}|\[\]\\]*"\]|\(\["[^"]*"\]\)| ---\|"[^"` + "`" + `%{}|\[\]\\]*"\| n\d+)|)$`),
	}
	for format, draw := range map[string]func([]byte, *topology.Graph, []string) []byte{
		"text": topology.AppendText, "dot": topology.AppendDOT, "mermaid": topology.AppendMermaid, "svg": topology.AppendSVG,
	} {
		out := string(draw(nil, g, nil))
		if len(out) > 100_000 {
			t.Errorf("%s: %d bytes", format, len(out))
		}
		if i := strings.IndexFunc(out, func(r rune) bool {
			return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
		}); i >= 0 || !utf8.ValidString(out) {
			t.Errorf("%s has a control character: %q", format, out[max(0, i-20):min(len(out), i+20)])
		}
		for line := range strings.Lines(out) {
			if re := lines[format]; re != nil && !re.MatchString(strings.TrimSuffix(line, "\n")) {
				t.Errorf("%s: %s", format, line)
			}
		}
	}
}
