package ike

import "hash/maphash"

// seed is of one process; digests never leave it.
type digest uint64

// digests are those of the messages that an SA has seen last: a peer that waits
// for an answer sends the same bytes again.
type digests struct {
	list [32]seen
	n    int
}

// seen is where a message was seen first.
type seen struct {
	digest digest
	place  place
	role   Role
}

// find returns where a message was seen, nil if it is new.
func (d *digests) find(x digest) *seen {
	for i := range min(d.n, len(d.list)) {
		if d.list[i].digest == x {
			return &d.list[i]
		}
	}
	return nil
}

// add remembers a message in the place of the oldest.
func (d *digests) add(s seen) {
	d.list[d.n%len(d.list)] = s
	if d.n++; d.n >= 2*len(d.list) {
		d.n -= len(d.list)
	}
}

func (t *Tracker) digest(message []byte) digest { return digest(maphash.Bytes(t.seed, message)) }
