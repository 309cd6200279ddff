package events

import (
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/diagnose"
)

// Source is the captures that the run reads, whose frames s names.
func (s *Stream) Source(from capture.Source) capture.Source { return source{from, &s.frames} }

type source struct {
	capture.Source
	frames *diagnose.Frames
}

// Next implements capture.Source.
func (s source) Next(p *capture.Packet) error {
	err := s.Source.Next(p)
	if err == nil {
		s.frames.Note(p.Number, p.Iface.File)
	}
	return err
}

// Buffered reports whether the next packet is there without waiting.
func (s source) Buffered() bool { return capture.Buffered(s.Source) }
