package fleet

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/cleartext"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// A Dissect reads one capture.
type Dissect struct {
	Output    string
	Shards    int
	Keys      KeyFile
	NoNAT     bool
	NoStreams bool
	Workers   int // goroutines that dissect one capture; 0: one for every core
}

// What a Dissect sends, beside the files that it writes: frames of tunnels by a pair of
// addresses, frames of other families by their shard, pairs by what they share, how many packets
// pairs have, and what the capture is for the whole.
type (
	sendFrame = func(string, []byte)
	sendPair  = func(string, string)
	sendSpan  = func(Span)
)

// ProcessElement implements beam's DoFn. What is wrong with a capture is told in a table: it
// would be wrong again. An error is what may go better the next time.
func (d *Dissect) ProcessElement(ctx context.Context, c Capture, exchanges func(*[]byte) bool, tunnel, sharded, both sendFrame, share sendPair, conversation sendConversation, pair sendFrame, span sendSpan) error {
	s := &sorter{Dissect: d, tunnel: tunnel, sharded: sharded, both: both, share: share, pairs: cleartext.New(0), of: belongings{streams: !d.NoStreams}, sent: map[string]bool{}}
	failed, err := d.read(ctx, c, exchanges, s, conversation)
	faults, passing := faultsOf(failed)
	if err = errors.Join(err, passing); err != nil {
		return fmt.Errorf("%s: %w", c.Name, err)
	}
	if err := writeFaults(ctx, d.Output, c, faults); err != nil {
		return err
	}
	span(s.span)
	return s.sendPairs(c.Order, pair)
}

// faultsOf are what would be wrong with a capture the next time as well; err is all else.
func faultsOf(failed []error) (faults []*capture.Error, err error) {
	for _, fault := range failed {
		var told *capture.Error
		if errors.As(fault, &told) && told.Kind != capture.ErrRead {
			faults = append(faults, told)
		} else {
			err = errors.Join(err, fault)
		}
	}
	return faults, err
}

// read shows the packets of a capture to s, and writes those that are understood by themselves.
func (d *Dissect) read(ctx context.Context, c Capture, exchanges func(*[]byte) bool, s *sorter, conversation sendConversation) (failed []error, err error) {
	in, err := openCapture(ctx, c)
	if err != nil {
		return []error{err}, nil
	}
	defer in.Close()
	plan, err := d.Keys.plan(ctx, exchanges)
	if err != nil {
		return nil, err
	}
	if s.alone, err = newPackets(ctx, d.Output, ofCapture(c.Name), plan); err != nil {
		return nil, err
	}
	s.heads = &heads{Source: in, capture: c.Order}
	config := pipeline.Config{Source: s.heads, Registry: plan.Registry, Workers: d.Workers, Watchers: []track.Watcher{s}}
	plan.Track(&config)
	result := pipeline.Run(ctx, config)
	if err := s.alone.end(errors.Join(ctx.Err(), s.alone.err)); err != nil {
		return nil, err
	}
	failed = result.Read
	if in.holdsKeys() {
		failed = append(failed, &capture.Error{File: c.Name, Kind: capture.ErrUnsupported, Detail: "the keys in it, which are not used"})
	}
	of := func(frame uint64) (string, uint64) { return c.Name, frame }
	return failed, s.alone.send(sending{d.Shards, of, s.heads.moments, !d.NoStreams}, conversation)
}

// openCapture opens a capture as one of several.
func openCapture(ctx context.Context, c Capture) (*opened, error) {
	fs, err := filesystem.New(ctx, c.Name)
	if err != nil {
		return nil, err
	}
	f, err := fs.OpenRead(ctx, c.Name)
	if err != nil {
		return nil, errors.Join(err, fs.Close())
	}
	var in described
	if c.Label == "" {
		in, err = capture.NewReader(c.Name, f)
	} else {
		in, err = capture.NewPart(c.Name, c.Label, f)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close(), fs.Close())
	}
	return &opened{in, f.Close, fs.Close}, nil
}

