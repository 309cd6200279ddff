package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
)

// TestConformance is "make conformance": all filters, and the values of every field that
// occurs, asked of all captures and of tshark 4.6. At least 99.5 of 100 pairs of a
// filter and a capture that one side answers must be equal, and no filter that three
// captures answer may differ in half of them.
func TestConformance(t *testing.T) {
	if os.Getenv("PKTSCOPE_CONFORMANCE") == "" {
		t.Skip("make conformance sets PKTSCOPE_CONFORMANCE")
	}
	tshark := tshark46(t)
	exprs, _, _ := table46(t)
	exprs = append(exprs, filtersOf40(t)...)
	sum := tally{answered: map[string]int{}, wrong: map[string]int{}, expectations: expectations()}
	for _, name := range conformanceCaptures(t) {
		asked := slices.Concat(exprs, valueQueries(t, name))
		j := newJudge(t, asked)
		theirs, known := j.theirs46(tshark, name)
		if theirs == nil {
			continue
		}
		for i := range known {
			known[i] = known[i] && j.filters[i] != nil
		}
		ours := j.ours46(name, known)
		for i, expr := range asked {
			if known[i] {
				sum.take(t, name, expr, ours[i], theirs[i])
			}
		}
	}
	sum.judgeExpected(t)
	sum.judge(t, 99.5)
}

// TestValuesAgainstTshark asks tshark 4.0 and pktscope for the values of the fields that
// occur in some captures.
func TestValuesAgainstTshark(t *testing.T) {
	t.Parallel()
	version, err := exec.Command(labtest.Program(t, "tshark"), "--version").Output()
	if err != nil || !strings.HasPrefix(string(version), "TShark (Wireshark) 4.0.") {
		t.Skip("no tshark 4.0")
	}
	sum := tally{answered: map[string]int{}, wrong: map[string]int{}}
	for _, name := range []string{"01-ikev1-main-seed.pcap", "16-cdp-topology-a.pcap", "46-ikev2-mobike.pcap"} {
		name = filepath.Join("../../fixtures/pcaps", name)
		asked := valueQueries(t, name)
		j := newJudge(t, asked)
		known := make([]bool, len(asked))
		for i := range known {
			known[i] = j.filters[i] != nil
		}
		ours, theirs := j.ours46(name, known), j.theirs(name)
		if len(ours) != len(theirs) {
			t.Fatalf("%s: %d answers to %d filters", name, len(theirs), len(ours))
		}
		for i, expr := range asked {
			if !strings.HasPrefix(theirs[i], "error") && j.filters[i] != nil && !changedSince40(expr) {
				sum.take(t, name, expr, ours[i], theirs[i])
			}
		}
	}
	sum.judge(t, 99)
}

// changedSince40 reports whether a filter is of fields that have other values in Wireshark
// 4.6: the first frame has no time since the one before, the data of an echo
// begins elsewhere, and other segments are HTTP, with the notes on them.
func changedSince40(expr string) bool {
	return slices.ContainsFunc([]string{"frame.time_delta", "data", "len(data", "http", "len(http", "icmp.data_time", "_ws.expert"}, func(name string) bool { return strings.HasPrefix(expr, name) })
}

// A tally counts equal answers.
type tally struct {
	pairs, equal, meant int
	answered, wrong     map[string]int // by filter
	expectations        []*expectation
}

func (s *tally) take(t *testing.T, name, expr, ours, theirs string) {
	if ours == "" && theirs == "" {
		return
	}
	s.pairs++
	s.answered[expr]++
	if ours == theirs {
		s.equal++
		return
	}
	if e := s.expected(filepath.Base(name), expr); e != nil {
		e.count++
		s.meant++
		return
	}
	s.wrong[expr]++
	t.Logf("%s: %s\n  ours   %s\n  theirs %s", filepath.Base(name), expr, some(ours), some(theirs))
}

