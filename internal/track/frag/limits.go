package frag

import "time"

// expire gives datagrams up that have waited too long. Where the packets' clock
// runs backwards, they wait longer.
func (t *Tracker) expire(now time.Time) {
	for e := t.waiting.Oldest(); e != nil && now.Sub(e.Value.since) > t.limits.Wait; e = t.waiting.Oldest() {
		t.lost.add(e.Key, &e.Value)
		t.waiting.Remove(e)
		t.Expired++
	}
}

// Bytes is how much t keeps at the moment.
func (t *Tracker) Bytes() int { return t.waiting.Cost() }
