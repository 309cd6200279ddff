package frag

import "time"

// open begins to wait for the fragments of a datagram.
func (t *Tracker) open(k key, now time.Time) *datagram {
	g := &datagram{key: k, since: now, length: -1, cost: datagramCost, older: t.newest}
	if t.newest != nil {
		t.newest.newer = g
	} else {
		t.oldest = g
	}
	t.newest = g
	t.waiting[k] = g
	t.bytes += g.cost
	return g
}

// drop forgets g.
func (t *Tracker) drop(g *datagram) {
	if g.older != nil {
		g.older.newer = g.newer
	} else {
		t.oldest = g.newer
	}
	if g.newer != nil {
		g.newer.older = g.older
	} else {
		t.newest = g.older
	}
	delete(t.waiting, g.key)
	t.bytes -= g.cost
}

// expire forgets what has waited too long. Packets whose clock runs backwards
// wait no shorter.
func (t *Tracker) expire(now time.Time) {
	for t.oldest != nil && now.Sub(t.oldest.since) > t.limits.Wait {
		t.drop(t.oldest)
		t.Expired++
	}
}

// evict forgets the oldest until the rest fits.
func (t *Tracker) evict() {
	for t.bytes > t.limits.Bytes && t.oldest != nil {
		t.drop(t.oldest)
		t.Evicted++
	}
}
