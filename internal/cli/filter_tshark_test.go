package cli

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
)

// TestFiltersAgainstTshark asks every filter of testdata/filters.txt of many
// captures, and tshark too. Both must name the same frames, for 99 of 100 pairs
// of a filter and a capture that one of them answers with a frame; both must
// refuse the same filters; and every filter must find a frame somewhere.
//
// The captures are some of the project's and every tenth below PKTSCOPE_CORPUS;
// with PKTSCOPE_FILTERS=all they are all of them.
func TestFiltersAgainstTshark(t *testing.T) {
	t.Parallel()
	version, err := exec.Command(labtest.Program(t, "tshark"), "--version").Output()
	if err != nil || !strings.HasPrefix(string(version), "TShark (Wireshark) 4.0.") {
		t.Skip("no tshark 4.0, whose language the filters are in")
	}
	all := os.Getenv("PKTSCOPE_FILTERS") == "all"
	j := newJudge(t, filtersOf40(t))
	sideBySide(filterCaptures(t, all), func(name string) {
		if base := filepath.Base(name); base != linuxLoopback && (all || base != mobileTunnels) {
			j.hear(name)
		}
	})
	j.sentence(all)
}

// linuxLoopback has Linux's numbers of address families, of which tshark does not
// know IPv6.
const linuxLoopback = "18-loopback.null-linux.pcap"

// mobileTunnels has two packets in GTP, which pktscope does not read. They decide
// sixty filters, too many among few captures; the full run asks it as well.
const mobileTunnels = "arkime_synthetic.pcap"

// filterCaptures are the captures that filters are asked of.
func filterCaptures(t *testing.T, all bool) []string {
	var names []string
	few := func(found []string, every int) {
		for i, name := range found {
			if all || i%every == 0 {
				names = append(names, name)
			}
		}
	}
	own, err := filepath.Glob("../../fixtures/pcaps/*.pcap*")
	if err != nil {
		t.Fatal(err)
	}
	few(own, 3)
	root := os.Getenv("PKTSCOPE_CORPUS")
	if root == "" {
		return names
	}
	var others []string
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if r, err := capture.Open(path, capture.Options{}); err == nil {
			others = append(others, path)
			r.Close()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	few(others, 10)
	return names
}

// A judge compares what filters find with what tshark's do.
type judge struct {
	t        *testing.T
	registry *dissect.Registry
	script   string
	list     string // the file of the expressions
	exprs    []string
	filters  []*filter.Filter // nil: no filter
	reasons  []error          // why not

	mu             sync.Mutex
	captures       int
	refused        []bool // by tshark
	found          []bool // by both in some capture
	pairs, differs int
	differences    []string
}

// filtersOf40 are the filters of testdata/filters.txt.
func filtersOf40(t *testing.T) (exprs []string) {
	t.Helper()
	text, err := os.ReadFile("testdata/filters.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && line[0] != '#' {
			exprs = append(exprs, line)
		}
	}
	return exprs
}

func newJudge(t *testing.T, exprs []string) *judge {
	t.Helper()
	registry, err := session.NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	script, err := filepath.Abs("testdata/filters.lua")
	if err != nil {
		t.Fatal(err)
	}
	j := &judge{t: t, registry: registry, script: script, list: filepath.Join(t.TempDir(), "filters")}
	for _, line := range exprs {
		f, err := filter.Compile(line, registry)
		j.exprs, j.filters, j.reasons = append(j.exprs, line), append(j.filters, f), append(j.reasons, err)
	}
	j.refused, j.found = make([]bool, len(j.exprs)), make([]bool, len(j.exprs))
	if err := os.WriteFile(j.list, []byte(strings.Join(j.exprs, "\n")), 0o666); err != nil {
		t.Fatal(err)
	}
	return j
}

