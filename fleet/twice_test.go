package fleet

import (
	"context"
	"slices"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

// An engine that loses a worker processes its bundles again. What the first attempt sent is
// not used; what it wrote is there. The functions below process each element twice.

func registerTwice() {
	register.DoFn8x1[ctx, Capture, sendFrame, sendFrame, sendFrame, sendPair, sendConversation, sendSpan, error](&twiceDissect{})
	register.DoFn4x1[ctx, string, func(*string) bool, Span, error](&twiceSum{})
	register.DoFn5x1[ctx, string, func(*[]byte) bool, Span, func(*Votes) bool, error](&twiceJoin{})
	register.DoFn5x1[ctx, string, func(*[]byte) bool, Span, func(Votes), error](&twiceVote{})
}

// twice wraps what writes files, or has state.
func twice(fn any) any {
	switch fn := fn.(type) {
	case *Dissect:
		return &twiceDissect{*fn}
	case *Join:
		return &twiceJoin{*fn}
	case *Sum:
		return &twiceSum{*fn}
	case *Vote:
		return &twiceVote{*fn}
	}
	return fn
}

type twiceDissect struct{ Of Dissect }

func (d *twiceDissect) ProcessElement(ctx context.Context, c Capture, tunnel, sharded, both sendFrame, spi sendPair, conversation sendConversation, span sendSpan) error {
	none := func(string, []byte) {}
	if err := d.Of.ProcessElement(ctx, c, none, none, none, func(string, string) {}, func(string, string) {}, func(Span) {}); err != nil {
		return err
	}
	return d.Of.ProcessElement(ctx, c, tunnel, sharded, both, spi, conversation, span)
}

type twiceJoin struct{ Of Join }

func (d *twiceJoin) ProcessElement(ctx context.Context, name string, frames func(*[]byte) bool, span Span, votes func(*Votes) bool) error {
	all, elected := drained(frames), drained(votes)
	if err := d.Of.ProcessElement(ctx, name, next(all), span, next(elected)); err != nil {
		return err
	}
	slices.Reverse(all) // an engine keeps no order
	return d.Of.ProcessElement(ctx, name, next(all), span, next(elected))
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

func (d *twiceVote) ProcessElement(ctx context.Context, name string, frames func(*[]byte) bool, span Span, emit func(Votes)) error {
	all := drained(frames)
	if err := d.Of.ProcessElement(ctx, name, next(all), span, func(Votes) {}); err != nil {
		return err
	}
	return d.Of.ProcessElement(ctx, name, next(all), span, emit)
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
