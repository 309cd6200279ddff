//go:build unix

package cli

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/labtest"
)

const broken = "../../fixtures/broken"

// A cause is why a tunnel does not work: fixtures/broken/README.md has the keys.
type cause struct {
	Severity             oneOf
	Rules                map[string]oneOf // by depth of keys
	Also                 []string
	Initiator, Responder map[string]any
	Values               map[string]struct{ Initiator, Responder []string } // by depth of keys
}

// oneOf are alternatives: a text, a list of texts, or null, which is an empty text here.
type oneOf []string

func (o *oneOf) UnmarshalJSON(b []byte) error {
	var list []*string
	if b[0] != '[' {
		b = slices.Concat([]byte("["), b, []byte("]"))
	}
	if err := json.Unmarshal(b, &list); err != nil {
		return err
	}
	for _, s := range list {
		if s == nil {
			s = new(string)
		}
		*o = append(*o, *s)
	}
	return nil
}

// A diagnosed is what these tests need of a finding's JSON.
type diagnosed struct {
	Rule, Severity, Certainty, Summary string
	Initiator, Responder               map[string]any
	Remedy                             []remedy
}

// TestBrokenTunnels holds the findings on tunnels that do not work against the cause
// that was configured, at each depth of keys: without keys, with those of the IKE SA,
// with all.
func TestBrokenTunnels(t *testing.T) {
	eachBroken(t, func(t *testing.T, base string) {
		c := causeOf(t, base+".cause.json")
		for _, depth := range []string{"none", "ike", "all"} {
			t.Run(depth, func(t *testing.T) {
				if !areRules(c.Rules[depth]) {
					t.Fatalf("there is no such rule: %s", c.Rules[depth])
				}
				found := findingsOf(t, base, keysOf(t, base, depth))
				c.compare(t, depth, found)
				for _, f := range found {
					for _, r := range f.Remedy {
						r.check(t)
					}
				}
			})
		}
	})
}

// TestBrokenTunnelsKeepSecrets looks for keys, passwords and pre-shared keys in every
// format.
func TestBrokenTunnelsKeepSecrets(t *testing.T) {
	eachBroken(t, func(t *testing.T, base string) {
		secrets := brokenSecrets(t, base)
		for _, format := range []string{"table", "json", "markdown", "html"} {
			out, _ := runDiagnosis(t, base, keysOf(t, base, "all"), "--audit", "--format", format)
			noLeak(t, format, out, secrets)
		}
	})
}

// eachBroken tests each tunnel of the folder, by the name that its files begin with.
func eachBroken(t *testing.T, test func(t *testing.T, base string)) {
	t.Helper()
	labtest.Slow(t)
	all, err := filepath.Glob(filepath.Join(broken, "*.cause.json"))
	if err != nil || len(all) < 40 {
		t.Fatalf("%d causes: %v", len(all), err)
	}
	for _, name := range all {
		base := strings.TrimSuffix(name, ".cause.json")
		t.Run(filepath.Base(base), func(t *testing.T) {
			t.Parallel()
			test(t, base)
		})
	}
}

func causeOf(t *testing.T, file string) (c cause) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &c); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return c
}

// areRules tells whether there is a rule for everything that is wanted.
func areRules(want oneOf) bool {
	for _, id := range want {
		if id != "" && !slices.ContainsFunc(diagnose.Rules(), func(r diagnose.Rule) bool { return r.ID == id }) {
			return false
		}
	}
	return true
}

// compare looks at the rule, the severity and the values of the first finding, and
// whether there are others that are not true.
func (c cause) compare(t *testing.T, depth string, found []diagnosed) {
	t.Helper()
	bad := slices.Clone(found)
	bad = slices.DeleteFunc(bad, func(f diagnosed) bool { return f.Severity == "note" })
	want := c.Rules[depth]
	if len(bad) == 0 && slices.Contains(want, "") {
		return
	}
	if len(found) == 0 {
		t.Fatalf("nothing is found: want %s", want)
	}
	first := found[0]
	if !slices.Contains(want, first.Rule) {
		t.Fatalf("%s, %s: want %s: %s", first.Rule, first.Severity, want, first.Summary)
	}
	if !slices.Contains(c.Severity, first.Severity) {
		t.Errorf("%s is of severity %s: want %s", first.Rule, first.Severity, c.Severity)
	}
	for _, f := range found[1:] {
		if f.Severity != "note" && !slices.Contains(c.Also, f.Rule) {
			t.Errorf("beside %s there is %s, %s: %s", first.Rule, f.Rule, f.Severity, f.Summary)
		}
	}
	if first.Rule != want[0] {
		return
	}
	known := c.Values[depth]
	compareValues(t, "initiator", known.Initiator, c.Initiator, first.Initiator)
	compareValues(t, "responder", known.Responder, c.Responder, first.Responder)
}

