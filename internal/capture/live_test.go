package capture

import (
	"errors"
	"io"
	"sync/atomic"
	"testing"
	"time"
)

// A fakeTap has n packets, then an error or silence.
type fakeTap struct {
	n, at  int
	err    error
	closed bool
	woken  atomic.Bool
}

func (f *fakeTap) next() ([]byte, time.Time, int, error) {
	if f.at < f.n {
		f.at++
		return []byte{byte(f.at), byte(f.at >> 8), byte(f.at >> 16)}, time.Unix(int64(f.at), 0), 60, nil
	}
	if f.err != nil {
		return nil, time.Time{}, 0, f.err
	}
	time.Sleep(time.Millisecond)
	return nil, time.Time{}, 0, errIdle
}

func (f *fakeTap) ended() error          { return nil }
func (f *fakeTap) wake()                 { f.woken.Store(true) }
func (f *fakeTap) stats() (Stats, error) { return Stats{Received: uint64(f.n)}, nil }
func (f *fakeTap) close()                { f.closed = true }

// Every packet comes out, in its interface's order; the error of one interface
// comes behind its packets and does not end the other interface.
func TestLive(t *testing.T) {
	gone := errors.New("gone")
	taps := []*fakeTap{{n: 100_000, err: gone}, {n: 50_000}}
	l := newLive([]tap{taps[0], taps[1]}, []*Interface{{ID: 0, Name: "a"}, {ID: 1, Name: "b"}}, false)
	var p Packet
	var seen [2]int
	failed := false
	for n := uint64(1); seen[0]+seen[1] < 150_000 || !failed; {
		err := l.Next(&p)
		if errors.Is(err, gone) {
			failed = true
			if err.Error() != "a: the capture ended: gone" || seen[0] != 100_000 {
				t.Errorf("after %d packets: %v", seen[0], err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		i := p.Iface.ID
		seen[i]++
		if got := int(p.Data[0]) | int(p.Data[1])<<8 | int(p.Data[2])<<16; got != seen[i] || p.Number != n || p.WireLen != 60 {
			t.Fatalf("packet %d of %s: %+v", seen[i], p.Iface.Name, p)
		}
		n++
	}
	l.Stop()
	if err := l.Next(&p); err != io.EOF {
		t.Errorf("after the stop: %v", err)
	}
	if err := l.Close(); err != nil || !taps[0].closed || !taps[1].woken.Load() || l.Stats()[1].Received != 50_000 {
		t.Errorf("close: %v, %v", err, l.Stats())
	}
}

// A reader that finds the queue full waits for room, and goes when the
// consumer does.
func TestQueueBounded(t *testing.T) {
	fake := &fakeTap{n: 1 << 24}
	l := newLive([]tap{fake}, []*Interface{{}}, true)
	var p Packet
	if err := l.Next(&p); err != nil {
		t.Fatal(err)
	}
	full := func() bool {
		l.queue.mu.Lock()
		defer l.queue.mu.Unlock()
		return l.queue.made == queueChunks && len(l.queue.free) == 0
	}
	for deadline := time.Now().Add(30 * time.Second); !full(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the queue does not fill")
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestDLT(t *testing.T) {
	for link, dlt := range map[LinkType]int{LinkEthernet: 1, LinkRaw: dltRaw, LinkRawBSD: dltRaw, LinkLinuxSLL2: 276, LinkLoop: dltLoop, 100: 11} {
		if got := link.dlt(); got != dlt {
			t.Errorf("%v: DLT %d, want %d", link, got, dlt)
		}
	}
	for dlt, link := range map[int]LinkType{1: LinkEthernet, dltRaw: LinkRaw, 276: LinkLinuxSLL2, dltLoop: LinkLoop, 19: 106} {
		if got := linkOfDLT(dlt); got != link {
			t.Errorf("DLT %d: %v, want %v", dlt, got, link)
		}
	}
}
