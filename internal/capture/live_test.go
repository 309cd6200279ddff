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
	over   atomic.Bool
	woken  atomic.Bool
	asked  atomic.Uint64 // how often it was asked for its counts: one packet is dropped each time
}

func (f *fakeTap) read(c *chunk) error {
	if f.at == f.n {
		return f.err
	}
	for range 50 {
		if f.at == f.n || len(c.bytes)+f.room() > cap(c.bytes) || len(c.records) == chunkRecords {
			break
		}
		f.at++
		c.bytes = append(c.bytes, byte(f.at), byte(f.at>>8), byte(f.at>>16))
		c.records = append(c.records, record{at: time.Unix(int64(f.at), 0), end: len(c.bytes), wire: 60})
	}
	return nil
}

func (f *fakeTap) room() int { return 3 }
func (f *fakeTap) wait()     { time.Sleep(time.Millisecond) }

func (f *fakeTap) ended() error { return nil }
func (f *fakeTap) wake()        { f.woken.Store(true) }
func (f *fakeTap) end()         { f.over.Store(true) }
func (f *fakeTap) close()       { f.closed = true }

func (f *fakeTap) stats() (Stats, error) {
	return Stats{Received: uint64(f.n), Dropped: f.asked.Add(1)}, nil
}

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

// At the stop the counts are taken for the last time, and the interface is ended when it is
// not read any more.
func TestLiveStop(t *testing.T) {
	fake := &fakeTap{n: 100}
	l := newLive([]tap{fake}, []*Interface{{}}, true)
	var p Packet
	for range 100 {
		if err := l.Next(&p); err != nil {
			t.Fatal(err)
		}
	}
	if n, ended := l.Captured(); n != 100 || ended {
		t.Errorf("%d packets were captured, ended: %v", n, ended)
	}
	l.Stop()
	dropped := l.Stats()[0].Dropped
	l.Stop()
	if err := l.Next(&p); err != io.EOF {
		t.Error(err)
	}
	<-l.ended
	if _, ended := l.Captured(); !ended || !fake.over.Load() {
		t.Errorf("ended: %v, of the interface: %v", ended, fake.over.Load())
	}
	if got := l.Stats()[0].Dropped; got != dropped {
		t.Errorf("%d packets dropped, %d at the stop", got, dropped)
	}
}

// A limit ends the capture when that many packets have been captured, whether or not they
// are taken.
func TestLiveLimit(t *testing.T) {
	fake := &fakeTap{n: 1 << 24}
	l := newLive([]tap{fake}, []*Interface{{}}, true)
	l.Limit(1000)
	var p Packet
	if err := l.Next(&p); err != nil {
		t.Fatal(err)
	}
	<-l.ended
	if n, _ := l.Captured(); n < 1000 || n > 1000+50 {
		t.Errorf("%d packets were captured", n)
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

// A chunk keeps its place while a reader has it, so that what comes later of the same
// interface cannot come out before; one that stays empty leaves.
func TestQueueLent(t *testing.T) {
	q := newQueue(2)
	put := func(c *chunk, b byte) {
		c.bytes = append(c.bytes, b)
		c.records = append(c.records, record{end: len(c.bytes)})
	}
	first := q.borrow(1)
	put(first, 1)
	q.giveBack(first)
	if again := q.borrow(1); again != first {
		t.Error("the last chunk is not filled")
	}
	second := q.borrow(1)
	put(second, 3)
	q.giveBack(second)
	if q.pending() {
		t.Error("a chunk that is lent is pending")
	}
	third := q.borrow(chunkBytes) // more than second has left
	q.giveBack(third)
	put(first, 2)
	q.giveBack(first)
	var got []byte
	q.leave()
	q.leave()
	for c, _ := q.take(nil); c != nil; c, _ = q.take(c) {
		got = append(got, c.bytes...)
	}
	if string(got) != "\x01\x02\x03" || q.made != 3 || len(q.free) != 3 {
		t.Errorf("%v, %d chunks, %d free", got, q.made, len(q.free))
	}
	q.reserve(queueChunks)
	if q.made != queueChunks || len(q.free) != queueChunks {
		t.Errorf("%d chunks, %d free", q.made, len(q.free))
	}
}

// Packets that came after a stop are left out.
func TestChunkSettle(t *testing.T) {
	i, stop := &Interface{}, time.Unix(5, 0)
	for last, want := range map[int64]int{5: 3, 6: 2} {
		c := &chunk{records: []record{{at: time.Unix(9, 0)}, {at: time.Unix(4, 0)}, {at: time.Unix(last, 0)}}}
		if over := c.settle(1, i, &stop); over != (want == 2) || len(c.records) != want || c.records[0].iface != nil || c.records[1].iface != i {
			t.Errorf("%d: %v, %+v", last, over, c.records)
		}
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
