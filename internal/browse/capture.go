package browse

import (
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/stats"
	"github.com/pktscope/pktscope/internal/track/course"
)

// Options are what is opened and how it is shown.
type Options struct {
	// Session are inputs, keys and names. Its Time is the form of the Time column at
	// the beginning; its Save names the file of Save.
	Session session.Options
	Columns []render.PacketColumn // nil: the usual ones
	As      render.Dialect
	// Reports are what Report can be asked for.
	Reports []*report.Report
	// Statistics are those of -z, such as "conv,tcp", that Statistic can be asked for.
	Statistics []string
	// Changed is called by one goroutine after the State has changed, not more often than
	// every 100 ms. It may be nil.
	Changed func()
}

// A Capture is captures or interfaces whose packets are accessed in any order.
type Capture struct {
	opts    Options
	plan    *session.Plan
	session *session.Session
	store   *capture.Unlinked
	rows    summaries
	index   *spool // of rows
	ahead   *spool // of rows before the pass begins
	packets *packets
	reports *reports
	counted *stats.Set // of Options.Statistics
	traffic traffic
	details *details
	started bool
	grown   chan struct{}   // has a value when there are more rows
	derived chan struct{}   // closed once keys are derived
	ctx     context.Context // of all passes but the first
	cancel  context.CancelFunc

	walking sync.Mutex // over walk
	walk    *walk      // nil before the first Detail

	mu     sync.Mutex // over what follows
	form   render.TimeFormat
	marks  map[uint64]bool
	result pipeline.Result
	done   bool
	ended  chan struct{}
}

var (
	// ErrNotIndexed says that the pass has not come to a packet yet.
	ErrNotIndexed = errors.New("not read yet")
	errNumber     = errors.New("there is no such packet")
)

// memoryBound is where garbage is collected more often: the index of ten million packets,
// the tables of reports, and those of the pass for details.
const memoryBound = 150 << 20

// Open opens the captures and whatever is written, and confines the process. What it
// returns does nothing until Start.
func Open(e *session.Env, o Options) (*Capture, error) {
	so := o.Session
	so.Again, so.FollowIKE, so.DisplayFilter = true, true, ""
	if len(so.Live.Interfaces) == 0 {
		so.Save.Packets = session.Later
	}
	c := &Capture{opts: o, form: so.Time, marks: map[uint64]bool{}, details: newDetails(), traffic: traffic{Course: course.Course{Most: maxIntervals}}, grown: make(chan struct{}, 1), derived: make(chan struct{}), ended: make(chan struct{})}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	outputs := so.Outputs
	so.Outputs = func() error {
		c.store = capture.NewUnlinked()
		if outputs != nil {
			return outputs()
		}
		return nil
	}
	var err error
	if c.plan, err = session.Prepare(e, so); err != nil {
		return nil, err
	}
	if _, err := c.Check(o.Session.DisplayFilter); err != nil {
		return nil, err
	}
	e.Bound(memoryBound)
	list, err := render.NewList(render.Options{Registry: c.plan.Registry, Names: so.Names, As: o.As, Columns: o.Columns})
	if err != nil {
		return nil, err
	}
	c.rows = summaries{list, list.Columns()}
	if c.session, err = c.plan.Start(e); err != nil {
		return nil, err
	}
	if err := c.prepare(); err != nil {
		c.session.Close()
		return nil, err
	}
	return c, nil
}

// prepare makes what the passes write into.
func (c *Capture) prepare() (err error) {
	for _, s := range []**spool{&c.index, &c.ahead} {
		if *s, err = newSpool(c.store, rowRecords); err != nil {
			return err
		}
	}
	c.packets = &packets{files: c.session.Files(), known: map[*capture.Interface]int{}}
	if c.packets.places, err = newSpool(c.store, placeRecords); err != nil {
		return err
	}
	if c.counted, err = stats.New(c.opts.Statistics, c.plan.Fields, stats.DefaultLimit); err != nil {
		return err
	}
	c.reports, err = c.newReports()
	return err
}

// Start begins the pass that reads and indexes all packets. It is called once, before what
// follows.
func (c *Capture) Start() {
	c.session.HoldNotices(true)
	c.started = true
	go c.run()
	if c.opts.Changed != nil {
		go c.notify()
	}
}

