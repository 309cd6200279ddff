package browse_test

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/internal/browse"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
)

// What may be waited for, and the memory that may be used.
const (
	soonest = 300 * time.Millisecond // until there are rows
	jump    = 100 * time.Millisecond // to any of them
	mostKiB = 200 << 10
	aScreen = 50 // rows
)

// TestLarge jumps about in the capture that PKTSCOPE_LARGE names, while it is read and
// afterwards, and holds a thousand rows against the table.
func TestLarge(t *testing.T) {
	name := os.Getenv("PKTSCOPE_LARGE")
	if name == "" {
		t.Skip("PKTSCOPE_LARGE names no capture")
	}
	o := session.Options{Files: []string{name}}
	begin := time.Now()
	c, err := browse.Open(env(strings.NewReader("")), browse.Options{Session: o})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.Start()
	for n := 0; n == 0; time.Sleep(time.Millisecond) {
		rows, err := c.Rows(nil, 0, aScreen)
		if n = len(rows); err != nil {
			t.Fatal(err)
		}
	}
	first := time.Since(begin)
	random := rand.New(rand.NewPCG(1, 2))
	jumps := func() (worst time.Duration) {
		for range 200 {
			at := time.Now()
			if rows, err := c.Rows(nil, random.Uint64N(c.State().Packets), aScreen); err != nil || len(rows) == 0 {
				t.Fatal(rows, err)
			}
			worst = max(worst, time.Since(at))
			time.Sleep(5 * time.Millisecond)
		}
		return worst
	}
	while := jumps()
	<-c.Ended()
	pass := time.Since(begin)
	after := jumps()
	packets, peak := c.State().Packets, peakMemory(t)
	t.Logf("%d packets: first rows after %v, worst of 200 jumps %v while reading (which took %v) and %v afterwards, at most %d MiB",
		packets, first, while, pass, after, peak>>10)
	if first > soonest || while > jump || after > jump || peak > mostKiB {
		t.Errorf("wanted: %v, %v and %d MiB", soonest, jump, mostKiB>>10)
	}
	want := &chosenLines{lines: map[uint64]string{}}
	for range 1000 {
		want.lines[random.Uint64N(packets)] = ""
	}
	printTo(t, want, o, "tabs", render.Options{})
	for _, i := range slices.Sorted(maps.Keys(want.lines)) {
		rows, err := c.Rows(nil, i, 1)
		if err != nil || len(rows) != 1 {
			t.Fatal(i, rows, err)
		}
		if d := cmp.Diff(cells(want.lines[i]), rows[0].Cells); d != "" {
			t.Fatalf("row %d: %s", i, d)
		}
	}
}

// chosenLines keeps some of the lines that are written, by their numbers from 0.
type chosenLines struct {
	lines map[uint64]string
	at    uint64
	rest  []byte
}

// Write implements io.Writer.
func (w *chosenLines) Write(b []byte) (int, error) {
	for line := range bytes.Lines(b) {
		whole := line[len(line)-1] == '\n'
		if line = bytes.TrimSuffix(line, []byte("\n")); len(w.rest) > 0 || !whole {
			w.rest = append(w.rest, line...)
			line = w.rest
		}
		if whole {
			if _, ok := w.lines[w.at]; ok {
				w.lines[w.at] = string(line)
			}
			w.at++
			w.rest = w.rest[:0]
		}
	}
	return len(b), nil
}

// peakMemory is the most that the process has had, in KiB; 0 where that is not to be read.
func peakMemory(t *testing.T) int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	n, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return n
}
