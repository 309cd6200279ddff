package pipeline_test

import (
	"context"
	"io"
	"os"
	"testing"

	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/flow"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/http"
)

// BenchmarkRun takes the capture that PKTSCOPE_BENCH names through all stages: as
// a table, as JSON, and with display filters.
func BenchmarkRun(b *testing.B) {
	name := os.Getenv("PKTSCOPE_BENCH")
	if name == "" {
		b.Skip("PKTSCOPE_BENCH names no capture")
	}
	registry := labtest.Registry(b)
	if err := registry.Declare(frame.Proto); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct{ name, format, display string }{
		{"text", "text", ""}, {"json", "json", ""},
		{"protocol", "text", "esp"}, {"address", "text", "ip.addr == 80.1.0.2"}, {"field", "text", "isakmp.exchangetype == 32"},
	} {
		b.Run(c.name, func(b *testing.B) {
			format, err := render.New(c.format, render.Options{Registry: registry})
			if err != nil {
				b.Fatal(err)
			}
			display, err := filter.Compile(c.display, registry)
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
					Source: source, Registry: registry, Filter: display, Format: format, Out: io.Discard,
					Trackers: []track.Tracker{frag.New(frag.DefaultLimits), flow.New(), http.New()},
				}).Packets
				_ = source.Close()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(packets), "ns/packet")
		})
	}
}
