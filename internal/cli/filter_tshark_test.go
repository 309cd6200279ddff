package cli

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"pktscope/dissect"
	"pktscope/internal/capture"
	"pktscope/internal/filter"
	"pktscope/internal/pipeline"
	"pktscope/internal/track"
)

// TestFiltersAgainstTshark asks every filter of testdata/filters.txt of many
// captures, and tshark too. Both must name the same frames, for 99 of 100 pairs
// of a filter and a capture that one of them answers with a frame; both must
// refuse the same filters; and every filter must find a frame somewhere.
//
// The captures are those of the project and every tenth below PKTSCOPE_CORPUS;
// with PKTSCOPE_FILTERS=all they are all of them.
func TestFiltersAgainstTshark(t *testing.T) {
	version, err := exec.Command("tshark", "--version").Output()
	if err != nil || !strings.HasPrefix(string(version), "TShark (Wireshark) 4.0.") {
		t.Skip("no tshark 4.0, whose language the filters are in")
	}
	j := newJudge(t)
	var working sync.WaitGroup
	names := make(chan string)
	for range 2 {
		working.Go(func() {
			for name := range names {
				j.ask(name)
			}
		})
	}
	for _, name := range filterCaptures(t) {
		names <- name
	}
	close(names)
	working.Wait()
	j.sentence()
}

// filterCaptures are the captures that filters are asked of.
func filterCaptures(t *testing.T) []string {
	names, err := filepath.Glob("../../fixtures/pcaps/*.pcap*")
	if err != nil {
		t.Fatal(err)
	}
	every := 10
	if os.Getenv("PKTSCOPE_FILTERS") == "all" {
		every = 1
	}
	root, n := os.Getenv("PKTSCOPE_CORPUS"), 0
	if root == "" {
		return names
	}
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		r, err := capture.Open(path, capture.Options{})
		if err != nil {
			return nil // no capture
		}
		r.Close()
		if n++; n%every == 0 {
			names = append(names, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// A judge compares what filters find with what tshark's do.
type judge struct {
	t        *testing.T
	registry *dissect.Registry
	script   string
	list     string
	exprs    []string
	filters  []*filter.Filter // nil: no filter
	errors   []error

	mu             sync.Mutex
	captures       int
	refused        []bool // by tshark
	found          []bool // both found frames
	pairs, differs int
	differences    []string
}

func newJudge(t *testing.T) *judge {
	t.Helper()
	registry, err := newRegistry()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/filters.txt")
	if err != nil {
		t.Fatal(err)
	}
	script, err := filepath.Abs("testdata/filters.lua")
	if err != nil {
		t.Fatal(err)
	}
	j := &judge{t: t, registry: registry, script: script, list: filepath.Join(t.TempDir(), "filters")}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSuffix(line, "\n"); line == "" || line[0] == '#' {
			continue
		}
		f, err := filter.Compile(line, registry)
		j.exprs, j.filters, j.errors = append(j.exprs, line), append(j.filters, f), append(j.errors, err)
	}
	j.refused, j.found = make([]bool, len(j.exprs)), make([]bool, len(j.exprs))
	if err := os.WriteFile(j.list, []byte(strings.Join(j.exprs, "\n")), 0o666); err != nil {
		t.Fatal(err)
	}
	return j
}

// ask asks all filters of one capture.
func (j *judge) ask(name string) {
	answers := name2answers(j.t.TempDir(), name)
	tshark := exec.Command("tshark", "-n", "-q", "-X", "lua_script:"+j.script, "-r", name)
	tshark.Env = append(os.Environ(), "FILTERS="+j.list, "ANSWERS="+answers)
	_ = tshark.Run() // a damaged file is no success, and the frames before count
	text, err := os.ReadFile(answers)
	if err != nil {
		return // nothing of the file can be read
	}
	theirs := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if len(theirs) != len(j.exprs) {
		j.t.Errorf("%s: %d answers to %d filters", name, len(theirs), len(j.exprs))
		return
	}
	for i, f := range j.filters {
		ours := "error"
		if f != nil {
			ours = j.frames(name, f)
		}
		j.compare(name, i, ours, theirs[i])
	}
	j.mu.Lock()
	j.captures++
	j.mu.Unlock()
}

func name2answers(dir, name string) string {
	return filepath.Join(dir, strings.ReplaceAll(strings.TrimLeft(name, "./"), "/", "+")+".answers")
}

// frames are the displayed of the frames of a capture that f finds.
func (j *judge) frames(name string, f *filter.Filter) string {
	source, err := capture.Open(name, capture.Options{})
	if err != nil {
		j.t.Error(err)
		return ""
	}
	defer source.Close()
	var found displayed
	pipeline.Run(context.Background(), pipeline.Config{
		Source: source, Registry: j.registry, Trackers: trackers(), Filter: f, Watchers: []track.Watcher{&found}, Workers: 1,
	})
	return strings.Join(found, " ")
}

// A displayed is the displayed of packets.
type displayed []string

func (n *displayed) Watch(p *dissect.Packet) { *n = append(*n, strconv.FormatUint(p.Number, 10)) }

// compare takes in the answers of both sides to filter i.
func (j *judge) compare(name string, i int, ours, theirs string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if strings.HasPrefix(theirs, "error") {
		j.refused[i], theirs = true, "error"
	}
	if ours == "" && theirs == "" {
		return
	}
	j.pairs++
	if ours == theirs {
		j.found[i] = true
		return
	}
	j.differs++
	j.differences = append(j.differences, fmt.Sprintf("%s: %s\n  ours   %s\n  theirs %s", name, j.exprs[i], some(ours), some(theirs)))
}

// some is the beginning of a list of frames.
func some(frames string) string {
	if len(frames) > 100 {
		return frames[:100] + "..."
	}
	return frames
}

// sentence fails the test if too much differs.
func (j *judge) sentence() {
	slices.Sort(j.differences)
	for _, d := range j.differences {
		j.t.Log(d)
	}
	equal := 100 * float64(j.pairs-j.differs) / float64(max(j.pairs, 1))
	j.t.Logf("%d filters, %d captures: %d of %d pairs are equal: %.2f %%", len(j.exprs), j.captures, j.pairs-j.differs, j.pairs, equal)
	if j.pairs == 0 || equal < 99 {
		j.t.Errorf("%.2f %% of the pairs are equal, want 99", equal)
	}
	whole := os.Getenv("PKTSCOPE_FILTERS") == "all"
	for i, expr := range j.exprs {
		switch {
		case j.refused[i] != (j.errors[i] != nil):
			j.t.Errorf("%s: refused by tshark: %v; here: %v", expr, j.refused[i], j.errors[i])
		case whole && j.errors[i] == nil && !j.found[i]:
			j.t.Errorf("%s: found nowhere", expr)
		}
	}
}
