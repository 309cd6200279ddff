package ike

import "hash/maphash"

// A digest of a message has a seed of its own in each process: it never leaves
// it.
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
	iv     []byte // IKEv1: with which it was deciphered
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
func (d *digests) add(s seen) *seen {
	added := &d.list[d.n%len(d.list)]
	*added = s
	if d.n++; d.n >= 2*len(d.list) {
		d.n -= len(d.list)
	}
	return added
}

func (t *Tracker) digest(message []byte) digest { return digest(maphash.Bytes(t.seed, message)) }
