package http

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/http"
	"github.com/pktscope/pktscope/dissect/inet"
)

// A message is a request or a response that has begun. Its bytes are read once, in
// order; of a line that continues in the next segment, the start is kept.
type message struct {
	left    uint64              // bytes of the body, or of the chunk
	length  uint64              // Content-Length
	kept    []byte              // its first bytes, which are never changed
	lost    uint64              // bytes of the body that are not in kept
	headLen int                 // of start line and fields, once they are whole
	parts   []inet.FragmentFact // the segments that kept came in, where fields are read
	seen    int                 // bytes of start line and fields so far
	cut     [lineCap]byte
	cutLen  uint8 // of the line that continues in the next segment
	state   state
	request bool
	wrong   bool // it has turned out to be none
	given   bool // it was given up: nothing is kept
	status  status
	sized   bool // length is known
	chunked bool
}

// lineCap is how much of a line is kept: enough for
// "Transfer-Encoding: gzip, chunked".
const lineCap = 48

// A state is the next part of a message.
type state uint8

const (
	idle      state = iota
	startLine       // RFC 9112, section 2.1
	fieldLine       // section 5
	counted         // a body of known length, section 6.2
	untilFIN        // a body that ends with the stream, section 6.3
	chunkSize       // section 7.1
	chunkData
	chunkEnd // the line end behind the data
	trailer  // section 7.1.2
)

// open reports whether the message has begun and not ended.
func (p *message) open() bool { return p.state != idle }

// read reads what data holds of the message and returns how much that is. looked
// reports that not all of it was known to be body. s keeps what the message means
// for later ones.
func (p *message) read(data []byte, s *stream) (n int, looked bool) {
	for n < len(data) && p.open() {
		switch p.state {
		case untilFIN:
			return len(data), looked
		case counted, chunkData:
			looked = looked || p.state == chunkData
			took := min(p.left, uint64(len(data)-n))
			p.left -= took
			n += int(took)
			if p.left > 0 {
				return n, looked
			}
			if p.state == counted {
				p.state = idle
			} else {
				p.state = chunkEnd
			}
		default:
			line, took, ok := p.takeLine(data[n:])
			n += took
			if looked = true; p.headLen == 0 {
				p.seen += took
			}
			if ok {
				p.readLine(line, s)
			}
		}
	}
	return n, looked
}

// takeLine returns the next line without its end, once that is captured. Of a long
// line that continues in the next segment, only the start is returned.
func (p *message) takeLine(data []byte) (line []byte, n int, ok bool) {
	n = bytes.IndexByte(data, '\n') + 1
	switch {
	case n == 0:
		p.cutLen += uint8(copy(p.cut[p.cutLen:], data))
		return nil, len(data), false
	case p.cutLen > 0:
		p.cutLen += uint8(copy(p.cut[p.cutLen:], data[:n-1]))
		line = p.cut[:p.cutLen]
		p.cutLen = 0
	default:
		line = data[:n-1]
	}
	return bytes.TrimSuffix(line, []byte("\r")), n, true
}

// readLine goes on behind a line.
func (p *message) readLine(line []byte, s *stream) {
	switch p.state {
	case startLine:
		p.readStart(line, s)
	case fieldLine:
		if len(line) > 0 {
			p.readField(line)
		} else {
			p.readBody(s)
		}
	case chunkSize:
		size, ok := http.ChunkSize(line)
		switch {
		case !ok:
			p.state = idle // its end is not known
		case size == 0:
			p.state = trailer
		default:
			p.left, p.state = size, chunkData
		}
	case chunkEnd:
		p.state = chunkSize
	case trailer:
		if len(line) == 0 {
			p.state = idle
		}
	}
}

// readBody decides how the body ends, RFC 9112 section 6.3.
func (p *message) readBody(s *stream) {
	p.headLen = p.seen
	switch {
	case p.request && s.last == methodRPC, !p.request && p.bodiless(s):
		p.state = idle
	case p.chunked:
		p.state = chunkSize
	case p.sized && p.length > 0:
		p.left, p.state = p.length, counted
	case p.sized || p.request:
		p.state = idle
	default:
		p.state = untilFIN
	}
}

// bodiless reports whether the response has no body, whatever its fields say.
func (p *message) bodiless(s *stream) bool {
	switch {
	case p.status == 101, s.last == methodConnect && p.status/100 == 2:
		s.tunnel = true
		return true
	}
	return s.last == methodHead || p.status/100 == 1 || p.status == 204 || p.status == 304
}
