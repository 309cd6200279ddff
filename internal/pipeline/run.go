package pipeline

import (
	"context"
	"io"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
)

// A Config is the input, the consumers and the output of a Run.
type Config struct {
	Source    capture.Source
	Registry  *dissect.Registry
	Trackers  []track.Tracker // fed in the order of the capture
	Decrypter track.Decrypter // decrypts packets behind Trackers; may be nil
	Filter    *filter.Filter  // what is displayed, saved and watched; nil: everything
	Watchers  []track.Watcher // fed in the order of the capture, with what is displayed
	Tap       track.Tap       // counts every packet, displayed or not; may be nil
	Save      Sink            // nil: save nothing
	Format    render.Format   // nil: print nothing
	Out       io.Writer
	Count     uint64         // stop after so many packets; 0: at the source's end
	Each      bool           // write every packet's row as soon as it is made
	Workers   int            // 0: one for every core
	Packets   *atomic.Uint64 // counts the packets as they are read; may be nil
	Live      bool           // the first packet may take its time: what begins the output does not wait for it
	Guard     sync.Locker    // held while trackers, Watchers and Tap learn from a batch; may be nil
	Learn     bool           // Trackers are fed though nothing else reads packets

	// DecryptedTrackers are fed as Trackers are, with packets that Decrypter has decrypted.
	DecryptedTrackers []track.Tracker
}

// A Result counts the packets of a Run and holds its errors.
type Result struct {
	Packets uint64
	// Displayed is how many of them were printed.
	Displayed uint64
	// Read are the errors of the source. All packets that it could read were
	// written.
	Read []error
	// Write is the error of the output or of the Sink.
	Write error
}

// Unread reports whether not even one packet could be read: the errors say it all.
func (r *Result) Unread() bool { return r.Packets == 0 && len(r.Read) > 0 }

// A Sink saves packets. Gather and Save may be called at the same time.
type Sink interface {
	// Gather is called after each batch is read, by the worker that holds the source.
	Gather()
	// Save is called in the order of the capture. An error ends the run;
	// capture.ErrSaved ends it and is no failure.
	Save(*capture.Packet) error
}

// A run is the state of one Run. Its workers share it.
type run struct {
	Config
	ctx     context.Context
	tree    bool              // the format needs trees
	sparse  sparse            // Format, if it is one
	chosen  *dissect.FieldSet // what trees hold; nil: everything
	skipped dissect.ProtoSet  // that nobody reads; see reading
	clock   clock             // behind the frame read last
	batches atomic.Uint64
	prompt  prompt // Source, if it is one
	taken   uint64 // packets of Source so far
	ended   bool   // nothing is left to be read

	trackers, decryptedTrackers subscribers
	display                     displayFilter
	tap                         tap
	schedule                    *schedule

	mu     sync.Mutex // over result
	result Result
	rows   bool // a row was gathered, so a separator goes before the next
	out    []byte
	stop   atomic.Bool
	halt   chan struct{} // closed with stop
	copied atomic.Uint64 // batches that copy has taken
}

// Run takes every packet of c.Source to c.Out and returns when the last is
// written, when ctx is done, or when c.Out takes no more.
func Run(ctx context.Context, c Config) Result {
	r := &run{Config: c, ctx: ctx, halt: make(chan struct{})}
	r.prompt, _ = c.Source.(prompt)
	r.tree = c.Format != nil && c.Format.NeedsTree()
	if f, ok := c.Format.(choosy); ok {
		if protos, ok := f.Protos(); ok {
			r.chosen = c.Registry.FieldSet(protos...)
		}
	}
	r.sparse, _ = c.Format.(sparse)
	r.display = newDisplayFilter(c.Filter, c.Registry)
	r.tap = newTap(c.Tap, c.Registry)
	reads := c.reading()
	r.Trackers, r.DecryptedTrackers = reads.without(c.Trackers, c.Registry), reads.without(c.DecryptedTrackers, c.Registry)
	r.detail()
	r.trackers, r.decryptedTrackers = subscribe(r.Trackers, c.Registry), subscribe(r.DecryptedTrackers, c.Registry)
	r.display.eager, r.skipped = r.eager(reads.protos), reads.skipped
	if r.Packets == nil {
		r.Packets = new(atomic.Uint64)
	}
	workers := c.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	if c.Format != nil {
		r.out = c.Format.AppendBegin(make([]byte, 0, 2*writeBytes))
		if c.Live && !render.Headed(c.Format) {
			r.flush()
		}
	}
	var working sync.WaitGroup
	if c.Format == nil && c.Save != nil && c.Filter == nil && c.Tap == nil && len(c.Watchers) == 0 && !c.Learn {
		working.Go(r.copy)
		workers = 0
	}
	r.schedule = newSchedule(r.stages(), workers)
	for range workers {
		working.Go(r.work)
	}
	done := make(chan struct{})
	go func() {
		working.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
		r.drain(done)
	case <-r.halt:
		r.drain(done)
	}
	if c.Format != nil {
		r.close()
	}
	return r.outcome()
}

// drain waits until every packet that was read is written. It does not wait for
// the worker that reads, whose next packet may never come.
func (r *run) drain(done chan struct{}) {
	const pause = 10 * time.Millisecond
	for {
		select {
		case <-done:
			return
		case <-time.After(pause):
			if r.schedule.written()+r.copied.Load() == r.batches.Load() {
				return
			}
		}
	}
}

func (r *run) outcome() Result {
	r.mu.Lock()
	defer r.mu.Unlock()
	result := r.result
	result.Packets = r.Packets.Load()
	return result
}

