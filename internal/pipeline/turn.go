package pipeline

import "sync"

// A turn lets batches through one at a time, in the order of their numbers.
type turn struct {
	mu   sync.Mutex
	cond sync.Cond
	next uint64
}

func newTurn() *turn {
	t := new(turn)
	t.cond.L = &t.mu
	return t
}

// wait returns when every batch before n has passed.
func (t *turn) wait(n uint64) {
	t.mu.Lock()
	for t.next != n {
		t.cond.Wait()
	}
	t.mu.Unlock()
}

// pass lets batch n+1 in.
func (t *turn) pass() {
	t.mu.Lock()
	t.next++
	t.mu.Unlock()
	t.cond.Broadcast()
}

// passed is how many batches have passed.
func (t *turn) passed() uint64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.next
}
