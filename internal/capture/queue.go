package capture

import (
	"slices"
	"sync"
	"time"
)

// Bounds of a queue: enough for the seconds in which a disk or a terminal stalls,
// little of a machine's memory.
const (
	chunkBytes   = 1 << 20 // room for several of the largest packets
	chunkRecords = 16384
	queueChunks  = 64
	pageBytes    = 4096
)

// A record is one packet in a chunk.
type record struct {
	at    time.Time
	iface *Interface
	end   int // of its bytes in the chunk; they begin where those before end
	wire  int
}

// A chunk holds consecutive packets, or an error in their place.
type chunk struct {
	bytes   []byte
	records []record
	err     error
	lent    bool // a reader appends to it
}

func (c *chunk) fits(n int) bool {
	return c.err == nil && !c.lent && len(c.records) < chunkRecords && (len(c.bytes)+n <= cap(c.bytes) || len(c.records) == 0)
}

// settle gives the records behind the first ones their interface, and takes away those
// of packets that came after a stop, if there was one. It reports whether there are any.
func (c *chunk) settle(first int, iface *Interface, stop *time.Time) (over bool) {
	for i := first; i < len(c.records); i++ {
		if stop != nil && c.records[i].at.After(*stop) {
			c.records = c.records[:i]
			return true
		}
		c.records[i].iface = iface
	}
	return false
}

// A queue passes packets from readers, one an interface, to the pipeline in the
// order of their arrival, so that reading does not wait for rendering. It is bounded:
// where it is full a reader waits, and the kernel's buffer fills.
type queue struct {
	mu      sync.Mutex
	arrived sync.Cond
	room    sync.Cond
	full    []*chunk // oldest first; packets are added to the last
	free    []*chunk
	made    int
	readers int  // that have not left
	waiting bool // the consumer waits
	closed  bool // the consumer wants no more
}

func newQueue(readers int) *queue {
	q := &queue{readers: readers}
	q.arrived.L, q.room.L = &q.mu, &q.mu
	return q
}

// borrow returns a chunk for the next packets of a reader, with room for one of that
// size at least. It keeps its place in the queue, and is the reader's until it is given
// back: packets go into it without a lock. It returns nil when the queue is closed.
func (q *queue) borrow(size int) *chunk {
	q.mu.Lock()
	defer q.mu.Unlock()
	for !q.closed {
		if n := len(q.full); n > 0 && q.full[n-1].fits(size) {
			q.full[n-1].lent = true
			return q.full[n-1]
		}
		if c := q.empty(); c != nil {
			c.lent = true
			q.full = append(q.full, c)
			return c
		}
		q.room.Wait()
	}
	return nil
}

// empty returns a chunk that is free, nil if there is none.
func (q *queue) empty() *chunk {
	if n := len(q.free); n > 0 {
		c := q.free[n-1]
		q.free = q.free[:n-1]
		return c
	}
	if q.made == queueChunks {
		return nil
	}
	q.made++
	return &chunk{bytes: make([]byte, 0, chunkBytes)}
}

// giveBack ends the loan of a chunk.
func (q *queue) giveBack(c *chunk) {
	q.mu.Lock()
	defer q.mu.Unlock()
	c.lent = false
	if len(c.records) == 0 {
		q.full = slices.DeleteFunc(q.full, func(o *chunk) bool { return o == c })
		q.free = append(q.free, c)
		q.room.Signal()
	}
	q.wake()
}

// fail puts an error behind the packets that came before it.
func (q *queue) fail(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.full = append(q.full, &chunk{err: err})
	q.wake()
}

// leave ends a reader's part.
func (q *queue) leave() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.readers--
	q.arrived.Signal()
}

// close drops the rest and ends the wait of readers.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.room.Broadcast()
	q.arrived.Broadcast()
}

// take returns the oldest chunk, which is then the caller's until it is handed
// back as done; nil when no more will come. It reports whether it had to wait.
func (q *queue) take(done *chunk) (c *chunk, waited bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if done != nil && done.err == nil {
		done.bytes, done.records = done.bytes[:0], done.records[:0]
		q.free = append(q.free, done)
		q.room.Signal()
	}
	for !q.ready() && (q.readers > 0 || len(q.full) > 0) && !q.closed {
		q.waiting, waited = true, true
		q.arrived.Wait()
	}
	q.waiting = false
	if !q.ready() {
		return nil, waited
	}
	c = q.full[0]
	q.full = q.full[:copy(q.full, q.full[1:])]
	return c, waited
}

// reserve makes that many chunks, and touches their memory: the first use of a page costs
// more than to copy a packet into it, just when a burst comes.
func (q *queue) reserve(chunks int) {
	for range chunks {
		c := &chunk{bytes: make([]byte, chunkBytes)[:0], records: make([]record, 0, 64)}
		for i := 0; i < chunkBytes; i += pageBytes {
			c.bytes[:chunkBytes][i] = 1
		}
		q.mu.Lock()
		if q.made < queueChunks {
			q.made++
			q.free = append(q.free, c)
		}
		q.mu.Unlock()
	}
}

// crowded reports whether half of the queue is used.
func (q *queue) crowded() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.full) > queueChunks/2
}

// pending reports whether take would return at once.
func (q *queue) pending() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.ready()
}

// ready reports whether the oldest chunk is there, and no reader has it.
func (q *queue) ready() bool { return len(q.full) > 0 && !q.full[0].lent }

func (q *queue) wake() {
	if q.waiting && q.ready() {
		q.waiting = false
		q.arrived.Signal()
	}
}
