package diagnose_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/cdp"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// A feed gives packets to the trackers that rules learn from.
type feed struct {
	engine  *dissect.Engine
	arena   *dissect.Arena
	packet  dissect.Packet
	sources diagnose.Sources
	observe []track.Tracker
	now     time.Time
	n       uint64
}

func newFeed(t testing.TB) *feed {
	return newFeedOf(labtest.Registry(t), nat.Limits{Translations: 1 << 12, Flows: 1 << 12})
}

func newFeedOf(registry *dissect.Registry, room nat.Limits) *feed {
	f := &feed{engine: dissect.NewEngine(registry), arena: dissect.NewArena(registry)}
	f.engine.Use(f.arena)
	fragments, sas := frag.New(frag.DefaultLimits), ike.New(keys.NewRing(&keys.Set{}), ike.Limits{})
	f.sources = diagnose.Sources{
		IKE: sas, Fragments: fragments, ESP: esp.New(0), ICMP: icmperror.New(), CDP: cdp.New(0), NAT: nat.New(room),
	}
	f.observe = []track.Tracker{fragments, sas}
	return f
}

func (f *feed) send(at time.Time, link capture.LinkType, iface string, frame []byte) {
	f.arena.Reset()
	f.n++
	p := &f.packet
	*p = dissect.Packet{Bufs: p.Bufs[:0], Layers: p.Layers[:0]}
	p.Number, p.Time, p.Interface, p.Wire = f.n, at, iface, len(frame)
	f.engine.Dissect(p, uint32(link), frame, len(frame))
	for _, t := range f.observe {
		t.Observe(f.engine, p)
	}
	for _, w := range f.sources.Watchers() {
		w.Watch(p)
	}
	if at.After(f.now) {
		f.now = at
	}
}

// seeds are captures of which FuzzFindings changes packets.
func seeds(t testing.TB) (all [][]capture.Packet) {
	for _, name := range []string{
		"../../fixtures/pcaps/03-ikev1-aggressive-3des-md5.pcap", "../../fixtures/pcaps/05-ikev1-phase1-no-proposal.pcap",
		"../../fixtures/pcaps/16-cdp-topology-a.pcap", "../../fixtures/pcaps/40-ike-fragments-lost.pcap",
		"../../fixtures/tunnels/v2-rsa.pcap", "../../fixtures/tunnels/v2-wrong-psk.pcap", "../../fixtures/tunnels/v2-no-answer.pcap",
		"../../fixtures/tunnels/v2-wrong-group.pcap", "../../fixtures/tunnels/v1-xauth.pcap", "../../fixtures/pcaps/17-nat-overload.pcapng",
	} {
		all = append(all, labtest.Copies(t, name))
	}
	return all
}

// Whatever is captured, the rules neither panic nor say what they should not: a finding
// has a rule and a sentence on one line, and evidence within the capture.
func FuzzFindings(f *testing.F) {
	all, registry := seeds(f), labtest.Registry(f)
	for i := range all {
		f.Add(uint8(i), uint64(i), uint8(3))
	}
	f.Fuzz(func(t *testing.T, which uint8, seed uint64, changes uint8) {
		random, feed := rand.New(rand.NewPCG(seed, 1)), newFeedOf(registry, nat.Limits{Translations: 1 << 8, Flows: 1 << 8, Pending: 1 << 8})
		packets := all[int(which)%len(all)]
		for range 2 { // again with other changes, as of retries
			for i := range packets {
				p := &packets[i]
				if random.IntN(16) == 0 {
					continue // lost
				}
				frame := append([]byte(nil), p.Data...)
				for range int(changes) % 8 {
					if random.IntN(4) == 0 && len(frame) > 0 {
						frame[random.IntN(len(frame))] ^= byte(1 << random.IntN(8))
					}
				}
				if random.IntN(32) == 0 {
					frame = frame[:random.IntN(len(frame)+1)]
				}
				feed.send(p.Time, p.Link, p.Iface.Label(), frame)
			}
		}
		for _, x := range feed.sources.Findings(feed.now, diagnose.Options{Audit: seed%2 == 0}) {
			checkFinding(t, &x, feed.n)
		}
	})
}

func checkFinding(t *testing.T, x *diagnose.Finding, frames uint64) {
	if x.Rule == "" || x.Summary == "" || x.Count < 1 {
		t.Errorf("%+v", x)
	}
	for _, c := range []byte(x.Summary) {
		if c < ' ' || c == 0x7f {
			t.Errorf("%s: %q", x.Rule, x.Summary)
			break
		}
	}
	for _, e := range x.Evidence {
		if e.Frame > frames || e.Field != "" && e.Frame == 0 {
			t.Errorf("%s: evidence %+v among %d frames", x.Rule, e, frames)
		}
	}
	for _, r := range x.Remedies {
		for _, s := range r.Steps {
			if len(s.On) == 0 || s.Lines == "" {
				t.Errorf("%s: a remedy on %s without a device or without lines: %+v", x.Rule, r.Platform, s)
			}
		}
		if len(r.Steps) == 0 {
			t.Errorf("%s: a remedy on %s without a step", x.Rule, r.Platform)
		}
	}
}
