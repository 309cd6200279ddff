package browse

import (
	"context"
	"errors"
	"math/bits"
	"sync"
	"sync/atomic"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/session"
)

// Check compiles a display filter. An empty one displays every packet. The error is a
// *filter.Error, with its place in the text; warnings are of what may be meant otherwise.
func (c *Capture) Check(text string) (warnings []string, err error) {
	f, err := filter.Compile(text, c.plan.Fields)
	if err != nil {
		return nil, err
	}
	return f.Warnings(), nil
}

// Matches are the packets that match a display filter, as far as it has been run: a bit
// for each packet.
type Matches struct {
	text string
	read atomic.Uint64 // packets that were tried

	mu    sync.Mutex // over what follows
	words []uint64
	sums  []uint64 // of each part of sumWords words: the matches before it
	count uint64
	done  bool
	err   error
	ended chan struct{} // closed when it is done
}

// sumWords is how many words a part of a bitmap has.
const sumWords = 64

// MatchesOf are some packets, by their numbers in order.
func MatchesOf(numbers ...uint64) *Matches {
	m := newMatches("")
	for _, n := range numbers {
		m.add(n)
	}
	m.finish(nil)
	return m
}

func newMatches(text string) *Matches { return &Matches{text: text, ended: make(chan struct{})} }

// Ended is closed when all packets have been tried, or no more will be.
func (m *Matches) Ended() <-chan struct{} { return m.ended }

// Wait waits until then, and returns why not all packets have been tried. A nil m has none to
// try.
func (m *Matches) Wait(ctx context.Context) error {
	if m == nil {
		return nil
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-m.ended:
		_, _, _, err := m.Progress()
		return err
	}
}

// Text is the display filter.
func (m *Matches) Text() string { return m.text }

// Progress returns how many packets have been tried and how many of them match; done
// reports that no more are to come, err why that is so before the end.
func (m *Matches) Progress() (tried, matched uint64, done bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.read.Load(), m.count, m.done, m.err
}

// Len is how many packets match so far.
func (m *Matches) Len() uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.count
}

// add adds a packet, whose number is greater than those before.
func (m *Matches) add(number uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := int(number / 64)
	for len(m.words) <= w {
		if len(m.words)%sumWords == 0 {
			m.sums = append(m.sums, m.count)
		}
		m.words = append(m.words, 0)
	}
	m.words[w] |= 1 << (number % 64)
	m.count++
}

// Has reports whether a packet matches.
func (m *Matches) Has(number uint64) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := number / 64
	return w < uint64(len(m.words)) && m.words[w]>>(number%64)&1 == 1
}

// Index is how many packets before number match: its place in the table if it matches.
func (m *Matches) Index(number uint64) uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := number / 64
	if w >= uint64(len(m.words)) {
		return m.count
	}
	n := m.sums[w/sumWords]
	for k := w / sumWords * sumWords; k < w; k++ {
		n += uint64(bits.OnesCount64(m.words[k]))
	}
	return n + uint64(bits.OnesCount64(m.words[w]&(1<<(number%64)-1)))
}

// Number is the number of the i-th packet that matches, counted from 0; ok is false where
// there is none.
func (m *Matches) Number(i uint64) (number uint64, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if i >= m.count {
		return 0, false
	}
	low, high := 0, len(m.sums)
	for high-low > 1 {
		if mid := (low + high) / 2; m.sums[mid] <= i {
			low = mid
		} else {
			high = mid
		}
	}
	i -= m.sums[low]
	for w := low * sumWords; w < len(m.words); w++ {
		n := uint64(bits.OnesCount64(m.words[w]))
		if i >= n {
			i -= n
			continue
		}
		x := m.words[w]
		for ; i > 0; i-- {
			x &= x - 1
		}
		return uint64(w)*64 + uint64(bits.TrailingZeros64(x)), true
	}
	return 0, false
}

func (m *Matches) finish(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done, m.err = true, err
	close(m.ended)
}

// A matchSink is a pipeline.Sink that adds what is displayed to Matches.
type matchSink struct{ *Matches }

// Gather implements pipeline.Sink.
func (matchSink) Gather() {}

// Save implements pipeline.Sink.
func (s matchSink) Save(p *capture.Packet) error {
	s.add(p.Number)
	return nil
}

// Filter begins to find the packets that match a display filter, in a pass of its own
// that ctx ends. The error is that of Check. An empty text has no Matches: nil stands for all
// packets.
func (c *Capture) Filter(ctx context.Context, text string) (*Matches, error) {
	f, err := filter.Compile(text, c.plan.Fields)
	if f == nil || err != nil {
		return nil, err
	}
	m := newMatches(text)
	config, err := c.session.Again(session.OnDemand(nil, f, nil)...)
	if err != nil {
		return nil, err
	}
	config.Filter, config.Save, config.Packets = f, matchSink{m}, &m.read
	go func() { m.finish(c.pass(ctx, config)) }()
	return m, nil
}

// pass runs a pass once the keys are derived: what it finds does not change afterwards. It
// ends with c at the latest. pass returns why it ended before its end; what cannot be read
// is told by the State.
func (c *Capture) pass(ctx context.Context, config pipeline.Config) error {
	select {
	case <-c.derived:
	case <-c.ctx.Done():
	case <-ctx.Done():
	}
	return c.passNow(ctx, config)
}

// passNow is pass with the keys that there are.
func (c *Capture) passNow(ctx context.Context, config pipeline.Config) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(c.ctx, cancel)()
	config.Source = marking{config.Source, c}
	result := pipeline.Run(ctx, config)
	return errors.Join(ctx.Err(), result.Write)
}
