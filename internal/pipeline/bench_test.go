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

// BenchmarkRun takes the capture that PKTSCOPE_BENCH names through the whole
// pipeline, as a table and as JSON.
func BenchmarkRun(b *testing.B) {
	name := os.Getenv("PKTSCOPE_BENCH")
	if name == "" {
		b.Skip("PKTSCOPE_BENCH names no capture")
	}
	registry, err := dissect.NewRegistry(all.Bindings()...)
	if err != nil {
		b.Fatal(err)
	}
	for _, kind := range []string{"text", "json"} {
		b.Run(kind, func(b *testing.B) {
			format, err := render.New(kind, render.Options{Registry: registry})
			if err != nil {
				b.Fatal(err)
			}
			var packets uint64
			for b.Loop() {
				source, err := capture.Open(name, capture.Options{})
				if err != nil {
					b.Fatal(err)
				}
				packets += pipeline.Run(context.Background(), pipeline.Config{
					Source: source, Registry: registry, Format: format, Out: io.Discard,
					Trackers: []track.Tracker{frag.New(frag.DefaultLimits), flow.New(), http.New()},
				}).Packets
				_ = source.Close()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(packets), "ns/packet")
		})
	}
}