// compareValues compares the values that a side is known to have.
func compareValues(t *testing.T, side string, known []string, want, got map[string]any) {
	t.Helper()
	for _, name := range known {
		if w, g := listed(want[name]), listed(got[name]); !slices.Equal(w, g) {
			t.Errorf("%s of the %s is %q: want %q", name, side, g, w)
		}
	}
}

// listed is a value as a sorted list of texts.
func listed(v any) (list []string) {
	switch v := v.(type) {
	case nil:
	case []any:
		for _, e := range v {
			list = append(list, fmt.Sprint(e))
		}
	default:
		list = append(list, fmt.Sprint(v))
	}
	slices.Sort(list)
	return list
}

func findingsOf(t *testing.T, base string, keys []string) (found []diagnosed) {
	t.Helper()
	out, errs := runDiagnosis(t, base, keys, "--format", "json")
	if err := json.Unmarshal(out, &found); err != nil {
		t.Fatalf("%v: %s%s", err, out, errs)
	}
	return found
}

// runDiagnosis is what "pktscope diagnose" prints of a tunnel's captures.
func runDiagnosis(t *testing.T, base string, keys []string, flags ...string) (out, errs []byte) {
	t.Helper()
	args := append([]string{"diagnose"}, flags...)
	for _, file := range keys {
		args = append(args, "--keys", file)
	}
	captures := []string{base + ".pcap"}
	if _, err := os.Stat(base + ".inside.pcap"); err == nil {
		captures = append(captures, base+".inside.pcap")
		args = append(args, "--merge")
	}
	code, out, errs := outcome(append(args, captures...)...)
	if code < 0 || code > 1 {
		t.Fatalf("exit status %d: %s", code, errs)
	}
	return out, errs
}

// keysOf are the key files of a tunnel at a depth of keys.
func keysOf(t *testing.T, base, depth string) (files []string) {
	t.Helper()
	switch depth {
	case "ike":
		if rows := ikeKeys(t, base); len(rows) > 0 {
			file := filepath.Join(t.TempDir(), "ike.json")
			if err := os.WriteFile(file, rows, 0o600); err != nil {
				t.Fatal(err)
			}
			files = append(files, file)
		}
	case "all":
		files = append(files, base+".log")
		if more := base + ".keys.json"; exists(more) {
			files = append(files, more)
		}
	}
	return files
}

// ikeKeys are the keys of a tunnel's log that rows of Wireshark's tables have: SPIs and the
// keys that messages of IKE are encrypted and protected with. The rows themselves need
// algorithms, which logs do not name.
func ikeKeys(t *testing.T, base string) []byte {
	t.Helper()
	var doc struct{ IKE []map[string]any }
	if b := converted(t, base, "json"); len(b) == 0 {
		return nil
	} else if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	have := []string{
		"version", "spi_i", "spi_r", "sk_ei", "sk_er", "sk_ai", "sk_ar",
		"initiator_cookie", "responder_cookie", "hash", "encr", "encr_key_bits", "integ", "enc_key",
	}
	for _, record := range doc.IKE {
		maps.DeleteFunc(record, func(name string, _ any) bool { return !slices.Contains(have, name) })
	}
	b, err := json.Marshal(map[string]any{"ike": doc.IKE})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// converted are the keys of a tunnel's log in another form; nothing if it has none.
func converted(t *testing.T, base, form string) []byte {
	t.Helper()
	code, out, _ := outcome("keys", "--keys", base+".log", "--to", form)
	if code != 0 {
		return nil
	}
	return out
}

// The secrets of swanctl.conf, of ipsec.secrets and of vpnc.conf.
var configured = regexp.MustCompile(`(?m)^(?:\s*secret = "|: PSK "|IPSec secret |Xauth password )(.*?)"?$`)

// brokenSecrets are the keys of a tunnel's log and what its configuration calls secret.
func brokenSecrets(t *testing.T, base string) (all [][]byte) {
	t.Helper()
	conf, err := os.ReadFile(base + ".conf")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range configured.FindAllSubmatch(conf, -1) {
		all = append(all, m[1])
	}
	var doc struct{ IKE, ESP []map[string]any }
	if b := converted(t, base, "json"); len(b) > 0 {
		if err := json.Unmarshal(b, &doc); err != nil {
			t.Fatal(err)
		}
	}
	for _, record := range slices.Concat(doc.IKE, doc.ESP) {
		for _, name := range secretNames {
			if s, _ := record[name].(string); len(s) >= 16 {
				secret, err := hex.DecodeString(s)
				if err != nil {
					t.Fatalf("%s: %s", name, s)
				}
				all = append(all, secret)
			}
		}
	}
	return all
}
