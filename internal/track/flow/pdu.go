package flow

import (
	"bytes"
	"encoding/binary"

	"pktscope/dissect/inet"
)

// A pdu is a message of the application that goes on in later segments. Only
// where it ends is remembered, none of its bytes.
type pdu struct {
	until  uint32 // the sequence number behind it
	length int32  // of an HTTP body, as far as the header has told; -1: not yet
	state  pduState
}

type pduState uint8

const (
	pduNone    pduState = iota
	pduCounted          // ends at until
	pduHeader           // its header goes on
	pduChunked          // ends with an empty chunk
	pduOpen             // ends with the stream
)

// A framing reads the message that data, at sequence number seq, begins with.
// It returns the message's length within data, or leaves in p why the message
// goes on; line says that its first line tells what it is.
type framing func(p *pdu, data []byte, seq uint32) (n int, line bool)

// framingOf is how messages on a port are told apart, nil where they are not.
func framingOf(port uint16) framing {
	switch port {
	case 80, 3128, 3132, 5985, 8080, 8088, 11371:
		return http
	case 7000:
		return gryphon
	}
	return nil
}

// part says what m holds of a message that is longer than a segment.
func (s *side) part(m *inet.TCP) inet.TCPPart {
	if m.Len == 0 || len(m.Data) < m.Len || m.Flags&(inet.FlagSYN|inet.FlagRST) != 0 {
		return inet.PartNone
	}
	read := framingOf(min(m.SrcPort, m.DstPort))
	if read == nil {
		if read = framingOf(max(m.SrcPort, m.DstPort)); read == nil {
			return inet.PartNone
		}
	}
	p, data, seq := &s.pdu, m.Data, m.Seq
	switch p.state {
	case pduOpen:
		return inet.PartSegment
	case pduChunked:
		if !bytes.HasSuffix(data, lastChunk) {
			return inet.PartSegment
		}
		*p = pdu{}
		return inet.PartNone
	case pduCounted:
		left := int32(p.until - seq)
		if left > int32(len(data)) {
			return inet.PartSegment
		}
		*p = pdu{}
		if left > 0 {
			data, seq = data[left:], seq+uint32(left)
			s.messages(read, data, seq)
			return inet.PartNone // the row is that of the message that ends here
		}
	}
	whole, line := s.messages(read, data, seq)
	switch {
	case whole || p.state == pduNone:
		return inet.PartNone
	case line:
		return inet.PartFirst
	}
	return inet.PartSegment
}

// messages reads what begins in data; whole says that one ends there too.
func (s *side) messages(read framing, data []byte, seq uint32) (whole, line bool) {
	for len(data) > 0 {
		n, first := read(&s.pdu, data, seq)
		if n <= 0 || n > len(data) {
			return whole, first
		}
		whole = true
		data, seq = data[n:], seq+uint32(n)
	}
	return whole, false
}

// gryphon reads DG's Gryphon protocol: eight bytes of header hold the length
// of what follows, which fills up words.
func gryphon(p *pdu, data []byte, seq uint32) (n int, line bool) {
	const header = 8
	if len(data) < header {
		*p = pdu{state: pduHeader}
		return 0, false
	}
	n = header + (int(binary.BigEndian.Uint16(data[4:]))+3)&^3
	*p = pdu{}
	if n > len(data) {
		*p = pdu{state: pduCounted, until: seq + uint32(n)}
	}
	return n, false
}

// http reads a request or a response, RFC 9112.
func http(p *pdu, data []byte, seq uint32) (n int, line bool) {
	going := p.state == pduHeader
	if !going {
		*p = pdu{length: -1}
		if !startsHTTP(data) {
			return 0, false
		}
	}
	header := data
	end := bytes.Index(data, []byte("\r\n\r\n"))
	if end >= 0 {
		header = data[:end]
	}
	if length, ok := contentLength(header); ok {
		p.length = length
	}
	if end < 0 {
		p.state = pduHeader
		return 0, !going && bytes.IndexByte(data, '\n') > 0
	}
	end += len("\r\n\r\n")
	length := p.length
	*p = pdu{}
	if length < 0 {
		return httpBody(p, data, header, end)
	}
	n = end + int(length)
	if n > len(data) {
		*p = pdu{state: pduCounted, until: seq + uint32(n)}
	}
	return n, !going
}

func startsHTTP(data []byte) bool {
	for _, s := range [...]string{"HTTP/1.", "GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "OPTIONS ", "CONNECT ", "PATCH "} {
		if len(data) >= len(s) && string(data[:len(s)]) == s {
			return true
		}
	}
	return false
}

// contentLength finds the field of that name, RFC 9110 section 8.6.
func contentLength(header []byte) (int32, bool) {
	v, ok := headerField(header, "\r\ncontent-length:")
	if !ok {
		return 0, false
	}
	n := int32(0)
	for _, c := range bytes.TrimSpace(v) {
		if c < '0' || c > '9' || n > 1<<27 {
			return 0, false
		}
		n = n*10 + int32(c-'0')
	}
	return n, true
}

// lastChunk ends a chunked body, RFC 9112 section 7.1.
var lastChunk = []byte("0\r\n\r\n")

// httpBody tells where a body without a length ends: RFC 9112, section 6.3.
// Behind a request, and behind some responses, there is none.
func httpBody(p *pdu, data, header []byte, end int) (n int, line bool) {
	switch _, chunked := headerField(header, "\r\ntransfer-encoding:"); {
	case chunked && !bytes.HasSuffix(data, lastChunk):
		p.state = pduChunked
		return 0, true
	case chunked:
		return len(data), false
	case bytes.HasPrefix(data, []byte("HTTP/1.")) && !bodiless(data):
		p.state = pduOpen
		return 0, true
	}
	return end, false
}

// bodiless reports whether responses of data's status have no body.
func bodiless(data []byte) bool {
	const at = len("HTTP/1.1 ")
	if len(data) < at+3 {
		return false
	}
	status := string(data[at : at+3])
	return status[0] == '1' || status == "204" || status == "304"
}

// headerField returns the rest of the line that name, in small letters with
// the line's start and its colon, begins.
func headerField(header []byte, name string) ([]byte, bool) {
	for rest := header; ; {
		i := bytes.IndexByte(rest, '\r')
		if i < 0 || len(rest)-i < len(name) {
			return nil, false
		}
		rest = rest[i:]
		if sameFold(rest[:len(name)], name) {
			v := rest[len(name):]
			if end := bytes.IndexByte(v, '\r'); end >= 0 {
				v = v[:end]
			}
			return v, true
		}
		rest = rest[1:]
	}
}

func sameFold(b []byte, lower string) bool {
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}
