package capture

import (
	"sync"
	"time"
)

// Bounds of a queue: enough for the seconds in which a disk or a terminal stalls,
// little of a machine's memory.
const (
	chunkBytes   = 256 << 10
	chunkRecords = 4096
	queueChunks  = 256
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
}

func (c *chunk) fits(n int) bool {
	return c.err == nil && len(c.records) < chunkRecords && (len(c.bytes)+n <= chunkBytes || len(c.records) == 0)
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

// put copies a packet into the queue. It reports false when the queue is closed.
func (q *queue) put(data []byte, r record) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	c := q.tail(len(data))
	if c == nil {
		return false
	}
	c.bytes = append(c.bytes, data...)
	r.end = len(c.bytes)
	c.records = append(c.records, r)
	q.wake()
	return true
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
	for len(q.full) == 0 && q.readers > 0 && !q.closed {
		q.waiting, waited = true, true
		q.arrived.Wait()
	}
	q.waiting = false
	if len(q.full) == 0 {
		return nil, waited
	}
	c = q.full[0]
	q.full = q.full[:copy(q.full, q.full[1:])]
	return c, waited
}

// pending reports whether take would return at once.
func (q *queue) pending() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.full) > 0
}

// tail returns the chunk that the next packet goes into, nil when the queue is
// closed.
func (q *queue) tail(size int) *chunk {
	for !q.closed {
		if n := len(q.full); n > 0 && q.full[n-1].fits(size) {
			return q.full[n-1]
		}
		if n := len(q.free); n > 0 {
			c := q.free[n-1]
			q.free = q.free[:n-1]
			q.full = append(q.full, c)
			return c
		}
		if q.made < queueChunks {
			q.made++
			c := &chunk{bytes: make([]byte, 0, chunkBytes)}
			q.full = append(q.full, c)
			return c
		}
		q.room.Wait()
	}
	return nil
}

func (q *queue) wake() {
	if q.waiting {
		q.waiting = false
		q.arrived.Signal()
	}
}
