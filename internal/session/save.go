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
		if err := notAnInput(s.env, o.Save.Name, slices.Concat(o.Files, o.KeyFiles, o.Services)); err != nil {
			return err
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

// notAnInput keeps a file that is read, a capture or keys, from being
// overwritten.
func notAnInput(e *Env, name string, inputs []string) error {
	out, err := os.Stat(name)
	if err != nil || !out.Mode().IsRegular() {
		return nil
	}
	for _, in := range inputs {
		st, err := os.Stat(in)
		if stdin, ok := e.In.(*os.File); ok && in == stdinName {
			st, err = stdin.Stat()
		}
		if err == nil && os.SameFile(st, out) {
			return fmt.Errorf("%s: cannot be written: it is being read", name)
		}
	}
	return nil
}
