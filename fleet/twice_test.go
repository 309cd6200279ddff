package fleet

import (
	"context"
	"errors"
	"slices"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/pktscope/pktscope/internal/track/nat"
)

// An engine that loses a worker processes its bundles again. What the first attempt sent is
// not used; what it wrote is there. The functions below process each element twice.

func registerTwice() {
	register.DoFn3x1[ctx, Capture, func([]byte), error](&twiceExchanges{})
	register.DoFn10x1[ctx, Capture, func(*[]byte) bool, sendFrame, sendFrame, sendFrame, sendPair, sendConversation, sendFrame, sendSpan, error](&twiceDissect{})
	register.DoFn4x1[ctx, string, func(*string) bool, Span, error](&twiceSum{})
	register.DoFn8x1[ctx, string, func(*[]byte) bool, Span, func(*nat.Ballot) bool, func(*[]byte) bool, sendConversation, func([]byte), error](&twiceJoin{})
	register.DoFn5x1[ctx, string, func(*[]byte) bool, Span, func(*[]byte) bool, error](&twiceWhole{})
	register.DoFn6x1[ctx, string, func(*[]byte) bool, Span, func(*[]byte) bool, func(nat.Ballot), error](&twiceVote{})
}

// twice wraps what writes files, or has state.
func twice(fn any) any {
	switch fn := fn.(type) {
	case *Exchanges:
		return &twiceExchanges{*fn}
	case *Dissect:
		return &twiceDissect{*fn}
	case *Join:
		return &twiceJoin{*fn}
	case *Whole:
		return &twiceWhole{*fn}
	case *Sum:
		return &twiceSum{*fn}
	case *Vote:
		return &twiceVote{*fn}
	}
	return fn
}

type twiceExchanges struct{ Of Exchanges }

// ProcessElement sends each frame twice: an engine may.
func (d *twiceExchanges) ProcessElement(ctx context.Context, c Capture, send func([]byte)) error {
	return errors.Join(d.Of.ProcessElement(ctx, c, send), d.Of.ProcessElement(ctx, c, send))
}

type twiceDissect struct{ Of Dissect }

func (d *twiceDissect) ProcessElement(ctx context.Context, c Capture, exchanges func(*[]byte) bool, tunnel, sharded, both sendFrame, share sendPair, conversation sendConversation, pair sendFrame, span sendSpan) error {
	none, keyed := func(string, []byte) {}, drained(exchanges)
	if err := d.Of.ProcessElement(ctx, c, next(keyed), none, none, none, func(string, string) {}, func(string, string) {}, none, func(Span) {}); err != nil {
		return err
	}
	return d.Of.ProcessElement(ctx, c, next(keyed), tunnel, sharded, both, share, conversation, pair, span)
}

type twiceJoin struct{ Of Join }

func (d *twiceJoin) ProcessElement(ctx context.Context, name string, frames func(*[]byte) bool, span Span, votes func(*nat.Ballot) bool, exchanges func(*[]byte) bool, conversation sendConversation, part func([]byte)) error {
	all, elected, keyed := drained(frames), drained(votes), drained(exchanges)
	if err := d.Of.ProcessElement(ctx, name, next(all), span, next(elected), next(keyed), func(string, string) {}, func([]byte) {}); err != nil {
		return err
	}
	slices.Reverse(all) // an engine keeps no order
	return d.Of.ProcessElement(ctx, name, next(all), span, next(elected), next(keyed), conversation, part)
}

type twiceWhole struct{ Of Whole }

// ProcessElement shows everything twice: an engine may have sent it twice.
func (d *twiceWhole) ProcessElement(ctx context.Context, name string, pairs func(*[]byte) bool, span Span, parts func(*[]byte) bool) error {
	all, some := drained(pairs), drained(parts)
	if err := d.Of.ProcessElement(ctx, name, next(all), span, next(some)); err != nil {
		return err
	}
	all, some = slices.Concat(all, all), slices.Concat(some, some)
	slices.Reverse(all)
	slices.Reverse(some)
	return d.Of.ProcessElement(ctx, name, next(all), span, next(some))
}

type twiceSum struct{ Of Sum }

func (d *twiceSum) ProcessElement(ctx context.Context, part string, texts func(*string) bool, span Span) error {
	all := drained(texts)
	if err := d.Of.ProcessElement(ctx, part, next(all), span); err != nil {
		return err
	}
	return d.Of.ProcessElement(ctx, part, next(all), span)
}

type twiceVote struct{ Of Vote }

func (d *twiceVote) ProcessElement(ctx context.Context, name string, frames func(*[]byte) bool, span Span, exchanges func(*[]byte) bool, emit func(nat.Ballot)) error {
	all, keyed := drained(frames), drained(exchanges)
	if err := d.Of.ProcessElement(ctx, name, next(all), span, next(keyed), func(nat.Ballot) {}); err != nil {
		return err
	}
	return d.Of.ProcessElement(ctx, name, next(all), span, next(keyed), emit)
}

// drained are all that an engine has for a key.
func drained[T any](from func(*T) bool) (all []T) {
	var x T
	for from(&x) {
		all = append(all, x)
	}
	return all
}

// next gives them again.
func next[T any](all []T) func(*T) bool {
	return func(x *T) bool {
		if len(all) == 0 {
			return false
		}
		*x, all = all[0], all[1:]
		return true
	}
}
