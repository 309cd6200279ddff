package pipeline_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/flow"
	"github.com/pktscope/pktscope/internal/track/frag"
)

// TestDeferred: layers that the display filter does not read are decoded before a
// packet is rendered. A filter that every packet passes changes nothing.
func TestDeferred(t *testing.T) {
	files, err := filepath.Glob("../../fixtures/pcaps/*.pcap*")
	if err != nil || len(files) == 0 {
		t.Fatal("no captures", err)
	}
	f, registry := compile(t, "not vntag")
	for _, file := range files {
		rows := func(filtered bool) string {
			source, err := capture.Open(file, capture.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer source.Close()
			var out bytes.Buffer
			c := pipeline.Config{Source: source, Registry: registry, Out: &out, Format: summaries{}}
			c.Trackers = []track.Tracker{frag.New(frag.DefaultLimits), flow.New()}
			if filtered {
				c.Filter = f
			}
			run(t, t.Context(), c)
			return out.String()
		}
		if all, some := rows(false), rows(true); all != some {
			t.Errorf("%s: rows differ with a filter", file)
		}
	}
}

// summaries prints protocols, the Info column and the error of each packet.
type summaries struct{ numbers }

func (summaries) AppendRow(b []byte, r *render.Row) []byte {
	p := r.Packet
	b = p.AppendInfo(p.AppendProtocol(append(p.AppendProtocols(b), ' ')), nil)
	if p.Err != nil {
		b = append(b, p.Err.Error()...)
	}
	return append(b, '\n')
}

// TestDeferredUnread: a layer is not decoded before Complete unless Defer names its protocol.
func TestDeferredUnread(t *testing.T) {
	registry := labtest.Registry(t)
	if err := registry.Declare(frame.Proto); err != nil {
		t.Fatal(err)
	}
	// LLDP over Ethernet: the first TLV says that it has more bytes than there are.
	data := []byte("\x01\x80\xc2\x00\x00\x0e\x02\x00\x00\x00\x00\x01\x88\xcc\x02\xff")
	e := dissect.NewEngine(registry)
	var p dissect.Packet
	e.Defer(0)
	e.Dissect(&p, 1, data, len(data))
	if p.Err != nil || p.Notes != 0 {
		t.Errorf("read at once: %v, %d notes", p.Err, p.Notes)
	}
	e.Complete(&p)
	late := p
	e.Defer(dissect.Every)
	e.Dissect(&p, 1, data, len(data))
	if p.Err == nil && p.Notes == 0 {
		t.Fatal("the packet is not malformed")
	}
	if (late.Err == nil) != (p.Err == nil) || late.Notes != p.Notes {
		t.Errorf("read late: %v, %d notes; at once: %v, %d", late.Err, late.Notes, p.Err, p.Notes)
	}
}
