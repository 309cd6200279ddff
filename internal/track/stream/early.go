package stream

import "slices"

// A piece is a segment that was captured before the bytes in front of it.
type piece struct {
	seq  uint32
	data []byte
}

// early are the pieces of a direction: a binary heap, the lowest sequence number first.
// All lie within half of the sequence space, so that their order is one.
type early struct {
	heap []piece
	held int // bytes
}

// What is held of a direction at most: the bytes of a window of a path that loses
// little, and as many segments as these bytes make at 256 bytes each.
const (
	maxHeld   = 256 << 10
	maxPieces = 1 << 10
)

// full reports whether a piece has to go.
func (q *early) full() bool { return q.held > maxHeld || len(q.heap) > maxPieces }

// push adds a copy of data.
func (q *early) push(seq uint32, data []byte) {
	q.held += len(data)
	q.heap = append(q.heap, piece{})
	h, i := q.heap, len(q.heap)-1
	for i > 0 {
		up := (i - 1) / 2
		if int32(h[up].seq-seq) <= 0 {
			break
		}
		h[i], i = h[up], up
	}
	h[i] = piece{seq, slices.Clone(data)}
}

// pop takes the first piece out, of which there is one.
func (q *early) pop() piece {
	h, n := q.heap, len(q.heap)-1
	first, last := h[0], h[n]
	h[n], q.heap = piece{}, h[:n]
	q.held -= len(first.data)
	i := 0
	for {
		down := 2*i + 1
		if down >= n {
			break
		}
		if next := down + 1; next < n && int32(h[next].seq-h[down].seq) < 0 {
			down = next
		}
		if int32(h[down].seq-last.seq) >= 0 {
			break
		}
		h[i], i = h[down], down
	}
	if n > 0 {
		h[i] = last
	}
	return first
}