// hear compares the answers of both sides to one capture.
func (j *judge) hear(name string) {
	theirs := j.theirs(name)
	if theirs == nil {
		return
	}
	ours := j.ours(name)
	if len(ours) != len(theirs) {
		j.t.Errorf("%s: %d answers to %d filters", name, len(theirs), len(j.exprs))
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.captures++
	for i := range ours {
		j.compare(name, i, ours[i], theirs[i])
	}
}

// theirs are tshark's answers, nil where it cannot read the file.
func (j *judge) theirs(name string) []string {
	answers := filepath.Join(j.t.TempDir(), "answers")
	tshark := exec.Command("tshark", "-n", "-q", "-X", "lua_script:"+j.script, "-r", name)
	tshark.Env = append(os.Environ(), "FILTERS="+j.list, "ANSWERS="+answers)
	_ = tshark.Run() // a damaged file is no success, and the frames before it count
	text, err := os.ReadFile(answers)
	if err != nil {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// ours are the answers of all filters to one capture.
func (j *judge) ours(name string) []string {
	source, err := capture.Open(name, capture.Options{})
	if err != nil {
		j.t.Error(err)
		return nil
	}
	defer source.Close()
	a := j.asker()
	config := pipeline.Config{Source: source, Registry: j.registry, Format: a, Out: io.Discard, Workers: 1}
	plan, err := session.Prepare(&session.Env{Err: j.t.Output()}, session.Options{})
	if err != nil {
		j.t.Fatal(err)
	}
	plan.Track(&config)
	pipeline.Run(context.Background(), config)
	return a.frames
}

// compare takes in the answers to filter i.
func (j *judge) compare(name string, i int, ours, theirs string) {
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

// sentence fails the test if too much differs. Where all captures were asked,
// every filter must have found something.
func (j *judge) sentence(all bool) {
	slices.Sort(j.differences)
	for _, d := range j.differences {
		j.t.Log(d)
	}
	equal := 100 * float64(j.pairs-j.differs) / float64(max(j.pairs, 1))
	j.t.Logf("%d filters, %d captures: %d of %d pairs are equal: %.2f %%", len(j.exprs), j.captures, j.pairs-j.differs, j.pairs, equal)
	if j.pairs == 0 || equal < 99 {
		j.t.Errorf("%.2f %% of the pairs are equal, want 99", equal)
	}
	for i, expr := range j.exprs {
		switch {
		case j.refused[i] != (j.reasons[i] != nil):
			j.t.Errorf("%s: refused by tshark: %v; here: %v", expr, j.refused[i], j.reasons[i])
		case all && os.Getenv("PKTSCOPE_CORPUS") != "" && !j.refused[i] && !j.found[i]:
			j.t.Errorf("%s: found nowhere", expr)
		}
	}
}

// An asker is an output that prints nothing: it asks every filter of each row.
type asker struct {
	judge    *judge
	engine   *dissect.Engine
	tree     field.Tree
	parts    []*dissect.FieldSet // that the filters look at
	matchers []*filter.Matcher
	frames   []string // that each filter found
}

func (j *judge) asker() *asker {
	n := len(j.exprs)
	a := &asker{judge: j, engine: dissect.NewEngine(j.registry), parts: make([]*dissect.FieldSet, n), matchers: make([]*filter.Matcher, n), frames: make([]string, n)}
	for i, f := range j.filters {
		if f == nil {
			a.frames[i] = "error"
			continue
		}
		a.parts[i], a.matchers[i] = j.registry.FieldSet(f.Protos()...), f.Matcher()
	}
	return a
}

func (*asker) NeedsTree() bool             { return false }
func (*asker) AppendBegin(b []byte) []byte { return b }
func (*asker) AppendEnd(b []byte) []byte   { return b }
func (*asker) Separator() string           { return "" }

func (a *asker) AppendRow(b []byte, r *render.Row) []byte {
	number := strconv.FormatUint(r.Packet.Number, 10)
	for i, f := range a.judge.filters {
		if f == nil {
			continue
		}
		match, sure := a.matchers[i].Glance(r.Packet)
		if !sure {
			a.engine.BuildFields(r.Packet, &a.tree, a.parts[i])
			match = a.matchers[i].Match(r.Packet, &a.tree)
		}
		switch {
		case !match:
		case a.frames[i] == "":
			a.frames[i] = number
		default:
			a.frames[i] += " " + number
		}
	}
	return b
}
