package pipeline_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
)

// compile makes a display filter, and the registry that it is over.
func compile(t *testing.T, expr string) (*filter.Filter, *dissect.Registry) {
	t.Helper()
	registry := labtest.Registry(t)
	if err := registry.Declare(frame.Proto); err != nil {
		t.Fatal(err)
	}
	f, err := filter.Compile(expr, registry)
	if err != nil {
		t.Fatal(err)
	}
	return f, registry
}

// deltas prints each packet's number, the seconds since the previous packet and
// those since the previously displayed one.
type deltas struct{ numbers }

func (deltas) AppendRow(b []byte, r *render.Row) []byte {
	return fmt.Appendf(b, "%d %v %v", r.Packet.Number, seconds(r.Frame.Delta), seconds(r.Frame.Displayed))
}

func seconds(n field.Nanos) float64 { return time.Duration(n.Low).Seconds() }

// kept records the numbers of the packets that are saved.
type kept struct{ numbers []uint64 }

func (k *kept) Gather() {}
func (k *kept) Save(p *capture.Packet) error {
	k.numbers = append(k.numbers, p.Number)
	return nil
}

// TestFilter: the packets that pass are printed, saved and watched. Numbers and
// times are those of the file, but for the time since the previous row.
func TestFilter(t *testing.T) {
	const n, every = 5000, 700
	for _, workers := range []int{1, 2, 7} {
		f, registry := compile(t, fmt.Sprintf("eth.type == 0x88b5 && frame.number %% %d == 1", every))
		var out bytes.Buffer
		var w watcher
		var save kept
		result := pipeline.Run(t.Context(), pipeline.Config{
			Source: &reel{n: n}, Registry: registry, Filter: f, Format: deltas{}, Out: &out, Save: &save,
			Watchers: []track.Watcher{&w}, Workers: workers,
		})
		var want []string
		for i := 1; i <= n; i += every {
			row := fmt.Sprintf("%d 1 %d", i, every)
			if i == 1 {
				row = "1 0 0"
			}
			want = append(want, row)
			if k := len(want) - 1; k >= len(w.seen) || !strings.HasPrefix(w.seen[k], fmt.Sprint(i, " ")) || k >= len(save.numbers) || save.numbers[k] != uint64(i) {
				t.Fatalf("packet %d: watched are %v, saved %v", i, w.seen, save.numbers)
			}
		}
		if got := out.String(); got != "<"+strings.Join(want, ",")+">" {
			t.Errorf("%d workers: %s, want %s", workers, got, want)
		}
		if result.Packets != n || result.Displayed != uint64(len(want)) || len(w.seen) != len(want) || len(save.numbers) != len(want) {
			t.Errorf("%d workers: %+v, %d watched, %d saved", workers, result, len(w.seen), len(save.numbers))
		}
	}
}

// TestFilterSaves: a filter applies where nothing is printed, too.
func TestFilterSaves(t *testing.T) {
	f, registry := compile(t, "frame.number in {3, 1000..1002}")
	var save kept
	pipeline.Run(t.Context(), pipeline.Config{Source: &reel{n: 3000}, Registry: registry, Filter: f, Save: &save})
	if fmt.Sprint(save.numbers) != "[3 1000 1001 1002]" {
		t.Errorf("saved: %v", save.numbers)
	}
}

// TestFilterChain: whether a packet passes may depend on the one that passed
// before it, in another batch. Packets come once a second.
func TestFilterChain(t *testing.T) {
	for _, workers := range []int{1, 7} {
		f, registry := compile(t, "frame.number == 5 || frame.time_delta_displayed == 900")
		var w watcher
		pipeline.Run(t.Context(), pipeline.Config{
			Source: &reel{n: 3000}, Registry: registry, Filter: f, Watchers: []track.Watcher{&w}, Format: numbers{}, Out: io.Discard, Workers: workers,
		})
		var got []string
		for _, s := range w.seen {
			got = append(got, strings.Fields(s)[0])
		}
		if strings.Join(got, " ") != "5 905 1805 2705" {
			t.Errorf("%d workers: %v", workers, got)
		}
	}
}

// TestFilterCount: Count counts the packets that are read, not those displayed.
func TestFilterCount(t *testing.T) {
	f, registry := compile(t, "frame.number > 10")
	result := pipeline.Run(t.Context(), pipeline.Config{
		Source: &reel{n: 3000}, Registry: registry, Filter: f, Format: numbers{}, Out: io.Discard, Count: 15,
	})
	if result.Packets != 15 || result.Displayed != 5 {
		t.Errorf("%+v", result)
	}
}
