package esp_test

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"pktscope/dissect"
	"pktscope/dissect/all"
	"pktscope/dissect/esp"
	"pktscope/dissect/inet"
	"pktscope/internal/capture"
	"pktscope/internal/crypt"
	"pktscope/internal/keys"
	esptrack "pktscope/internal/track/esp"
	"pktscope/internal/track/frag"
)

const pcaps = "../../../fixtures/pcaps"

// frames calls f with every packet of a capture, taken apart.
func frames(t testing.TB, name string, f func(e *dissect.Engine, p *dissect.Packet)) {
	t.Helper()
	r, err := dissect.NewRegistry(all.Bindings()...)
	if err != nil {
		t.Fatal(err)
	}
	arena := dissect.NewArena(r)
	e := dissect.NewEngine(r)
	e.Use(arena)
	src, err := capture.Open(name, capture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	fragments := frag.New(frag.DefaultLimits)
	var c capture.Packet
	for {
		err := src.Next(&c)
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		var p dissect.Packet
		p.Number, p.Time, p.Wire, p.Interface = c.Number, c.Time, c.WireLen, c.Iface.Label()
		e.Dissect(&p, uint32(c.Link), c.Data, c.WireLen)
		fragments.Observe(e, &p)
		f(e, &p)
		arena.Reset()
	}
}

// The tunnels' plaintext was captured on the tunnel device while the ESP packets
// were captured on the wire; the keys are strongSwan's.
func TestInnerPackets(t *testing.T) {
	plain, err := filepath.Glob(filepath.Join(pcaps, "*.inner.pcap"))
	if err != nil || len(plain) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, inner := range plain {
		name := strings.TrimSuffix(inner, ".inner.pcap")
		t.Run(filepath.Base(name), func(t *testing.T) {
			var want [][]byte
			frames(t, inner, func(_ *dissect.Engine, p *dissect.Packet) { want = append(want, bytes.Clone(p.Bufs[0])) })
			set, err := keys.Read(name + ".keys.json")
			if err != nil {
				t.Fatal(err)
			}
			s := esptrack.NewStore(keys.NewRing(set))
			var got [][]byte
			shut := 0
			frames(t, name+".pcap", func(e *dissect.Engine, p *dissect.Packet) {
				s.Open(e, p)
				for i := range p.Layers {
					m, ok := p.Layers[i].Message.(*esp.Packet)
					if !ok {
						continue
					}
					in, _, ok := m.Facts.Inner()
					if !ok || m.Facts.Verdict != crypt.Good {
						shut++
						continue
					}
					got = append(got, bytes.Clone(in))
					if _, ip := p.Layers[i+1].Message.(*inet.IPv4); !ip {
						t.Errorf("frame %d: no IP behind ESP", p.Number)
					}
				}
			})
			if shut > 0 {
				t.Errorf("%d packets stayed shut", shut)
			}
			compare(t, got, want)
		})
	}
}

// compare holds packets against each other, in whatever order.
func compare(t *testing.T, got, want [][]byte) {
	t.Helper()
	have := map[string]int{}
	for _, b := range want {
		have[string(b)]++
	}
	extra := 0
	for _, b := range got {
		if have[string(b)]--; have[string(b)] < 0 {
			extra++
		}
	}
	if len(got) != len(want) || extra > 0 {
		t.Errorf("%d packets, want %d; %d are others", len(got), len(want), extra)
	}
}

