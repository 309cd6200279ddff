package stream

import "slices"

// A direction is one direction of a connection.
type direction struct {
	next    uint32 // sequence number of the byte behind pending
	started bool   // next is known
	lost    bool   // bytes are missing: the start of a message has to be found
	pending []byte // in order, the beginning of a message
	early   []piece
	held    int  // bytes in early
	guessed bool // no port says that it is IKE's
	known   bool // guessed, and it has begun with the prefix, or the other direction has
}

// doubtful reports whether the stream may turn out to be of another protocol.
func (d *direction) doubtful() bool { return d.guessed && !d.known }

// A piece is a segment that was captured before the bytes in front of it.
type piece struct {
	seq  uint32
	data []byte
}

// maxHeld bounds the bytes of early segments: a window of a path that loses little.
const maxHeld = 256 << 10

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
	ahead := int32(seq - d.next)
	switch {
	case ahead > 0:
		d.hold(seq, data)
		return
	case int(-ahead) >= len(data):
		return // a retransmission
	}
	d.append(data[-ahead:])
	for again := true; again; {
		again = false
		for i, p := range d.early {
			if ahead := int32(p.seq - d.next); ahead <= 0 {
				d.held -= len(p.data)
				d.early = slices.Delete(d.early, i, i+1)
				if int(-ahead) < len(p.data) {
					d.append(p.data[-ahead:])
				}
				again = true
				break
			}
		}
	}
}

func (d *direction) append(data []byte) {
	d.pending = append(d.pending, data...)
	d.next += uint32(len(data))
}

// hold keeps an early segment. Once there are too many, the bytes in front of them
// are given up.
func (d *direction) hold(seq uint32, data []byte) {
	d.early = append(d.early, piece{seq, slices.Clone(data)})
	d.held += len(data)
	if d.held <= maxHeld {
		return
	}
	first := d.early[0]
	for _, p := range d.early {
		if int32(p.seq-first.seq) < 0 {
			first = p
		}
	}
	d.pending, d.lost, d.next = nil, true, first.seq
	d.add(first.seq, nil)
	early := d.early
	d.early, d.held = nil, 0
	slices.SortFunc(early, func(a, b piece) int { return int(int32(a.seq - b.seq)) })
	for _, p := range early {
		d.add(p.seq, p.data)
	}
}
