package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/pipeline"
)

// save makes the file that packets are saved in.
func (s *Session) save() (err error) {
	o := &s.plan.Options
	if o.Save.Name == "" {
		return nil
	}
	if o.Save.Name == "-" && Terminal(s.env.Out) != nil {
		return errors.New("-w -: will not write a capture to a terminal")
	}
	if o.Save.Name != "-" {
		out, err := os.Stat(o.Save.Name)
		if err == nil && s.isInput(out) {
			return fmt.Errorf("%s: cannot be written: it is being read", o.Save.Name)
		}
	}
	if o.Save.Packets == Later {
		s.output, err = os.OpenFile(o.Save.Name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
		return err
	}
	to := capture.SaveOptions{
		Name: o.Save.Name, Out: s.env.Out, Format: o.Save.Format, Compression: o.Save.Compression, Application: o.Save.Application,
		Source: s.in.metas, Live: s.in.live != nil, Prompt: o.Save.Name == "-", Ring: o.Save.Ring, Stop: o.Stop,
	}
	if s.in.live != nil {
		to.Ended = s.in.live.Stop
	}
	switch o.Save.Packets {
	case ByOthers:
		to.Source = nil
	case WithKeys:
		s.embedded = &capture.Meta{}
		to.Source = preceded{s.embedded, s.in.metas}
	}
	s.saver, err = capture.NewSaver(to)
	return err
}

// SaveAgain saves packets in the file of Options.Save, in place of what was saved there before,
// as far as passes returns true for their numbers, up to limit, 0 for no limit. It returns
// how many were saved, and counts them in saved meanwhile, which may be nil.
func (s *Session) SaveAgain(ctx context.Context, passes func(number uint64) bool, limit uint64, saved *atomic.Uint64) (uint64, error) {
	if s.output == nil {
		return 0, errors.New("no file to save packets in: name one with -w")
	}
	if err := emptied(s.output); err != nil {
		return 0, err
	}
	in, err := s.readAgain()
	if err != nil {
		return 0, err
	}
	o := &s.plan.Options.Save
	saver, err := capture.NewSaver(capture.SaveOptions{
		Name: o.Name, File: s.output, Format: o.Format, Compression: o.Compression, Application: o.Application, Source: in.metas,
	})
	if err != nil {
		return 0, err
	}
	result := pipeline.Run(ctx, pipeline.Config{Source: chosen{in.source, passes, least(limit, s.limit())}, Registry: s.plan.Registry, Save: saver, Packets: saved})
	err = errors.Join(ctx.Err(), result.Write, saver.Close(nil))
	return saver.Count(), err
}

// least is the least of limits, of which 0 is none.
func least(a, b uint64) uint64 {
	if a == 0 || b > 0 && b < a {
		return b
	}
	return a
}

// emptied makes a file empty, to be written from its beginning.
func emptied(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.Seek(0, io.SeekStart)
	return err
}

// keepLive keeps the packets of the interfaces, and saves them if they are to be saved, as
// fast as they come: neither waits for what reads them.
func (s *Session) keepLive() *capture.Files {
	live := s.in.live
	live.SaveOnly()
	return capture.KeepLive(strings.Join(s.plan.Options.Live.Interfaces, ","), func(w io.Writer) error {
		keep, err := capture.NewSaver(capture.SaveOptions{Name: "-", Out: w, Application: s.plan.Options.Save.Application, Source: live, Live: true, Prompt: true})
		if err != nil {
			return err
		}
		sinks := both{keep}
		if s.saver != nil {
			sinks = append(sinks, s.saver)
		}
		result := pipeline.Run(context.Background(), pipeline.Config{Source: live, Registry: s.plan.Registry, Save: sinks, Count: s.limit()})
		return errors.Join(append(result.Read, result.Write, keep.Close(nil))...)
	})
}

// both are sinks of the same packets.
type both []pipeline.Sink

// Gather implements pipeline.Sink.
func (b both) Gather() {
	for _, s := range b {
		s.Gather()
	}
}

// Save implements pipeline.Sink.
func (b both) Save(p *capture.Packet) error {
	for _, s := range b {
		if err := s.Save(p); err != nil {
			return err
		}
	}
	return nil
}

// chosen are some of the packets of a source.
type chosen struct {
	capture.Source
	passes func(number uint64) bool
	limit  uint64 // the number of the last packet, 0: all
}

// Next implements capture.Source.
func (c chosen) Next(p *capture.Packet) error {
	for {
		err := c.Source.Next(p)
		switch {
		case err == nil && c.limit > 0 && p.Number > c.limit:
			return io.EOF
		case err != nil || c.passes(p.Number):
			return err
		}
	}
}

// preceded is the metadata of captures behind other metadata.
type preceded struct {
	first *capture.Meta
	capture.Described
}

// Metas implements capture.Described.
func (p preceded) Metas() []*capture.Meta {
	return append([]*capture.Meta{p.first}, p.Described.Metas()...)
}

// freeOutput refuses to write on standard output where that is a file that is read: what
// is appended to it would be read in turn, without an end.
func (s *Session) freeOutput() error {
	stdout, ok := s.env.Out.(*os.File)
	if !ok {
		return nil
	}
	if out, err := stdout.Stat(); err == nil && s.isInput(out) {
		return errors.New("standard output cannot be written: it is a file that is being read")
	}
	return nil
}

// isInput reports whether an output is a file that is read, a capture or keys.
func (s *Session) isInput(out os.FileInfo) bool {
	if !out.Mode().IsRegular() {
		return false
	}
	o := &s.plan.Options
	return slices.ContainsFunc(slices.Concat(o.Files, o.KeyFiles, o.Services), func(in string) bool {
		st, err := os.Stat(in)
		if stdin, ok := s.env.In.(*os.File); ok && in == stdinName {
			st, err = stdin.Stat()
		}
		return err == nil && os.SameFile(st, out)
	})
}
