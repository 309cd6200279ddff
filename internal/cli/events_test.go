//go:build unix

package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/events"
	"github.com/pktscope/pktscope/internal/labtest"
)

// An occurrence is what these tests need of an event's JSON.
type occurrence struct {
	Event, Rule, Severity, Certainty, Summary string
	Time                                      float64
	File                                      *string
}

// TestEventsOfBrokenTunnels holds what is told as packets come against the findings at the
// end: all warnings and errors are told, and nothing else, but what was withdrawn. Of that, no
// failure was ever certain.
func TestEventsOfBrokenTunnels(t *testing.T) {
	eachBroken(t, func(t *testing.T, base string) {
		for _, depth := range []string{"none", "all"} {
			keys := keysOf(t, base, depth)
			told := toldFindings(t, eventsOf(t, base, keys))
			found := findingsOf(t, base, keys)
			for rule, e := range told {
				if !slices.ContainsFunc(found, func(f diagnosed) bool {
					return f.Rule == rule && f.Severity == e.Severity && f.Certainty == e.Certainty
				}) {
					t.Errorf("%s: told, and not found: %s", depth, e.Summary)
				}
			}
			for _, f := range found {
				if _, is := told[f.Rule]; !is && f.Severity != "note" && !strings.HasPrefix(f.Rule, "audit") {
					t.Errorf("%s: found, and not told: %s", depth, f.Summary)
				}
			}
		}
	})
}

// toldFindings are the findings that events have told and not withdrawn, by their rules: of
// each as it was told last.
func toldFindings(t *testing.T, lines []byte) map[string]occurrence {
	t.Helper()
	told := map[string]occurrence{}
	for _, e := range occurrences(t, lines) {
		switch e.Event {
		case "ike.failed", "ipsec.failed", "finding.new", "finding.changed":
			told[e.Rule] = e
		case "finding.withdrawn":
			if e.Certainty == "certain" && strings.HasSuffix(told[e.Rule].Event, ".failed") {
				t.Errorf("told as certain, and withdrawn: %s", e.Summary)
			}
			delete(told, e.Rule)
		}
	}
	return told
}

// eventsOf is what is told of a tunnel's captures.
func eventsOf(t *testing.T, base string, keys []string) []byte {
	t.Helper()
	args := []string{"--events", "json"}
	for _, file := range keys {
		args = append(args, "--keys", file)
	}
	captures := []string{base + ".pcap"}
	if inside := base + ".inside.pcap"; exists(inside) {
		args, captures = append(args, "--merge"), append(captures, inside)
	}
	code, out, errs := outcome(append(args, captures...)...)
	if code < 0 || code > 1 {
		t.Fatalf("exit status %d: %s", code, errs)
	}
	return out
}

// occurrences reads events.
func occurrences(t *testing.T, lines []byte) (list []occurrence) {
	t.Helper()
	for line := range strings.Lines(string(lines)) {
		var e occurrence
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		list = append(list, e)
	}
	return list
}

// TestEventsAreTheSame tells events of captures again and again, as files and through a
// pipe, which hands the packets over in other pieces: byte by byte the same, but for the
// name of the capture.
func TestEventsAreTheSame(t *testing.T) {
	labtest.Slow(t)
	files, err := filepath.Glob(filepath.Join(pcaps, "*.pcap*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	all := 0
	for _, file := range files {
		want, _ := output(t, "--events", "json", file)
		all += len(want)
		eventsDocumented(t, want)
		if got, _ := output(t, "--events", "json", file); string(got) != string(want) {
			t.Errorf("%s: another run tells\n%s\nand not\n%s", file, got, want)
		}
		if got := withoutNames(piped(t, file), "-"); got != withoutNames(want, file) {
			t.Errorf("%s: from a pipe there is\n%s\nand not\n%s", file, got, withoutNames(want, file))
		}
	}
	if all == 0 {
		t.Error("no capture has an event")
	}
}

// eventsDocumented reports what the row of an event in docs/operations.md lacks: its name, or one
// of its keys. What a neighbour announces stands in the reports.
func eventsDocumented(t *testing.T, lines []byte) {
	t.Helper()
	text, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(lines)) {
		keys := map[string]any{}
		if err := json.Unmarshal([]byte(line), &keys); err != nil {
			t.Fatal(err)
		}
		for key := range keys {
			if !strings.Contains(string(text), "`"+key+"`") && keys["event"] != "neighbor.new" {
				t.Errorf("docs/operations.md has no key `%s` of %s", key, keys["event"])
			}
		}
		if name := keys["event"].(string); !strings.Contains(string(text), "\n| `"+name+"` |") {
			t.Errorf("docs/operations.md has no event `%s`", name)
		}
	}
}

// The documentation has a row for each event that there is, and for no other.
func TestEventNames(t *testing.T) {
	text, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rows, _ := strings.Cut(string(text), "| event | when | keys |\n")
	rows, _, _ = strings.Cut(rows, "\n\n")
	var documented, named []string
	for line := range strings.Lines(rows) {
		if fields := strings.Split(line, "`"); strings.HasPrefix(line, "| `") {
			documented = append(documented, fields[1])
		}
	}
	for _, x := range events.Names() {
		named = append(named, x[0])
	}
	slices.Sort(documented)
	slices.Sort(named)
	if !slices.Equal(documented, named) {
		t.Errorf("documented: %q\nnamed: %q", documented, named)
	}
}

// piped are the events of a capture that comes through a pipe in small pieces.
func piped(t *testing.T, file string) []byte {
	t.Helper()
	bytes, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	cmd := program("--events", "json", "-r", "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer func() { _ = in.Close() }()
		for piece := range slices.Chunk(bytes, 1000) {
			if _, err := in.Write(piece); err != nil {
				return
			}
		}
	}()
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return out
}

// withoutNames are events without the name of their capture, which an interface without a
// name has, too, also where a sentence has it.
func withoutNames(lines []byte, name string) string {
	s := strings.ReplaceAll(string(lines), `"`+name+`"`, `"FILE"`)
	name = filepath.Base(name)
	return strings.ReplaceAll(strings.ReplaceAll(s, `"`+name+`"`, `"FILE"`), " on "+name+" ", " on FILE ")
}
