package session

import (
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/keys/forms"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/ike"
)

const pcaps = "../../fixtures/pcaps"

// A reel is a source of packets, some of them errors.
type reel struct {
	packets []capture.Packet
	errs    map[int]error // before which packet
	at      int
	slow    bool // the next packet is never there yet
}

func (r *reel) Next(p *capture.Packet) error {
	if err := r.errs[r.at]; err != nil {
		delete(r.errs, r.at)
		return err
	}
	if r.at == len(r.packets) {
		return io.EOF
	}
	*p = r.packets[r.at]
	r.at++
	return nil
}

func (r *reel) Close() error   { return nil }
func (r *reel) Buffered() bool { return !r.slow }

// late is a capture of a tunnel with all packets of IKE behind those of ESP, and
// the secrets of its IKE SA.
func late(t *testing.T) (*reel, *keys.Ring) {
	t.Helper()
	name := filepath.Join(pcaps, "01-ikev1-main-seed")
	var ike, rest []capture.Packet
	for _, p := range labtest.Copies(t, name+".pcap") {
		if d := p.Data; len(d) > 38 && d[23] == 17 && d[34] == 1 && d[35] == 0xf4 { // UDP port 500
			ike = append(ike, p)
		} else {
			rest = append(rest, p)
		}
	}
	if len(ike) < 9 || len(rest) < 50 {
		t.Fatalf("%d and %d packets", len(ike), len(rest))
	}
	set, err := forms.Read(name + ".keys.json")
	if err != nil {
		t.Fatal(err)
	}
	set.ESP = slices.DeleteFunc(set.ESP, func(e *keys.ESP) bool {
		e.Encr, e.Key = 0, nil // but the secrets of their own key exchanges
		return false
	})
	return &reel{packets: slices.Concat(rest, ike)}, keys.NewRing(set)
}

func backlogOf(t *testing.T, r *reel, ring *keys.Ring) *backlog {
	t.Helper()
	p, err := Prepare(&Env{Err: t.Output()}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	sas := ike.New(ring, ike.Limits{})
	b := newBacklog(r, esp.NewStore(ring), p.Registry, append(p.reassembly(frag.New(frag.DefaultLimits)), sas))
	sas.Derived = b.derived
	return b
}

// drain reads b to its end, and returns how many packets of ESP came before
// their key. Nothing changes the order of packets and errors.
func drain(t *testing.T, b *backlog, want *reel) (early int) {
	t.Helper()
	registry, err := NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	e := dissect.NewEngine(registry)
	at := 0
	for {
		var p capture.Packet
		err := b.Next(&p)
		switch {
		case err == io.EOF:
			if at != len(want.packets) {
				t.Errorf("%d packets, want %d", at, len(want.packets))
			}
			return early
		case err != nil:
			if at != 5 {
				t.Errorf("an error before packet %d, want 5", at)
			}
			continue
		}
		if at >= len(want.packets) || p.Number != want.packets[at].Number || string(p.Data) != string(want.packets[at].Data) {
			t.Fatalf("packet %d is number %d", at, p.Number)
		}
		at++
		var x dissect.Packet
		e.Dissect(&x, uint32(p.Link), p.Data, p.WireLen)
		if b.store.Missing(&x) != (esp.Key{}) {
			early++
		}
	}
}

// What is held back is handed out when its key is there.
func TestBacklog(t *testing.T) {
	r, ring := late(t)
	r.errs = map[int]error{5: errors.New("damage")}
	b := backlogOf(t, r, ring)
	if early := drain(t, b, r); early > 0 || b.late.Load() > 0 {
		t.Errorf("%d packets came before their keys, %d are told", early, b.late.Load())
	}
	if len(b.queue) > 0 || b.bytes != 0 {
		t.Errorf("%d packets, %d bytes are left", len(b.queue), b.bytes)
	}
}

// There is no room for all: those that overflow are counted and told.
func TestBacklogOverflow(t *testing.T) {
	r, ring := late(t)
	b := backlogOf(t, r, ring)
	b.limit = 4 << 10
	early := drain(t, b, r)
	if early == 0 || b.late.Load() != uint64(early) {
		t.Errorf("%d packets came before their keys, %d are told", early, b.late.Load())
	}
	var said strings.Builder
	if b.writeLate(&said); !strings.Contains(said.String(), "ESP packets could not be decrypted") {
		t.Errorf("%q", said.String())
	}
}

// Packets are held for the time of the patience at most.
func TestBacklogPatience(t *testing.T) {
	r, ring := late(t)
	r.slow = true
	b := backlogOf(t, r, ring)
	waited := 0
	b.idle = func(d time.Duration) bool {
		if d > backlogPatience {
			t.Fatalf("waits for %v", d)
		}
		waited++
		return false
	}
	if early := drain(t, b, r); early == 0 || waited == 0 {
		t.Errorf("%d packets came before their keys, %d waits", early, waited)
	}
	b = backlogOf(t, &reel{slow: true}, ring)
	if start := time.Now(); b.poll(5*time.Millisecond) || time.Since(start) > time.Second {
		t.Error("it waited for longer")
	}
}

// Packets whose SAs are known, and all others, pass at once.
func TestBacklogPasses(t *testing.T) {
	r, ring := late(t)
	n := len(r.packets)
	ordered := slices.SortedFunc(slices.Values(r.packets), func(a, b capture.Packet) int { return int(a.Number) - int(b.Number) })
	r.packets = ordered
	b := backlogOf(t, r, ring)
	for i := range n {
		var p capture.Packet
		if err := b.Next(&p); err != nil || len(b.queue) > 0 {
			t.Fatalf("packet %d: %v, %d wait", i, err, len(b.queue))
		}
	}
}

// The limit holds for a tunnel without keys.
func TestBacklogBound(t *testing.T) {
	r, _ := late(t)
	r.packets = slices.Repeat(r.packets[:len(r.packets)-9], 40)
	b := backlogOf(t, r, keys.NewRing(&keys.Set{}))
	b.limit = 64 << 10
	most := 0
	for {
		var p capture.Packet
		if err := b.Next(&p); err == io.EOF {
			break
		}
		most = max(most, b.bytes)
	}
	if most == 0 || most > 66<<10 || b.late.Load() > 0 || len(b.passed) == 0 {
		t.Errorf("%d bytes were held, %d SAs given up", most, len(b.passed))
	}
}
