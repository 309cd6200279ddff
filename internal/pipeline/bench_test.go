package pipeline_test

import (
	"context"
	"io"
	"os"
	"testing"

	"pktscope/dissect"
	"pktscope/dissect/all"
	"pktscope/internal/capture"
	"pktscope/internal/pipeline"
	"pktscope/internal/render"
	"pktscope/internal/track"
	"pktscope/internal/track/flow"
	"pktscope/internal/track/frag"
	"pktscope/internal/track/http"
)

func BenchmarkRun(b *testing.B) {
	name := os.Getenv("PKTSCOPE_BENCH")
	if name == "" {
		b.Skip("PKTSCOPE_BENCH names no capture")
	}
	registry, err := dissect.NewRegistry(all.Bindings()...)
	if err != nil {
		b.Fatal(err)
	}
	format, err := render.New("text", render.Options{Registry: registry})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		source, err := capture.Open(name, capture.Options{})
		if err != nil {
			b.Fatal(err)
		}
		result := pipeline.Run(context.Background(), pipeline.Config{Source: source, Registry: registry, Format: format, Out: io.Discard, Trackers: []track.Tracker{frag.New(frag.DefaultLimits), flow.New(), http.New()}})
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(result.Packets), "ns/packet")
		_ = source.Close()
	}
}
