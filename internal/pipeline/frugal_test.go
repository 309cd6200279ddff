package pipeline_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/http"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/stats"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/flow"
	"github.com/pktscope/pktscope/internal/track/frag"
	httptrack "github.com/pktscope/pktscope/internal/track/http"
)

// everyReader is a Tap that is not track.Frugal.
type everyReader struct{ track.Tap }

// TestFrugal: statistics count the same where trackers are left out and messages unread
// for them.
func TestFrugal(t *testing.T) {
	files, err := filepath.Glob("../../fixtures/pcaps/*.pcap*")
	if err != nil || len(files) == 0 {
		t.Fatal("no captures", err)
	}
	_, registry := compile(t, "")
	for _, request := range []string{"conv,eth", "conv,ip", "conv,tcp", "conv,udp", "conv,sctp", "conv,cdp", "endpoints,tcp"} {
		for _, file := range files {
			reports := func(of func(*stats.Set) track.Tap) string {
				source, err := capture.Open(file, capture.Options{})
				if err != nil {
					t.Fatal(err)
				}
				defer source.Close()
				set, err := stats.New([]string{request}, render.Fields{Registry: registry}, stats.DefaultLimit)
				if err != nil {
					t.Fatal(err)
				}
				if _, _, frugal := set.Reads(); !frugal {
					t.Fatalf("%s reads everything", request)
				}
				run(t, t.Context(), pipeline.Config{
					Source: source, Registry: registry, Tap: of(set), Trackers: []track.Tracker{frag.New(frag.DefaultLimits), flow.New(), httptrack.New()},
				})
				var out bytes.Buffer
				if err := render.WriteReport(&out, "json", set.Reports()...); err != nil {
					t.Fatal(err)
				}
				return out.String()
			}
			frugal := reports(func(s *stats.Set) track.Tap { return s })
			if all := reports(func(s *stats.Set) track.Tap { return everyReader{s} }); frugal != all {
				t.Errorf("%s of %s:\n%s\nwith all that there is to read:\n%s", request, file, frugal, all)
			}
		}
	}
}

// A reader is a track.Frugal Watcher that counts the messages of HTTP that were read.
type reader struct {
	protos []*field.Proto
	depth  track.Depth
	read   int
}

func (r *reader) Reads() ([]*field.Proto, track.Depth, bool) { return r.protos, r.depth, true }

func (r *reader) Watch(p *dissect.Packet) {
	for i := range p.Layers {
		if m, ok := p.Layers[i].Message.(*http.Packet); ok && len(m.Data) > 0 {
			r.read++
		}
	}
}

// TestUnread: messages of HTTP are read where somebody reads them.
func TestUnread(t *testing.T) {
	_, registry := compile(t, "")
	for _, x := range []struct {
		reader
		want bool
	}{
		{reader{[]*field.Proto{inet.IPv4Proto}, track.Headers, 0}, false},
		{reader{[]*field.Proto{inet.TCPProto}, track.Streams, 0}, false},
		{reader{[]*field.Proto{http.Proto}, track.Contents, 0}, true},
	} {
		source, err := capture.Open("../../fixtures/pcaps/20-http.pcap", capture.Options{})
		if err != nil {
			t.Fatal(err)
		}
		run(t, t.Context(), pipeline.Config{
			Source: source, Registry: registry, Watchers: []track.Watcher{&x.reader}, Trackers: []track.Tracker{flow.New(), httptrack.New()},
		})
		_ = source.Close()
		if got := x.read > 0; got != x.want {
			t.Errorf("depth %d: %d messages of HTTP were read", x.depth, x.read)
		}
	}
}
