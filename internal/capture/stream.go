package capture

import "io"

const (
	streamBuffer = 256 << 10 // stays in a core's cache, and needs few system calls
	rawBuffer    = 64 << 10  // what a decompressor reads from
)

// A stream is buffered input that returns slices of its own buffer and knows its
// offset in the input. It waits for no more bytes than requested, so that packets of
// a live pipe are returned as they arrive.
type stream struct {
	r    io.Reader
	buf  []byte
	pos  int // next byte to hand out
	end  int // end of what was read
	base int64
	err  error // that ended the input, returned when the buffer is used up
}

// reset makes the stream read from r, keeping its buffer.
func (s *stream) reset(r io.Reader, size int) {
	buf := s.buf
	if len(buf) != size {
		buf = make([]byte, size)
	}
	*s = stream{r: r, buf: buf}
}

// offset returns the position of the next byte in the input.
func (s *stream) offset() int64 { return s.base + int64(s.pos) }

// buffered returns what can be had without reading.
func (s *stream) buffered() []byte { return s.buf[s.pos:s.end] }

// peek returns the next n bytes; fewer where the input ends. They are valid
// until the next call.
func (s *stream) peek(n int) []byte {
	if s.end-s.pos >= n {
		return s.buf[s.pos : s.pos+n]
	}
	return s.fill(n)
}

// advance steps over n bytes that peek has returned.
func (s *stream) advance(n int) { s.pos += n }

// fill reads until n bytes are there. The buffer grows by what arrives, not by
// what a length field promises.
func (s *stream) fill(n int) []byte {
	for s.end-s.pos < n && s.err == nil {
		if s.pos > 0 {
			s.base += int64(s.pos)
			s.end = copy(s.buf, s.buf[s.pos:s.end])
			s.pos = 0
		}
		if s.end == len(s.buf) {
			grown := make([]byte, 2*len(s.buf))
			copy(grown, s.buf)
			s.buf = grown
		}
		s.read()
	}
	return s.buf[s.pos:min(s.pos+n, s.end)]
}

// read appends what one read gives.
func (s *stream) read() {
	const patience = 100
	for range patience {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		if err != nil {
			s.err = err
		}
		if n > 0 || err != nil {
			return
		}
	}
	s.err = io.ErrNoProgress
}

// skip steps over n bytes without keeping them; it returns how many there were.
func (s *stream) skip(n int64) int64 {
	var done int64
	for done < n {
		if s.pos == s.end && len(s.fill(1)) == 0 {
			break
		}
		k := min(n-done, int64(s.end-s.pos))
		s.pos += int(k)
		done += k
	}
	return done
}

// Read makes a stream the input of a decompressor.
func (s *stream) Read(p []byte) (int, error) {
	if s.pos == s.end && len(s.fill(1)) == 0 {
		return 0, s.err
	}
	n := copy(p, s.buf[s.pos:s.end])
	s.pos += n
	return n, nil
}

// ReadByte makes the stream an io.ByteReader, so that decompressors do not buffer and
// read ahead of the offset in errors.
func (s *stream) ReadByte() (byte, error) {
	if s.pos == s.end && len(s.fill(1)) == 0 {
		return 0, s.err
	}
	c := s.buf[s.pos]
	s.pos++
	return c, nil
}
