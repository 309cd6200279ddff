package view

import (
	"context"
	"errors"
	"time"

	"github.com/pktscope/pktscope/internal/browse"
	"github.com/pktscope/pktscope/internal/filter"
)

// Check implements Source.
func (b *browsed) Check(text string) error {
	_, err := b.c.Check(text)
	if wrong := new(filter.Error); errors.As(err, &wrong) {
		return errors.New(wrong.Reason)
	}
	return err
}

// mostCompletions bounds the list of names.
const mostCompletions = 200

// Complete implements Source.
func (b *browsed) Complete(prefix string) (out []Completion) {
	_, list := b.c.Complete(prefix, len(prefix), mostCompletions)
	for _, c := range list {
		out = append(out, Completion{c.Name, c.Label})
	}
	return out
}

// Filter implements Source. A filter that is stopped leaves the packets that were
// displayed before.
func (b *browsed) Filter(ctx context.Context, text string) error {
	run, cancel := context.WithCancel(b.ctx)
	matches, err := b.c.Filter(run, text)
	if err != nil {
		cancel()
		return err
	}
	b.mu.Lock()
	before, last := b.shown, b.cancel
	b.shown, b.filtering, b.cancel = matches, matches, cancel
	b.filters++
	b.mu.Unlock()
	err = b.await(ctx, matches)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.shown == matches {
		b.filtering = nil
	}
	switch {
	case err == nil:
		last()
	case b.shown == matches:
		b.shown, b.cancel = before, last
		b.filters++
		fallthrough
	default:
		cancel()
	}
	return err
}

// awaitEvery is how often the progress of a pass is looked at.
const awaitEvery = 20 * time.Millisecond

// await waits until the packets that have been read were tried.
func (b *browsed) await(ctx context.Context, m *browse.Matches) error {
	if m == nil {
		return ctx.Err()
	}
	tick := time.NewTicker(awaitEvery)
	defer tick.Stop()
	for {
		tried, _, done, err := m.Progress()
		at := b.c.State()
		switch {
		case done || err != nil:
			return err
		case at.Live && tried >= at.Packets: // it goes on with packets that arrive
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-m.Ended():
		case <-tick.C:
		}
	}
}

// Find implements Source. The rows are in an index, the fields of all packets are made
// anew, by a pass that ends where the rows have a match.
func (b *browsed) Find(ctx context.Context, text string, from int, back bool) (int, bool, error) {
	first, ok := b.numberAt(from)
	if !ok {
		return 0, false, nil
	}
	s := browse.Search{Text: text, From: first - 1, Back: back, Shown: b.displayed()}
	if back {
		s.From = first + 1
	}
	row, err := b.look(ctx, s)
	if err != nil && !errors.Is(err, browse.ErrNotFound) {
		return 0, false, err
	}
	s.In, s.To = browse.InDetail, row
	found, err := b.look(ctx, s)
	switch {
	case row > 0 && (found == 0 || (found < row) == back):
		return b.IndexOf(row), true, nil
	case found > 0:
		return b.IndexOf(found), true, nil
	case errors.Is(err, browse.ErrNotFound):
		err = nil
	}
	return 0, false, err
}

// look finds the next packet. What looks into fields reads all packets up to the last one.
func (b *browsed) look(ctx context.Context, s browse.Search) (uint64, error) {
	last := b.c.State().Packets
	switch {
	case s.Back:
		last = s.From
	case s.To > 0:
		last = s.To
	}
	done, end := b.begin(last)
	defer end()
	return b.c.Find(ctx, s, done)
}

// Save implements Source.
func (b *browsed) Save(ctx context.Context, numbers []uint64) (int, error) {
	shown := b.displayed()
	if numbers != nil {
		shown = browse.MatchesOf(numbers...)
	}
	all := b.c.State().Packets
	if shown != nil {
		all = shown.Len()
	}
	done, end := b.begin(all)
	defer end()
	n, err := b.c.Save(ctx, shown, done)
	return int(n), err
}
