package fleet

import (
	"bytes"
	"context"
	"io"

	"github.com/lanrat/extsort"

	"github.com/pktscope/pktscope/internal/capture"
)

// chunk is how many frames are in memory at most; what is beyond waits on disk.
const chunk = 1 << 16

// sorted are the frames of a shard in the order of one run, each once: an engine may have
// sent some twice. The error comes behind the last frame.
func sorted(ctx context.Context, frames func(*[]byte) bool) (<-chan Frame, <-chan error) {
	in := make(chan Frame, 64)
	config := extsort.DefaultConfig()
	config.ChunkSize, config.NumWorkers = chunk, 1
	sorter, out, failed := extsort.Generic(in, parseFrame,
		func(f Frame) ([]byte, error) { return f.append(nil), nil },
		func(a, b Frame) int {
			if order := a.compare(&b); order != 0 {
				return order
			}
			return bytes.Compare(a.Data, b.Data)
		}, config)
	go sorter.Sort(ctx)
	go func() {
		defer close(in)
		var b []byte
		for frames(&b) {
			f, err := parseFrame(b)
			if err != nil {
				f = Frame{Capture: -1}
			}
			select {
			case in <- f:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out, failed
}

// A shard is a capture.Source of sorted frames.
type shard struct {
	frames <-chan Frame
	failed <-chan error
	places *places
	ifaces map[iface]*capture.Interface
	last   Frame
	begun  bool
}

// newShard sorts frames, which are numbered in at.
func newShard(ctx context.Context, frames func(*[]byte) bool, at *places) *shard {
	s := &shard{places: at, ifaces: map[iface]*capture.Interface{}}
	s.frames, s.failed = sorted(ctx, frames)
	return s
}

// An iface is what tells an interface apart.
type iface struct {
	name   string
	of     int // the capture
	link   capture.LinkType
	digits int
	fcs    int // 0: frames have no check sequence, unless they say so; -1: unknown
}

// Next implements capture.Source.
func (s *shard) Next(p *capture.Packet) error {
	for f := range s.frames {
		if f.Capture < 0 {
			return errFrame
		}
		if s.begun && f.Capture == s.last.Capture && f.Number == s.last.Number {
			continue
		}
		s.last, s.begun = f, true
		*p = capture.Packet{
			Number: s.places.add(&f), InFile: f.Number, Time: f.Time, HasTime: f.HasTime, Data: f.Data, WireLen: f.Wire,
			Link: f.Link, Iface: s.iface(&f), Flags: flagsOf(&f),
		}
		return nil
	}
	if err := <-s.failed; err != nil {
		return err
	}
	return io.EOF
}

// flagsOf are the flags of a packet in pcapng: bits 0 and 1 its direction, 5 to 8 the length
// of its check sequence.
func flagsOf(f *Frame) (flags uint32) {
	const inbound, outbound, fcs = 1, 2, 5
	flags = inbound
	if f.Outbound {
		flags = outbound
	}
	if f.FCS > 0 {
		flags |= uint32(f.FCS) << fcs
	}
	return flags
}

// iface is the interface of f, the same for all its frames.
func (s *shard) iface(f *Frame) *capture.Interface {
	k := iface{f.Iface, f.Capture, f.Link, f.Digits, min(f.FCS, 0)}
	i := s.ifaces[k]
	if i == nil {
		i = &capture.Interface{ID: len(s.ifaces), File: s.places.name(f.Capture), Name: f.Iface, Link: f.Link, Digits: f.Digits, FCSLen: k.fcs}
		s.ifaces[k] = i
	}
	return i
}

// Close implements capture.Source.
func (s *shard) Close() error { return nil }