// run is the pass.
func (c *Capture) run() {
	if c.plan.Keys != nil {
		c.lookAhead()
		c.session.DeriveKeys()
	}
	close(c.derived)
	config := c.session.Config(session.OnDemand(c.rows, nil, c.counted)...)
	config.Tap = c.counted
	c.reports.Join(&config)
	config.Watchers = append(config.Watchers, &c.traffic)
	c.packets.Source = config.Source
	config.Source, config.Format, config.Out = c.packets, c.rows, rowWriter{c.index, c.grown}
	result := c.session.Run(config)
	if err := c.packets.failed(); err != nil && result.Write == nil {
		result.Write = err
	}
	c.mu.Lock()
	c.result, c.done = result, true
	c.mu.Unlock()
	close(c.ended)
}

// aheadPackets fill any screen.
const aheadPackets = 512

// lookAhead has the first packets dissected without keys, while those are derived.
func (c *Capture) lookAhead() {
	if _, size := c.session.Progress(); size < 0 {
		return // packets of a stream are read as they come
	}
	config, err := c.session.Again()
	if err != nil {
		return
	}
	config.Trackers, config.DecryptedTrackers, config.Decrypter = nil, nil, nil
	config.Format, config.Out, config.Count = c.rows, rowWriter{c.ahead, c.grown}, aheadPackets
	_ = c.passNow(c.ctx, config)
}

// A rowWriter takes the rows of a pass into a spool.
type rowWriter struct {
	*spool
	grown chan<- struct{}
}

// Write implements io.Writer for the pipeline.
func (w rowWriter) Write(b []byte) (int, error) {
	for rest := b; len(rest) >= 4; {
		n := 4 + int(binary.LittleEndian.Uint32(rest))
		if err := w.append(rest[4:n]); err != nil {
			return 0, err
		}
		rest = rest[n:]
	}
	select {
	case w.grown <- struct{}{}:
	default: // it is told already
	}
	return len(b), nil
}

// changedEvery is how often Changed is called at most.
const changedEvery = 100 * time.Millisecond

// notify calls Changed. It does nothing while no packets come.
func (c *Capture) notify() {
	for {
		select {
		case <-c.ended:
			c.opts.Changed()
			return
		case <-c.grown:
		}
		c.opts.Changed()
		select {
		case <-c.ended:
		case <-time.After(changedEvery):
		}
	}
}

// A State is how far a Capture is.
type State struct {
	Packets uint64 // that have a row, which is not provisional
	Read    int64  // bytes of the input
	Size    int64  // that it has, -1 where that is not known
	Done    bool   // no more packets will come
	Live    bool   // they come from interfaces, or came
	// Of Live: how many have come, whether no more will, and
	// how many were lost for want of room in the kernel until then.
	Captured uint64
	Stopped  bool
	Dropped  uint64
	Errors   []error
}

// State returns how far the pass is.
func (c *Capture) State() State {
	s := State{Packets: c.index.len(), Live: c.session.Live()}
	s.Read, s.Size = c.session.Progress()
	s.Captured, s.Stopped = c.session.Captured()
	for _, x := range c.session.Stats() {
		s.Dropped += x.Dropped + x.InterfaceDropped
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	s.Done = c.done
	s.Errors = slices.Clone(c.result.Read)
	if c.result.Write != nil {
		s.Errors = append(s.Errors, c.result.Write)
	}
	return s
}

// soFar is how many packets a pass may read where more are still to come, as from an
// interface; 0: all.
func (c *Capture) soFar() uint64 {
	if _, size := c.session.Progress(); size >= 0 || c.State().Done {
		return 0
	}
	return max(1, c.index.len())
}

// Columns are the columns of the table.
func (c *Capture) Columns() []render.ListColumn { return c.rows.columns }

// SetTime has the Time column in another form from now on.
func (c *Capture) SetTime(f render.TimeFormat) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.form = f
}

// Ended is closed when no more packets will come.
func (c *Capture) Ended() <-chan struct{} { return c.ended }

// Stop ends the reading of packets.
func (c *Capture) Stop() { c.session.Stop() }

// Close ends everything, writes what went wrong, and returns the exit status.
func (c *Capture) Close() int {
	c.cancel()
	c.walking.Lock()
	if c.walk != nil {
		c.walk.cancel()
	}
	c.walking.Unlock()
	c.session.Stop()
	if c.started {
		<-c.ended
	}
	c.session.HoldNotices(false)
	c.mu.Lock()
	result := c.result
	c.mu.Unlock()
	status := c.session.End(result)
	c.session.Close()
	_ = c.store.Close()
	return status
}