// A described source has the metadata of one capture.
type described interface {
	capture.Source
	Meta() *capture.Meta
}

// An opened source closes what it reads.
type opened struct {
	described
	file, system func() error
}

// Close implements capture.Source.
func (o *opened) Close() error { return errors.Join(o.described.Close(), o.file(), o.system()) }

// holdsKeys reports whether there are keys in the capture, as far as it was read.
func (o *opened) holdsKeys() bool {
	return slices.ContainsFunc(o.Meta().Secrets, func(x capture.Secrets) bool { return x.Type == session.SecretsESP })
}

// A sorter sends frames to where they are joined. It is a track.Watcher.
type sorter struct {
	*Dissect
	heads   *heads
	alone   *packets // that are understood by themselves
	tunnel  sendFrame
	sharded sendFrame
	both    sendFrame // of translations
	share   sendPair
	of      belongings
	pairs   *cleartext.Tracker
	span    Span
	iface   string // of the frame before
	ends    []netip.Addr
	parts   []int
	sent    map[string]bool // pairs of addresses with what they share; at most maxSent
}

// Watch implements track.Watcher.
func (s *sorter) Watch(p *dissect.Packet) {
	f := s.heads.next(p)
	s.note(p, &f)
	s.pairs.Watch(p)
	if s.of.of(p); len(s.of.pairs) > 0 {
		s.tunnel(s.of.pairs[0], f.append(nil))
		s.join()
	} else {
		s.alone.Watch(p)
	}
	if announces(p) {
		b := f.append(nil)
		s.sharded(shardOf(neighbors, f.Iface, s.Shards), b)
		s.sharded(shardOf(links, "", 1), b)
	}
	if !s.NoNAT {
		s.translated(p, &f)
	}
}

// translated sends a packet that a NAT may have translated to where those are that have one
// of its ends.
func (s *sorter) translated(p *dissect.Packet, f *Frame) {
	s.ends, s.parts = nat.AppendEnds(append(s.ends[:0], s.of.fragment...), p), s.parts[:0]
	for _, end := range s.ends {
		if part := partOf(end.String(), s.Shards); !slices.Contains(s.parts, part) {
			s.parts = append(s.parts, part)
		}
	}
	if len(s.parts) == 0 {
		return
	}
	b := f.append(nil)
	for _, part := range s.parts {
		s.both(translations+"-"+number(part), b)
	}
}

// join sends what the pairs of a frame have in common: its SPIs and identities and, of several pairs,
// the frame itself.
func (s *sorter) join() {
	names := s.of.shared
	if len(s.of.pairs) > 1 {
		names = append(slices.Clone(names), "pair"+s.of.pairs[0])
	}
	for _, pair := range s.of.pairs {
		for _, name := range names {
			k := name + " " + pair
			if s.sent[k] {
				continue
			}
			if len(s.sent) == maxSent {
				clear(s.sent)
			}
			s.sent[k] = true
			s.share(name, pair)
		}
	}
}

// observed are the protocols whose packets a tracker of IKE looks at.
var observed = []*field.Proto{isakmp.Proto, inet.UDPProto, esp.Proto, esp.AHProto}

// note counts f in the span.
func (s *sorter) note(p *dissect.Packet, f *Frame) {
	s.span.Frames = f.Number
	if name := nat.LinkName(p); name != s.iface {
		if !slices.ContainsFunc(s.span.Links, func(l Link) bool { return l.Name == name }) {
			s.span.Links = append(s.span.Links, Link{name, momentOf(f)})
		}
		s.iface = name
	}
	s.span.Beside = s.span.Beside || beside(p)
	if !f.HasTime {
		return
	}
	if !s.span.Start.Known {
		s.span.Start = momentOf(f)
	}
	if !s.span.Begun.Known && slices.ContainsFunc(observed, p.Has) {
		s.span.Begun = momentOf(f)
	}
	if !s.span.End.Known || f.Time.After(s.span.End.time()) {
		s.span.End = momentOf(f)
	}
}
