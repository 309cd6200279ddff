package session

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/pktscope/pktscope/internal/capture"
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