func (s *tally) judge(t *testing.T, want float64) {
	equal := 100 * float64(s.equal) / float64(max(s.pairs, 1))
	t.Logf("%d of %d pairs are equal: %.2f %%; with the %d that are meant to differ: %.2f %%",
		s.equal, s.pairs, equal, s.meant, 100*float64(s.equal+s.meant)/float64(max(s.pairs, 1)))
	if s.pairs == 0 || equal < want {
		t.Errorf("%.2f %% of the pairs are equal, want %v", equal, want)
	}
	for expr, n := range s.wrong {
		if s.answered[expr] > 2 && 2*n >= s.answered[expr] {
			t.Errorf("%s differs in %d of %d captures", expr, n, s.answered[expr])
		}
	}
}

// tshark46 finds a tshark of version 4.6 or later.
func tshark46(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"tshark46", "tshark"} {
		out, err := exec.Command(name, "--version").Output()
		if err == nil && bytes.HasPrefix(out, []byte("TShark (Wireshark) "+yardstick)) {
			return name
		}
	}
	t.Fatalf("make conformance needs tshark %s, as tshark46 or tshark", yardstick)
	return ""
}

// conformanceCaptures are the project's captures, and those below PKTSCOPE_CORPUS and
// PKTSCOPE_LAB.
func conformanceCaptures(t *testing.T) []string {
	names := filterCaptures(t, true)
	more, err := filepath.Glob(filepath.Join(os.Getenv("PKTSCOPE_LAB"), "*.pcap*"))
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("PKTSCOPE_LAB") == "" {
		more = nil
	}
	return slices.DeleteFunc(append(names, more...), func(name string) bool { return readOtherwise(filepath.Base(name)) })
}

// readOtherwise reports whether tshark reads other protocols in a capture than pktscope,
// on purpose: every filter of these would differ.
func readOtherwise(name string) bool {
	switch name {
	case linuxLoopback,
		"21-ikev1-payloads.pcap",  // GDOI on port 848
		"40-iketcp-port-443.pcap", // IKE over TCP on a port that is TLS's
		"50-carriers.pcap":        // carriers that tshark decodes only if told to
		return true
	}
	return false
}

// theirs46 are tshark's answers, all of one run, nil where it cannot read the file, and
// which filters it knows.
func (j *judge) theirs46(tshark, name string) (frames []string, known []bool) {
	known = make([]bool, len(j.exprs))
	refused := map[string]bool{}
	for range 20 { // refused filters are told some at a time
		for i, expr := range j.exprs {
			known[i] = !refused[expr]
		}
		run := exec.Command(tshark, j.arguments(name, known)...)
		var complaints bytes.Buffer
		run.Stderr = &complaints
		out, _ := run.Output() // a damaged file is no success, and the frames before it count
		count := len(refused)
		for line := range strings.Lines(complaints.String()) {
			if expr, ok := strings.CutPrefix(strings.TrimSpace(line), "("); ok {
				refused[strings.TrimSuffix(expr, ") and frame")] = true
			}
		}
		if len(refused) > count {
			continue
		}
		if len(out) == 0 {
			return nil, nil
		}
		return j.marked(string(out), known), known
	}
	return nil, nil
}

// ours46 are the answers of pktscope as a command.
func (j *judge) ours46(name string, known []bool) []string {
	var out bytes.Buffer
	e := &session.Env{In: strings.NewReader(""), Out: &out, Err: j.t.Output()}
	runRead(e, j.arguments(name, known))
	return j.marked(out.String(), known)
}

// arguments ask for a mark a filter, of those that are known.
func (j *judge) arguments(name string, known []bool) []string {
	args := []string{"-n", "-r", name, "-T", "fields", "-e", "frame.number"}
	for i, expr := range j.exprs {
		if known[i] {
			args = append(args, "-e", "("+expr+") and frame")
		}
	}
	return args
}

