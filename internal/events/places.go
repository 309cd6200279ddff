package events

import (
	"sync"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/diagnose"
)

// places are the captures of frames, noted as they are read and asked for later.
type places struct {
	mu     sync.Mutex
	frames diagnose.Frames
}

func (p *places) note(number uint64, file string) {
	p.mu.Lock()
	p.frames.Note(number, file)
	p.mu.Unlock()
}

func (p *places) place(frame uint64) (file string, number uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.frames.Place(frame)
}

// Source is the captures that the run reads, whose frames s names.
func (s *Stream) Source(from capture.Source) capture.Source { return source{from, &s.places} }

type source struct {
	capture.Source
	places *places
}

// Next implements capture.Source.
func (s source) Next(p *capture.Packet) error {
	err := s.Source.Next(p)
	if err == nil {
		s.places.note(p.Number, p.Iface.File)
	}
	return err
}

// Buffered reports whether the next packet is there without waiting.
func (s source) Buffered() bool { return capture.Buffered(s.Source) }
