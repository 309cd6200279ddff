package capture

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// ErrSaved ends a run: all that was to be saved is saved.
var ErrSaved = errors.New("enough was saved")

// SaveOptions are the file, the format and the limits of saving.
type SaveOptions struct {
	Name        string    // of the file, "-" for Out
	Out         io.Writer // standard output
	File        *os.File  // Name, which is open and empty, and stays open; nil: it is made
	Format      string    // one of SaveFormats; "": pcapng
	Compression string    // one of Compressions; "": as Name ends
	Application string    // shb_userappl, for a section without it
	Source      Described // where the packets come from
	Live        bool      // the clock is the wall's and not the packets'
	Prompt      bool      // write each packet at once
	Ring        Ring
	Stop        Ring   // autostop
	Ended       func() // called by a timer that ends the saving, while no packet arrives; may be nil
}

const (
	flushTime  = 500 * time.Millisecond // how much of a capture a crash may cost
	promptTime = 20 * time.Millisecond
)

// A Saver writes packets to a file, or to one after another. Save and Gather
// may be called by two goroutines at once; Close when both are done.
type Saver struct {
	opts    SaveOptions
	mu      sync.Mutex // over all below
	encoder encoder
	file    *saveFile // nil before the first packet of a ring
	files   files
	begun   bool // the file's head is there
	count   uint64
	omitted uint64
	last    time.Time // of the last packet
	err     error     // of a timer, returned by the next call
	flusher *time.Timer
	armed   bool // the flusher will run
	closed  bool
}

// An encoder is a format in which packets are saved.
type encoder interface {
	// begin starts a file. first is an interface of the capture, or nil.
	begin(f *saveFile, first *Interface)
	// gather writes the metadata that is new since the previous call.
	gather(f *saveFile, metas []*Meta)
	// packet reports whether it wrote p, or another block that has a frame number.
	packet(f *saveFile, p *Packet) (written bool, err error)
	// end writes the end of a file; stats are of a live capture.
	end(f *saveFile, stats []Stats)
}

// SaveFormats names the formats that NewSaver knows; nsecpcap is pcap in nanoseconds.
var SaveFormats = []string{"pcapng", "pcap", "nsecpcap"}

