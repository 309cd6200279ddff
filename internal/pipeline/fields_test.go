package pipeline_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/flow"
	"github.com/pktscope/pktscope/internal/track/frag"
)

// TestChosenFields holds the columns of trees that have the protocols of these columns alone
// against those of whole trees, for all fields of each protocol of a capture at a time.
func TestChosenFields(t *testing.T) {
	labtest.Slow(t)
	files, err := filepath.Glob("../../fixtures/pcaps/*.pcap")
	if err != nil || len(files) == 0 {
		t.Fatal("no captures", err)
	}
	registry := labtest.Registry(t)
	if err := registry.Declare(frame.Proto); err != nil {
		t.Fatal(err)
	}
	rows, filled := 0, 0
	for _, file := range files {
		for _, p := range registry.Protos() {
			var names []string
			for _, d := range p.Fields {
				if d.Name != "" && !slices.Contains(names, d.Name) {
					names = append(names, d.Name)
				}
			}
			if len(names) == 0 {
				continue
			}
			f, err := render.New("fields", render.Options{Registry: registry, Fields: render.FieldOptions{Names: names}})
			if err != nil {
				t.Fatal(err)
			}
			columns := func(format render.Format) []byte {
				source, err := capture.Open(file, capture.Options{})
				if err != nil {
					t.Fatal(err)
				}
				defer source.Close()
				var out bytes.Buffer
				pipeline.Run(t.Context(), pipeline.Config{
					Source: source, Registry: registry, Out: &out, Format: format, Count: 60, Workers: 1,
					Trackers: []track.Tracker{frag.New(frag.DefaultLimits), flow.New()},
				})
				return out.Bytes()
			}
			chosen, whole := columns(f), columns(struct{ render.Format }{f})
			if !bytes.Equal(chosen, whole) {
				t.Errorf("%s: columns of %s differ from those of whole trees", file, p.Name)
			}
			rows++
			if len(bytes.Trim(whole, "\t\n")) > 0 {
				filled++
			}
		}
	}
	if filled < rows/100 {
		t.Errorf("%d of %d outputs have a value", filled, rows)
	}
}
