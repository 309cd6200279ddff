package capture

import (
	"io"
	"sync/atomic"
)

// A Sequence reads several captures one after the other as one Source: frame numbers
// and interface IDs count on. An error in one file is returned in its place, and the
// next call of Next continues with the next file.
type Sequence struct {
	names []string
	files []opened // in order; nil once read
	next  int      // the file that comes after the current one
	cur   *Reader
	buf   []byte // goes from one Reader to the next
	opts  Options
	metas []*Meta
	size  int64 // of all files, -1 if one has none
	read  atomic.Int64
}

// OpenSequence opens all files: a missing one is an error before any is read, and
// none has to be opened later, in the sandbox. A file is read when its turn comes.
func OpenSequence(names []string, opts Options) (*Sequence, error) {
	files, err := openAll(names)
	if err != nil {
		return nil, err
	}
	return newSequence(names, files, opts), nil
}

func newSequence(names []string, files []opened, opts Options) *Sequence {
	return &Sequence{names: names, files: files, opts: opts, size: sizeOf(files)}
}

// Next overwrites p with the next packet of the current file, or of the next
// one. See Source for errors.
func (s *Sequence) Next(p *Packet) error {
	for {
		if s.cur == nil {
			if err := s.open(); err != nil {
				return err
			}
		}
		err := s.cur.Next(p)
		if err != io.EOF {
			return err
		}
		if err := s.finish(); err != nil {
			return err
		}
	}
}

// open starts on the next file.
func (s *Sequence) open() error {
	if s.next == len(s.files) {
		return io.EOF
	}
	i := s.next
	s.next++
	f := s.files[i]
	s.files[i] = nil
	r, err := newReader(s.names[i], f, s.opts, s.buf, &s.read)
	if err != nil {
		_ = f.Close()
		return err
	}
	r.file = f
	s.cur = r
	s.metas = append(s.metas, r.Meta())
	return nil
}

// finish lets go of the current file and counts what it had.
func (s *Sequence) finish() error {
	r := s.cur
	s.cur = nil
	s.opts = Options{Packets: r.number, Interfaces: r.nIface}
	s.buf = r.in.buf
	return r.Close()
}

// Close lets go of all files.
func (s *Sequence) Close() error {
	var first error
	if s.cur != nil {
		first = s.cur.Close()
		s.cur = nil
	}
	for _, f := range s.files[min(s.next, len(s.files)):] {
		if err := f.Close(); err != nil && first == nil {
			first = err
		}
	}
	s.next = len(s.files)
	return first
}

// Metas implements Described, with one Meta for each file begun.
func (s *Sequence) Metas() []*Meta { return s.metas }

// Progress returns how many bytes of the files were read and how many they
// have, -1 if that is unknown. Any goroutine may call it.
func (s *Sequence) Progress() (read, size int64) { return s.read.Load(), s.size }
