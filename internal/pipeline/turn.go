package pipeline

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// A turn lets batches through one at a time, in the order of their numbers.
//
// Turns are short and a sleeping goroutine wakes late. A worker therefore spins
// for about as long as a batch takes before it sleeps.
type turn struct {
	next   atomic.Uint64 // the batch whose turn it is
	asleep atomic.Int32  // workers that must be woken
	mu     sync.Mutex
	cond   sync.Cond
	spins  int // times that a worker looks at next before it sleeps
}

// maxSpins are some 50 microseconds.
const maxSpins = 20_000

func newTurn() *turn {
	t := &turn{spins: spins()}
	t.cond.L = &t.mu
	return t
}

// wait returns when every batch before n has passed.
func (t *turn) wait(n uint64) {
	for range t.spins {
		if t.next.Load() == n {
			return
		}
	}
	t.mu.Lock()
	t.asleep.Add(1)
	for t.next.Load() != n {
		t.cond.Wait()
	}
	t.asleep.Add(-1)
	t.mu.Unlock()
}

// pass lets batch n+1 in.
func (t *turn) pass() {
	t.next.Add(1)
	if t.asleep.Load() > 0 {
		t.mu.Lock()
		t.cond.Broadcast()
		t.mu.Unlock()
	}
}

// passed returns how many batches have passed.
func (t *turn) passed() uint64 { return t.next.Load() }

// spins returns how often a worker spins: not at all on one processor, where
// spinning keeps the worker whose turn it is from running.
func spins() int {
	if runtime.GOMAXPROCS(0) == 1 {
		return 0
	}
	return maxSpins
}

// lock locks mu, and spins before it sleeps.
func lock(mu *sync.Mutex, spins int) {
	for range spins {
		if mu.TryLock() {
			return
		}
	}
	mu.Lock()
}
