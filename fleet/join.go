package fleet

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"net/netip"
	"strings"

	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// A Join shows the frames of a shard to the trackers of its family, and writes the tables.
type Join struct {
	Output    string
	Captures  []string // their names, by Order
	Shards    int
	Keys      KeyFile
	NoStreams bool
}

// ProcessElement implements beam's DoFn. name is the shard's, votes has at most one element: the ballot of all.
func (d *Join) ProcessElement(ctx context.Context, name string, frames func(*[]byte) bool, span Span, votes func(*nat.Ballot) bool, exchanges func(*[]byte) bool, conversation sendConversation, send func([]byte)) error {
	var all nat.Ballot
	votes(&all)
	r := replay{output: d.Output, captures: d.Captures, shards: d.Shards, keys: d.Keys, span: &span, votes: all.Votes(), kept: all.Kept(), exchanges: exchanges}
	v, err := r.run(ctx, name, frames)
	if err != nil {
		return err
	}
	if v.packets != nil {
		if err := v.packets.send(sending{d.Shards, v.places.of, v.places.moments, !d.NoStreams}, conversation); err != nil {
			return err
		}
	}
	_, number, _ := strings.Cut(name, "-")
	if err := v.write(ctx, d.Output, number, span.End.time()); err != nil {
		return err
	}
	part, err := v.part(name, span.End.time())
	if part != nil {
		send(part)
	}
	return err
}

// A Vote finds which interfaces are inside, and whether NATs keep the identification, as far as a
// shard's translations tell.
type Vote struct {
	Captures []string // their names, by Order
	Shards   int
	Keys     KeyFile
}

// ProcessElement implements beam's DoFn.
func (d *Vote) ProcessElement(ctx context.Context, name string, frames func(*[]byte) bool, span Span, exchanges func(*[]byte) bool, emit func(nat.Ballot)) error {
	r := replay{captures: d.Captures, shards: d.Shards, keys: d.Keys, span: &span, exchanges: exchanges}
	v, err := r.run(ctx, name, frames)
	if err != nil {
		return err
	}
	ballot := v.nat.Ballot()
	for i := range ballot.Fits {
		f := &ballot.Fits[i]
		f.Frame = v.places.frames[f.Frame-1]
	}
	emit(nat.Ballot{}.Join(ballot))
	return nil
}

// A replay is a run over the frames of a shard.
type replay struct {
	output   string // of packets; "": they are not wanted
	captures []string
	shards   int
	keys     KeyFile
	span     *Span
	votes    []int64
	kept     *int64 // see nat.Part

	exchanges func(*[]byte) bool // see Exchanges
}

// run shows the frames to the trackers of the shard's family.
func (r *replay) run(ctx context.Context, name string, frames func(*[]byte) bool) (*answers, error) {
	of, part, _ := strings.Cut(name, "-")
	plan, err := r.keys.plan(ctx, r.exchanges)
	if err != nil {
		return nil, err
	}
	plan.IKE.Begin(r.span.Begun.time())
	at := newPlaces(r.captures, r.span.Frames)
	v, err := ask(of, plan, at, r.span.Beside)
	if err != nil {
		return nil, err
	}
	if v.nat != nil {
		v.nat.Take(&nat.Part{Links: r.span.links(r.votes), Kept: r.kept, Owns: func(a netip.Addr) bool { return number(partOf(a.String(), r.shards)) == part }})
	}
	if of == tunnels {
		if v.packets, err = newPackets(ctx, r.output, ofParts(part), plan); err != nil {
			return nil, err
		}
		v.watchers = append(v.watchers, v.packets)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	config := pipeline.Config{Source: newShard(ctx, frames, at), Registry: plan.Registry}
	plan.Track(&config, v.trackers...)
	config.Watchers = v.watchers
	result := pipeline.Run(ctx, config)
	err = errors.Join(append(result.Read, ctx.Err())...)
	if v.packets != nil {
		err = v.packets.end(errors.Join(err, v.packets.err))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}

// Places are the frames of a shard by their numbers in it, from 1: the capture that each is of,
// shifted, and its number there.
type places struct {
	captures []string
	shift    int
	frames   []uint64
	moments  moments
}

// newPlaces is for captures of so many frames at most.
func newPlaces(captures []string, frames uint64) *places {
	return &places{captures: captures, shift: bits.Len64(frames)}
}

// add numbers a frame.
func (x *places) add(f *Frame) uint64 {
	number := x.put(uint64(f.Capture)<<x.shift | f.Number)
	x.moments.note(number, f)
	return number
}

// put numbers a frame of other places of the same captures.
func (x *places) put(frame uint64) uint64 {
	x.frames = append(x.frames, frame)
	return uint64(len(x.frames))
}

// name is that of a capture, "" where names are not known.
func (x *places) name(capture int) string {
	if capture >= len(x.captures) {
		return ""
	}
	return x.captures[capture]
}

// of is a table.Locator.
func (x *places) of(number uint64) (name string, own uint64) {
	if number == 0 || number > uint64(len(x.frames)) {
		return "", number
	}
	at := x.frames[number-1]
	return x.captures[at>>x.shift], at & (1<<x.shift - 1)
}
