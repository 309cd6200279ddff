package fleet

import (
	"context"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/pktscope/pktscope/internal/track/nat"
)

// Register tells beam of what a job is made of. It is called once, before beam.Init: workers
// find the functions by their names.
func Register() {
	register.DoFn3x1[ctx, Capture, func([]byte), error](&Exchanges{})
	register.DoFn10x1[ctx, Capture, func(*[]byte) bool, sendFrame, sendFrame, sendFrame, sendPair, sendConversation, sendFrame, sendSpan, error](&Dissect{})
	register.DoFn4x0[string, []byte, func(*string, *string) bool, sendFrame](&Place{})
	register.DoFn8x1[ctx, string, func(*[]byte) bool, Span, func(*nat.Ballot) bool, func(*[]byte) bool, sendConversation, func([]byte), error](&Join{})
	register.DoFn5x1[ctx, string, func(*[]byte) bool, Span, func(*[]byte) bool, error](&Whole{})
	register.DoFn6x1[ctx, string, func(*[]byte) bool, Span, func(*[]byte) bool, func(nat.Ballot), error](&Vote{})
	register.DoFn4x1[ctx, string, func(*string) bool, Span, error](&Sum{})
	register.Function2x1(joinBallots)
	register.Emitter1[nat.Ballot]()
	register.Iter1[nat.Ballot]()
	register.Function3x0(shared)
	register.Function3x0(unite)
	register.Function2x1(joinSpans)
	register.Emitter2[string, []byte]()
	register.Emitter2[string, string]()
	register.Emitter1[Span]()
	register.Emitter1[[]byte]()
	register.Iter1[[]byte]()
	register.Iter1[string]()
	register.Iter2[string, string]()
}

type ctx = context.Context

// Build makes the job.
func (j *Job) Build(s beam.Scope) {
	read := j.fn(&Dissect{Output: j.Output, Shards: j.Shards, Keys: j.Keys, NoNAT: j.NoNAT, NoStreams: j.NoStreams, Workers: j.Threads})
	var frames, sharded, both, shares, sums, pairs, parts, spans []beam.PCollection
	branches := j.branches(s)
	exchanges := beam.SideInput{Input: j.exchanges(s, branches)}
	for _, in := range branches {
		a, b, c, d, e, f, g := beam.ParDo7(s.Scope("Dissect"), read, in, exchanges)
		frames, sharded, both, shares = append(frames, a), append(sharded, b), append(both, c), append(shares, d)
		sums, pairs, spans = append(sums, e), append(pairs, f), append(spans, g)
	}
	span := beam.Combine(s, joinSpans, beam.Flatten(s, spans...))
	unions := beam.ParDo(s, shared, beam.GroupByKey(s, beam.Flatten(s, shares...)))
	named := beam.ParDo(s, unite, beam.GroupByKey(s, unions))
	placed := beam.ParDo(s, &Place{Shards: j.Shards}, beam.Flatten(s, frames...), beam.SideInput{Input: named})
	shards := beam.GroupByKey(s, beam.Flatten(s, append(sharded, placed)...))
	sides := beam.GroupByKey(s, beam.Flatten(s, both...))
	vote := &Vote{Captures: names(j.Captures), Shards: j.Shards, Keys: j.Keys}
	votes := beam.Combine(s, joinBallots, beam.ParDo(s, j.fn(vote), sides, beam.SideInput{Input: span}, exchanges))
	join := &Join{Output: j.Output, Captures: vote.Captures, Shards: j.Shards, Keys: j.Keys, NoStreams: j.NoStreams}
	for _, of := range []beam.PCollection{shards, sides} {
		sum, part := beam.ParDo2(s, j.fn(join), of, beam.SideInput{Input: span}, beam.SideInput{Input: votes}, exchanges)
		sums, parts = append(sums, sum), append(parts, part)
	}
	whole := &Whole{Output: j.Output, Captures: vote.Captures}
	beam.ParDo0(s, j.fn(whole), beam.GroupByKey(s, beam.Flatten(s, pairs...)), beam.SideInput{Input: span}, beam.SideInput{Input: beam.Flatten(s, parts...)})
	beam.ParDo0(s, j.fn(&Sum{Output: j.Output}), beam.GroupByKey(s, beam.Flatten(s, sums...)), beam.SideInput{Input: span})
}

// branches are the captures, in as many parts as are read at once.
func (j *Job) branches(s beam.Scope) (list []beam.PCollection) {
	for i := range j.Branches {
		var some []Capture
		for k := i; k < len(j.Captures); k += j.Branches {
			some = append(some, j.Captures[k])
		}
		if len(some) > 0 {
			list = append(list, beam.Reshuffle(s, beam.CreateList(s, some)))
		}
	}
	return list
}

// exchanges are the frames that keys of ESP are derived from.
func (j *Job) exchanges(s beam.Scope, branches []beam.PCollection) beam.PCollection {
	var list []beam.PCollection
	for _, in := range branches {
		list = append(list, beam.ParDo(s, j.fn(&Exchanges{Keys: j.Keys}), in))
	}
	return beam.Flatten(s, list...)
}
