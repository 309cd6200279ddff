//go:build unix

package cli

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// alarms are the captures beside fixtures/broken in which something is wrong, with the
// rules that may say so. A person who reads the capture shares each.
var alarms = map[string]struct {
	rules string
	why   string
}{
	"05-ikev1-phase1-no-proposal": {"ike.proposal", "the responder refuses, and no SA follows"},
	"19-esp-ip-fragments":         {"ipsec.mtu", "ESP is fragmented: what it is made for"},
	"40-ike-fragments-lost":       {"ike.fragment-lost", "fragments are missing"},
	"46-ikev2-no-proposal":        {"ike.proposal", "the responder refuses, and no SA follows"},
	"46-ikev2-wrong-psk":          {"ike.auth", "the responder refuses"},
	"48-ikev1-psks-differ":        {"ike.auth ike.psk", "configured so"},
	"48-ikev2-ppk-refused":        {"ike.ppk", "configured so"},
	"48-ikev1-refused-by-ikev2":   {"ike.version", "the responder speaks IKEv2 only"},
	"49-cdp-faults":               {"cdp.duplex cdp.native-vlan cdp.vtp-domain cdp.checksum cdp.holdtime cdp.duplicate-device", "written so"},
	"50-carriers":                 {"cdp.checksum", "written with one checksum for all"},
	"v1-no-proposal":              {"ike.proposal", "configured so"},
	"v1-quick-mode-refused":       {"ipsec.proposal", "configured so"},
	"v1-wrong-psk":                {"ike.psk ike.auth", "configured so"},
	"v1-wrong-selectors":          {"ipsec.selectors ipsec.proposal", "configured so"},
	"v1-xauth-wrong-password":     {"ike.xauth ike.auth", "configured so"},
	"v2-no-answer":                {"ike.no-answer", "configured so"},
	"v2-no-child-proposal":        {"ipsec.proposal", "configured so"},
	"v2-no-proposal":              {"ike.proposal", "configured so"},
	"v2-peer-lost":                {"ike.peer-lost", "the responder was stopped"},
	"v2-ppk-required-refused":     {"ike.ppk ike.auth", "configured so"},
	"v2-ts-unacceptable":          {"ipsec.selectors ipsec.proposal", "configured so"},
	"v2-wrong-identity":           {"ike.identity ike.auth", "configured so"},
	"v2-wrong-psk":                {"ike.psk ike.auth", "configured so"},
}

// A judged is a capture, with its keys where it has any.
type judged struct{ name, file, keys string }

// TestHealthyCaptures asks for no error and no warning in sound captures: the project's,
// and those below PKTSCOPE_LAB and PKTSCOPE_CORPUS, without and with their keys.
func TestHealthyCaptures(t *testing.T) {
	labtest.Slow(t)
	var mu sync.Mutex
	sound, wrong := map[string]bool{}, map[string]bool{}
	t.Run("captures", func(t *testing.T) {
		for _, c := range capturesToJudge(t) {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				found := c.alarms(t)
				mu.Lock()
				defer mu.Unlock()
				_, known := alarms[c.name]
				sound[c.name] = sound[c.name] || !known
				wrong[c.name] = wrong[c.name] || len(found) > 0
			})
		}
	})
	n := 0
	for _, is := range sound {
		if is {
			n++
		}
	}
	if n < 40 {
		t.Errorf("only %d captures are sound", n)
	}
}

// alarms are the errors and warnings in c.
func (c *judged) alarms(t *testing.T) (found []string) {
	args := []string{"diagnose", "--format", "json", c.file}
	if c.keys != "" {
		args = append(args, "--keys", c.keys)
	}
	cmd := program(args...)
	out, err := cmd.Output()
	if len(out) == 0 {
		t.Skip(err) // it is no capture
	}
	var all []struct{ Rule, Severity, Summary string }
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		if x.Severity == "note" {
			continue
		}
		found = append(found, x.Rule)
		if a := alarms[c.name]; !slices.Contains(strings.Fields(a.rules), x.Rule) {
			t.Errorf("%s: %s %s: %s", args, x.Severity, x.Rule, x.Summary)
		}
	}
	return found
}

// capturesToJudge are those of the project and of the folders that the environment
// names.
func capturesToJudge(t *testing.T) (all []judged) {
	for _, root := range []string{"../../fixtures/pcaps", "../../fixtures/tunnels", os.Getenv("PKTSCOPE_LAB")} {
		if root == "" {
			continue
		}
		files, err := filepath.Glob(filepath.Join(root, "*.pcap*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			stem, _, _ := strings.Cut(file, ".pcap")
			all = append(all, judged{filepath.Base(stem), file, ""})
			for _, ext := range []string{".keys.json", ".log", ".esp_sa"} {
				if keys := strings.TrimSuffix(stem, ".inner") + ext; isFile(keys) {
					all = append(all, judged{filepath.Base(stem), file, keys})
				}
			}
		}
	}
	return append(all, corpusCaptures(t)...)
}

// corpusCaptures are the captures of PKTSCOPE_CORPUS that its manifest.tsv calls whole.
func corpusCaptures(t *testing.T) (all []judged) {
	root := os.Getenv("PKTSCOPE_CORPUS")
	if root == "" {
		return nil
	}
	f, err := os.Open(filepath.Join(root, "manifest.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	marks := slices.Index(rows[0], "marks")
	for _, row := range rows[1:] {
		if row[marks] == "" || row[marks] == "-" {
			all = append(all, judged{row[0], filepath.Join(root, row[0]), ""})
		}
	}
	return all
}
