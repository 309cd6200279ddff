package capture

import (
	"errors"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// DefaultSnapLen is the default number of bytes captured of a frame: all, on every
// network.
const DefaultSnapLen = 256 << 10

// LiveOptions are the interfaces to capture from, and how.
type LiveOptions struct {
	Interfaces []string // names, numbers in the list of Devices, or "any"
	Filter     string   // in libpcap's language
	SnapLen    int      // 0: DefaultSnapLen
	Buffer     int      // the kernel's, in bytes; 0: libpcap's default
	Link       string   // the name of a link type that the interfaces have, such as "LINUX_SLL"; "": the usual one
	NoPromisc  bool     // only what is meant for this host
	Monitor    bool     // monitor mode, of wireless interfaces
	Immediate  bool     // hand on every packet as it comes, at some cost in speed

	// Notify is called when an interface goes away or comes back, by one goroutine an
	// interface. It may be nil.
	Notify func(Notice)
}

// Stats are an interface's counts by libpcap.
type Stats struct {
	Received         uint64 // packets that passed the filter
	Dropped          uint64 // for want of room in the kernel's buffer
	InterfaceDropped uint64
	Missed           uint64 // that passed an interface that had been away, before it was captured on again
}

// A tap is one interface that is open for capturing.
type tap interface {
	// read appends the packets that have come, as far as c has room, and waits for none.
	read(c *chunk) error
	// room is how much a chunk must have left for read to append one packet, in bytes.
	room() int
	// wait returns when there may be packets, or after a while.
	wait()
	// wake ends the current wait, but for a moment, and all later ones. Any goroutine
	// may call it.
	wake()
	// ended returns why no more packets would come if the capture went on, nil if
	// they would.
	ended() error
	stats() (Stats, error)
	// end has no more packets come. Its descriptor stays: the sandbox has rules for its
	// number, which no file may get.
	end()
	close()
}

var (
	errGone = errors.New("the interface disappeared")
)

const (
	// pollTime is how long a tap waits for a packet, and how long the kernel
	// may gather packets before it hands them over.
	pollTime = 100 * time.Millisecond
	// gatherTime is how long the consumer lets packets gather once it had to
	// wait, unless each is wanted at once: to be woken for each costs more
	// than the packet.
	gatherTime = 500 * time.Microsecond
	// saveTime is the same where packets are only saved: little of the time after which
	// they are on the disk.
	saveTime = 50 * time.Millisecond
	// reservedChunks are ready for a burst then.
	reservedChunks = queueChunks / 2
	// stopTime bounds how long a stopped Live reads packets that arrived before
	// Stop.
	stopTime = 2 * time.Second
	// lastLooks bounds its looks without a packet: the kernel delivers what it has
	// gathered after pollTime, when the first wait ends.
	lastLooks = 3
)

// Live captures from interfaces. It is a Source; reading begins with the first
// call of Next, but what arrives before is kept by the kernel.
type Live struct {
	lines     []*line
	metas     []*Meta
	queue     *queue
	immediate bool
	saves     bool
	start     sync.Once
	reading   sync.WaitGroup
	stopAt    atomic.Pointer[time.Time]
	limit     uint64        // after how many packets the capture ends, 0: it does not
	came      atomic.Uint64 // packets that were captured
	ended     chan struct{} // closed when no interface is read any more
	cur       *chunk
	at        int // in cur.records
	number    uint64
}

// A line is one tap with its interface and counts.
type line struct {
	tap   tap
	iface *Interface
	mu    sync.Mutex // over what follows
	last  Stats
	final bool // last are the counts at the end of the capture
	gone  bool // the tap is closed
}

// newLive captures from taps that are open already.
func newLive(taps []tap, ifaces []*Interface, immediate bool) *Live {
	l := &Live{queue: newQueue(len(taps)), immediate: immediate, ended: make(chan struct{})}
	l.metas = []*Meta{{Format: "live", Interfaces: ifaces}}
	for i, t := range taps {
		l.lines = append(l.lines, &line{tap: t, iface: ifaces[i]})
	}
	return l
}

// read takes the packets of one interface to the queue. At the end the interface has none
// come any more, as nobody reads them.
func (l *Live) read(n *line) {
	defer l.reading.Done()
	defer l.queue.leave()
	defer n.tap.end()
	defer n.stop()
	fail := func(err error) { l.queue.fail(&Error{File: n.iface.Name, Kind: ErrEnded, Err: err}) }
	for idle := 0; idle < lastLooks; {
		stop := l.stopAt.Load()
		c := l.queue.borrow(n.tap.room())
		if c == nil {
			return
		}
		before := len(c.records)
		err := n.tap.read(c)
		over := c.settle(before, n.iface, stop)
		came := uint64(len(c.records) - before)
		enough := l.came.Add(came) >= l.limit && l.limit > 0
		if enough {
			l.Stop()
		}
		l.queue.giveBack(c)
		switch {
		case err != nil:
			fail(err)
			return
		case enough, over, stop != nil && time.Since(*stop) > stopTime:
			return
		case came > 0:
			continue
		case stop != nil:
			idle++
		}
		n.tap.wait()
	}
	if err := n.tap.ended(); err != nil {
		fail(err)
	}
}

// Next overwrites p with the next packet of any interface. An interface that goes down
// or is removed is waited for; one that is still missing at the end, or that cannot be
// opened again, is an error, behind its last packet; the other interfaces continue.
func (l *Live) Next(p *Packet) error {
	l.start.Do(l.begin)
	for l.cur == nil || l.at == len(l.cur.records) {
		var waited bool
		l.cur, waited = l.queue.take(l.cur)
		l.at = 0
		if l.cur == nil {
			return io.EOF
		}
		if l.cur.err != nil {
			err := l.cur.err
			l.cur = nil
			return err
		}
		if waited {
			l.gather()
		}
	}
	from := 0
	if l.at > 0 {
		from = l.cur.records[l.at-1].end
	}
	r := &l.cur.records[l.at]
	l.at++
	l.number++
	*p = Packet{
		Number: l.number, Time: r.at, HasTime: true, Data: l.cur.bytes[from:r.end:r.end], WireLen: r.wire,
		Link: r.iface.Link, Iface: r.iface,
	}
	return nil
}

func (l *Live) begin() {
	for _, n := range l.lines {
		l.reading.Add(1)
		go l.read(n)
	}
	go func() {
		l.reading.Wait()
		close(l.ended)
	}()
}

// Buffered reports whether the next packet is there without waiting.
func (l *Live) Buffered() bool {
	return l.cur != nil && l.at < len(l.cur.records) || l.queue.pending()
}

// SaveOnly says that packets go into a file only: they are handed on later, many at once,
// so that the processors are left to what captures while a burst comes. It is called
// before Next.
func (l *Live) SaveOnly() {
	l.saves = true
	l.queue.reserve(reservedChunks)
}

// gather lets packets gather after a wait.
func (l *Live) gather() {
	if l.immediate {
		return
	}
	time.Sleep(gatherTime)
	for d := gatherTime; l.saves && d < saveTime && l.stopAt.Load() == nil && !l.queue.crowded(); d += gatherTime {
		time.Sleep(gatherTime)
	}
}

// Limit has the capture end when that many packets have been captured, unless it is 0: some
// behind them may come out as well. It is called before Next.
func (l *Live) Limit(packets uint64) { l.limit = packets }

// Captured is how many packets have come from the interfaces, and whether no more will. Any
// goroutine may call it.
func (l *Live) Captured() (packets uint64, ended bool) {
	select {
	case <-l.ended:
		ended = true
	default:
	}
	return l.came.Load(), ended
}

// Stop ends the capture: what has arrived until now still comes out, and the counts stay as
// they are. Any goroutine may call it.
func (l *Live) Stop() {
	now := time.Now()
	if !l.stopAt.CompareAndSwap(nil, &now) {
		return
	}
	for _, n := range l.lines {
		n.stop()
		n.tap.wake()
	}
}

// Close ends the capture and lets go of the interfaces.
func (l *Live) Close() error {
	l.Stop()
	l.queue.close()
	l.reading.Wait()
	for _, n := range l.lines {
		n.close()
	}
	return nil
}

// Sockets returns the descriptors of sockets that are bound anew when their interfaces
// come back.
func (l *Live) Sockets() (all []int) {
	for _, n := range l.lines {
		if t, ok := n.tap.(interface{ socket() int }); ok && t.socket() >= 0 {
			all = append(all, t.socket())
		}
	}
	return all
}

// Metas describes the interfaces.
func (l *Live) Metas() []*Meta { return l.metas }

// Stats returns the counts of every interface, in the order in which they were
// named. Any goroutine may call it, after Close as well.
func (l *Live) Stats() []Stats {
	out := make([]Stats, len(l.lines))
	for i, n := range l.lines {
		out[i] = n.stats()
	}
	return out
}

// stats reads the kernel's counts; a vanished interface keeps its last ones.
func (n *line) stats() Stats {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.final {
		if s, err := n.tap.stats(); err == nil {
			n.last = s
		}
	}
	return n.last
}

// stop has the counts stay as they are: what comes from now on is not captured, so that none
// of it was lost.
func (n *line) stop() {
	n.stats()
	n.mu.Lock()
	defer n.mu.Unlock()
	n.final = true
}

// close lets go of the interface.
func (n *line) close() {
	n.stop()
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.gone {
		n.gone = true
		n.tap.close()
	}
}

// SystemName returns the operating system's name, for shb_os.
func SystemName() string { return runtime.GOOS + " " + runtime.GOARCH }
