package pipeline_test

import (
	"context"
	"io"
	"os"
	"testing"

	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/keys/forms"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/flow"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/http"
)

// BenchmarkRun takes the capture that PKTSCOPE_BENCH names through all stages: as
// a table, as JSON, and with display filters; or, with the keys in PKTSCOPE_BENCH_KEYS,
// as a table of what is decrypted.
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
		{"decrypt", "text", ""},
	} {
		b.Run(c.name, func(b *testing.B) {
			trackers := withoutKeys
			if c.name == "decrypt" {
				trackers = withKeys(b)
			}
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
				config := trackers()
				config.Source, config.Registry, config.Filter, config.Format, config.Out = source, registry, display, format, io.Discard
				packets += pipeline.Run(context.Background(), config).Packets
				_ = source.Close()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(packets), "ns/packet")
		})
	}
}

// withoutKeys has the trackers of a run without keys.
func withoutKeys() pipeline.Config {
	return pipeline.Config{Trackers: []track.Tracker{frag.New(frag.DefaultLimits), flow.New(), http.New()}}
}

// withKeys has those of a run with the keys of the file that PKTSCOPE_BENCH_KEYS names.
func withKeys(b *testing.B) func() pipeline.Config {
	name := os.Getenv("PKTSCOPE_BENCH_KEYS")
	if name == "" {
		b.Skip("PKTSCOPE_BENCH_KEYS names no key file")
	}
	set, err := forms.Read(name)
	if err != nil {
		b.Fatal(err)
	}
	return func() pipeline.Config {
		return pipeline.Config{
			Trackers:          []track.Tracker{esp.Outside(frag.New(frag.DefaultLimits))},
			Decrypter:         esp.NewStore(keys.NewRing(set)),
			DecryptedTrackers: []track.Tracker{esp.Inside(frag.New(frag.DefaultLimits)), flow.New(), http.New()},
		}
	}
}