// stages are those behind reading that the batches of this run go through.
func (r *run) stages() []stage {
	d := &r.display
	all := []stage{
		{name: "scan", run: r.scan},
		{name: "order", run: r.order, ordered: true, idle: len(r.trackers.trackers) == 0},
		{name: "decrypt", run: r.decrypt, idle: r.Decrypter == nil},
		{name: "track decrypted", run: r.trackDecrypted, ordered: true, idle: len(r.decryptedTrackers.trackers) == 0},
		{name: "filter", run: d.match, idle: d.filter == nil || d.chain},
		{name: "displayed", run: d.follow, ordered: true, idle: d.filter == nil},
		{name: "sample", run: r.sample, idle: r.tap.Tap == nil},
		{name: "render", run: r.render, idle: r.Format == nil},
		{name: "write", run: r.write, ordered: true},
	}
	return slices.DeleteFunc(all, func(s stage) bool { return s.idle })
}

// work takes one batch after another through its next stage.
func (r *run) work() {
	e := dissect.NewEngine(r.Registry)
	e.Defer(r.display.eager)
	e.Skip(r.skipped)
	e.DecryptWith(r.decrypter())
	for j, ok := r.schedule.take(); ok; j, ok = r.schedule.take() {
		if j.batch == nil {
			j.batch = newBatch(r.Registry)
		}
		if j.stage == atRead {
			r.schedule.read(j.batch, r.read(j.batch))
			continue
		}
		e.Use(j.batch.arena)
		r.schedule.queues[j.stage].run(e, j.batch)
		r.schedule.done(j)
	}
}

// decrypter makes what decrypts packets while one worker dissects them, nil without keys.
func (r *run) decrypter() dissect.Decrypter {
	if r.Decrypter == nil {
		return nil
	}
	return r.Decrypter.Worker()
}

// scan dissects the packets into messages, without state and without a tree.
func (r *run) scan(e *dissect.Engine, b *batch) {
	for i := range b.frames {
		f, p := &b.frames[i], &b.packets[i]
		p.Number, p.Time, p.Digits, p.Wire, p.Interface, p.Head = f.Number, f.Time, f.Iface.Digits, f.WireLen, b.labelOf(f.Iface), &b.frame
		p.File, p.InFile = f.Iface.File, f.InFile
		p.Outbound, p.FCS = f.Outbound(), checkSequence(f.FCSLen())
		e.Dissect(p, linkOf(f), f.Data, f.WireLen)
		if f.Block == capture.BlockCustom || f.Block == capture.BlockCustomPrivate {
			tellBlock(p, f)
		}
	}
}

// tellBlock leaves on the message that stands for a custom block what the file says of it.
func tellBlock(p *dissect.Packet, f *capture.Packet) {
	if len(p.Layers) == 0 {
		return
	}
	if m, ok := p.Layers[0].Message.(dissect.Blocked); ok {
		m.SetBlock(f.PEN, f.Block == capture.BlockCustomPrivate)
	}
}

// linkOf is the value under which field.Link leads to what reads f.
func linkOf(f *capture.Packet) uint32 {
	if f.Block == capture.BlockJournal {
		return field.JournalLink
	}
	return uint32(f.Link)
}

// checkSequence is a length of check sequences, -1 if it is unknown, as
// dissect.Packet has it.
func checkSequence(n int) int {
	switch {
	case n < 0:
		return 0
	case n == 0:
		return -1
	}
	return n
}

// order feeds the trackers. Decryption would make its turn long.
func (r *run) order(e *dissect.Engine, b *batch) {
	decrypter := e.DecryptWith(nil)
	r.observe(&r.trackers, e, b)
	e.DecryptWith(decrypter)
}

// decrypt decrypts what scan could not: datagrams that trackers have reassembled,
// and packets whose keys they have derived since.
func (r *run) decrypt(e *dissect.Engine, b *batch) {
	for i := range b.frames {
		r.Decrypter.Retry(e, &b.packets[i])
	}
}

// trackDecrypted feeds trackers that follow decrypted packets: fragments and
// streams within them.
func (r *run) trackDecrypted(e *dissect.Engine, b *batch) { r.observe(&r.decryptedTrackers, e, b) }

// observe feeds trackers.
func (r *run) observe(s *subscribers, e *dissect.Engine, b *batch) {
	if r.Guard != nil {
		r.Guard.Lock()
		defer r.Guard.Unlock()
	}
	s.observe(e, b)
}

// render makes the rows of the packets that are displayed, with trees if the
// format needs them.
func (r *run) render(e *dissect.Engine, b *batch) {
	separator := r.Format.Separator()
	row := &b.row
	for i := range b.frames {
		if !b.displays(i) || r.sparse != nil && !r.sparse.Has(b.frames[i].Number) {
			b.advance(i)
			b.ends = append(b.ends, len(b.out))
			continue
		}
		row.Packet, row.Frame = &b.packets[i], b.head(i)
		if r.display.filter != nil {
			e.Complete(row.Packet)
		}
		if r.tree {
			r.build(e, row.Packet, &b.tree)
			row.Tree = &b.tree
		}
		if separator != "" && len(b.out) > 0 {
			b.out = append(b.out, separator...)
		}
		b.out = r.Format.AppendRow(b.out, row)
		b.advance(i)
		b.ends = append(b.ends, len(b.out))
	}
}

// A sparse Format has rows for some of the packets alone, by their numbers.
type sparse interface{ Has(number uint64) bool }

// A choosy Format reads the fields of some protocols alone; ok is false where it reads
// others as well.
type choosy interface {
	Protos() (protos []*field.Proto, ok bool)
}

// build makes the tree that the format reads.
func (r *run) build(e *dissect.Engine, p *dissect.Packet, t *field.Tree) {
	if r.chosen == nil {
		e.Build(p, t)
		return
	}
	e.BuildFields(p, t, r.chosen)
}