// NewSaver creates the file. Files of a ring are named by the packets' clock, so that the
// first is created with the first packet; live, it is the wall's clock, and now.
func NewSaver(o SaveOptions) (*Saver, error) {
	s := &Saver{opts: o}
	switch o.Format {
	case "", "pcapng":
		s.encoder = &pcapngWriter{application: o.Application, ids: map[*Interface]int{}}
	case "pcap":
		s.encoder = &pcapWriter{}
	case "nsecpcap":
		s.encoder = &pcapWriter{nano: true}
	default:
		return nil, fmt.Errorf("there is no capture format %q to write; there are %s", o.Format, strings.Join(SaveFormats, ", "))
	}
	s.files = files{name: o.Name, ring: o.Ring, stop: o.Stop}
	s.mu.Lock()
	defer s.mu.Unlock()
	if o.Ring.Changes() && !o.Live {
		if _, err := os.Stat(filepath.Dir(o.Name)); err != nil {
			return nil, &Error{File: o.Name, Kind: ErrCreate, Err: Bare(err)}
		}
		return s, nil
	}
	if err := s.open(s.now()); err != nil {
		return nil, err
	}
	if o.Live {
		// An interface may be silent for long: what is on the disk is a
		// capture all the same.
		s.gather()
		s.begin(o.Source.Metas()[0].Interfaces[0])
		if err := s.file.flush(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// now returns the clock by which files are changed.
func (s *Saver) now() time.Time {
	if s.opts.Live || s.last.IsZero() {
		return time.Now()
	}
	return s.last
}

// Gather writes new metadata of the source, which must not be read meanwhile.
func (s *Saver) Gather() {
	if s.opts.Source == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gather()
}

func (s *Saver) gather() {
	if metas := s.opts.Source.Metas(); len(metas) > 0 {
		s.encoder.gather(s.file, metas)
		if s.file != nil {
			s.arm()
		}
	}
}

// begin writes the file's head unless it is there.
func (s *Saver) begin(first *Interface) {
	if !s.begun {
		s.begun = true
		s.encoder.begin(s.file, first)
	}
}

// Save writes a packet. It returns ErrSaved with the last one that is wanted.
func (s *Saver) Save(p *Packet) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	if p.HasTime {
		s.last = p.Time
	}
	if s.file == nil {
		if err := s.open(s.now()); err != nil {
			return err
		}
	}
	if !s.opts.Live && s.files.due(s.now()) {
		if err := s.change(s.now()); err != nil {
			return err
		}
	}
	if p.Link != LinkNone {
		s.begin(p.Iface)
	}
	written, err := s.encoder.packet(s.file, p)
	if err != nil {
		return err
	}
	if !written {
		s.omitted++
		return nil
	}
	s.count++
	s.files.packets++
	s.file.markPacket()
	if s.file.full() {
		if err := s.file.flush(); err != nil {
			return err
		}
	}
	s.arm()
	if s.files.filled(s.file.length()) {
		return s.change(s.now())
	}
	return nil
}

// arm sees to it that what is buffered is written soon.
func (s *Saver) arm() {
	if s.armed || s.closed {
		return
	}
	s.armed = true
	wait := flushTime
	if s.opts.Prompt {
		wait = promptTime
	}
	if s.flusher == nil {
		s.flusher = time.AfterFunc(wait, s.tick)
		return
	}
	s.flusher.Reset(wait)
}

func (s *Saver) tick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.armed = false
	if !s.closed && s.err == nil {
		s.fail(s.file.flush())
	}
}

// fail keeps what a timer has found for the next call.
func (s *Saver) fail(err error) {
	s.err = err
	if err != nil && s.opts.Ended != nil {
		s.opts.Ended()
	}
}

// open makes the next file.
func (s *Saver) open(now time.Time) error {
	name, err := s.files.next(now)
	if err != nil {
		return err
	}
	if s.opts.File != nil {
		s.file, err = intoFile(s.opts.File, name, s.opts.Compression)
	} else {
		s.file, err = createFile(name, s.opts.Out, s.opts.Compression)
	}
	s.begun = false
	if err == nil && s.opts.Live {
		s.files.alarm(now, s.alarm)
	}
	return err
}

// alarm is called when a file's time is over.
func (s *Saver) alarm() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed && s.err == nil && s.files.due(time.Now()) {
		s.fail(s.change(time.Now()))
	}
}

// change finishes a file and starts the next, or ends the saving.
func (s *Saver) change(now time.Time) error {
	if s.files.last() {
		return ErrSaved
	}
	if err := s.finish(nil); err != nil {
		return err
	}
	if err := s.open(now); err != nil {
		return err
	}
	s.begin(nil)
	return nil
}

// finish writes the end of a file and closes it.
func (s *Saver) finish(stats []Stats) error {
	if s.file == nil {
		if err := s.open(s.now()); err != nil {
			return err
		}
	}
	s.begin(s.first())
	s.encoder.end(s.file, stats)
	err := s.file.flush()
	if e := s.file.close(); err == nil {
		err = e
	}
	return err
}

// first returns an interface of the capture, if it has one.
func (s *Saver) first() *Interface {
	if s.opts.Source != nil {
		for _, m := range s.opts.Source.Metas() {
			if len(m.Interfaces) > 0 {
				return m.Interfaces[0]
			}
		}
	}
	return nil
}

// Close finishes the file; stats are the counts of a live capture, by
// interface.
func (s *Saver) Close(stats []Stats) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	s.files.quiet()
	if s.flusher != nil {
		s.flusher.Stop()
	}
	if s.opts.Source != nil {
		s.gather()
	}
	switch {
	case s.err == nil, s.err == ErrSaved:
		return s.finish(stats)
	}
	_ = s.file.close()
	return s.err
}

// Count returns how many packets were saved, or will be when the file is flushed; not
// those that could not be written.
func (s *Saver) Count() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		return 0
	}
	return s.count - s.file.lost
}

// Omitted returns how many blocks that are no packets were left out: pcap has none, and
// custom blocks of pcapng may not be for copying.
func (s *Saver) Omitted() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.omitted
}
