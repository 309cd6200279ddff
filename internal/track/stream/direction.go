package stream

import "github.com/pktscope/pktscope/internal/track"

// A direction is one direction of a connection.
type direction struct {
	next    uint32 // sequence number of the byte behind pending
	started bool   // next is known
	lost    bool   // bytes are missing: the start of a message has to be found
	pending []byte // in order; behind head the beginning of a message
	head    int
	early   early
	guessed bool // no port says that it is IKE's
	known   bool // guessed, and it has begun with the prefix, or the other direction has
}

// doubtful reports whether the stream may turn out to be of another protocol.
func (d *direction) doubtful() bool { return d.guessed && !d.known }

// maxPending bounds the bytes in order that no packet has shown yet: a message, and all
// that was held behind it.
const maxPending = maxHeld + 1<<16

// begin starts at the byte seq.
func (d *direction) begin(seq uint32) {
	*d = direction{next: seq, started: true, guessed: d.guessed, known: d.known}
}

// add appends to pending a segment's data, and early data that is now in order.
func (d *direction) add(seq uint32, data []byte) {
	if !d.started {
		d.begin(seq)
		d.lost = true // the capture begins in mid-stream
	}
	if track.Ahead(seq, d.next) > 0 {
		d.early.push(seq, data)
		for d.early.full() {
			d.giveUp()
		}
		return
	}
	d.goOn(seq, data)
	d.release()
}

// giveUp gives up the bytes in front of the first early segment.
func (d *direction) giveUp() {
	d.drop()
	d.lost, d.next = true, d.early.heap[0].seq
	d.release()
}

// release appends the early data that is now in order.
func (d *direction) release() {
	for len(d.early.heap) > 0 && track.Ahead(d.early.heap[0].seq, d.next) <= 0 {
		p := d.early.pop()
		d.goOn(p.seq, p.data)
	}
}

// goOn appends what is new of data, which begins no later than at next.
func (d *direction) goOn(seq uint32, data []byte) {
	behind := -track.Ahead(seq, d.next)
	if behind >= int64(len(data)) {
		return // a retransmission
	}
	if data = data[behind:]; len(d.waiting())+len(data) > maxPending {
		d.drop()
		d.lost = true
	}
	d.pending = append(d.pending, data...)
	d.next += uint32(len(data))
}

// waiting are the bytes in order that no packet has shown yet.
func (d *direction) waiting() []byte { return d.pending[d.head:] }

// take takes n bytes out of waiting. What is left moves once it is the smaller part, so
// that many short messages cost no more than their bytes.
func (d *direction) take(n int) {
	if d.head += n; 2*d.head >= len(d.pending) {
		d.pending, d.head = append(d.pending[:0], d.waiting()...), 0
	}
}

// drop forgets the bytes that wait.
func (d *direction) drop() {
	if d.pending, d.head = d.pending[:0], 0; cap(d.pending) > usual {
		d.pending = nil
	}
}

// usual is the room for bytes in order that a direction keeps when it is empty.
const usual = 4 << 10

// cost is how many bytes d takes.
func (d *direction) cost() int {
	return directionCost + cap(d.pending) + d.early.held + pieceCost*cap(d.early.heap)
}