// marked reads rows of a frame's number and a mark for each filter that is known.
func (j *judge) marked(rows string, known []bool) []string {
	frames := make([]string, len(j.exprs))
	for row := range strings.Lines(rows) {
		cells := strings.Split(strings.TrimSuffix(row, "\n"), "\t")
		at := 1
		for i := range known {
			if !known[i] {
				continue
			}
			if at < len(cells) && cells[at] != "" {
				frames[i] = strings.TrimPrefix(frames[i]+" "+cells[0], " ")
			}
			at++
		}
	}
	return frames
}

// valueQueries are filters for the first value of each field that occurs in a capture: the
// whole value, its parts and its length.
func valueQueries(t *testing.T, name string) []string {
	t.Helper()
	source, err := capture.Open(name, capture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	plan, err := session.Prepare(&session.Env{Err: t.Output()}, session.Options{})
	if err != nil {
		t.Fatal(err)
	}
	q := &queries{seen: map[string]bool{}}
	config := pipeline.Config{Source: source, Registry: plan.Registry, Format: q, Out: io.Discard, Workers: 1}
	plan.Track(&config)
	pipeline.Run(context.Background(), config)
	return q.exprs
}

// A queries is an output that prints nothing and makes filters of the fields it sees.
type queries struct {
	seen  map[string]bool
	exprs []string
}

func (*queries) NeedsTree() bool             { return true }
func (*queries) AppendBegin(b []byte) []byte { return b }
func (*queries) AppendEnd(b []byte) []byte   { return b }
func (*queries) Separator() string           { return "" }

func (q *queries) AppendRow(b []byte, r *render.Row) []byte {
	for i := range r.Tree.Nodes {
		d := r.Tree.Nodes[i].Def
		if d.Name == "" || q.seen[d.Name] || strings.HasPrefix(d.Name, "pktscope.") {
			continue
		}
		q.seen[d.Name] = true
		q.exprs = append(q.exprs, queriesOf(d, r.Tree, i)...)
	}
	return b
}

// queriesOf are the filters for the value of node i, whose field is d.
func queriesOf(d *field.Def, t *field.Tree, i int) []string {
	value := string(t.AppendShow(nil, i))
	switch d.Kind {
	case field.Uint, field.Int, field.Bool, field.FrameNum:
		return []string{d.Name + " == " + value}
	case field.IPv4, field.IPv6, field.Ether:
		return []string{d.Name + " == " + value, fmt.Sprintf("%s[0] == 0x%02x", d.Name, t.Bytes(i)[0])}
	case field.Text:
		return textQueries(d.Name, value)
	case field.Raw:
		return bytesQueries(d.Name, t.Text(i))
	case field.Absolute:
		return []string{d.Name + ` == "` + value + `"`}
	}
	return []string{d.Name}
}

func textQueries(name, value string) []string {
	plain := func(r rune) bool {
		return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == ' '
	}
	if value == "" || strings.ContainsFunc(value, func(r rune) bool { return !plain(r) && !strings.ContainsRune("._-:/,()", r) }) {
		return []string{name}
	}
	all := []string{name + " == " + strconv.Quote(value), fmt.Sprintf("len(%s) == %d", name, len(value)),
		name + " contains " + strconv.Quote(value[len(value)/2:]), name + "[0:1] == " + strconv.Quote(value[:1])}
	if !strings.ContainsFunc(value, func(r rune) bool { return !plain(r) }) {
		all = append(all, name+" matches "+strconv.Quote("^"+strings.ToUpper(value)+"$"))
	}
	return all
}

func bytesQueries(name string, value []byte) []string {
	all := []string{fmt.Sprintf("len(%s) == %d", name, len(value))}
	if len(value) < 2 {
		return all
	}
	whole := string(field.AppendBytes(nil, value[:min(len(value), 64)], ':'))
	all = append(all, name+" contains "+whole, fmt.Sprintf("%s[0] == 0x%02x", name, value[0]), fmt.Sprintf("%s[-1:] == %02x:", name, value[len(value)-1]))
	if len(value) <= 64 {
		all = append(all, name+" == "+whole)
	}
	return all
}
