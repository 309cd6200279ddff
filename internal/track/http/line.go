package http

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/http"
)

// A method is distinguished where it changes the form of its response.
type method uint8

const (
	methodOther method = iota
	methodHead
	methodConnect
	methodRPC // RPC over HTTP: its Content-Length is of calls that follow
)

// A status is the code of a response, 0 where it cannot be read.
type status uint16

// methods are those that begin a request, RFC 9110 section 9.3 and RFC
// 5789, WebDAV's of RFC 4918 and 3253, and those of UPnP.
var methods = [...]string{
	"GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE", "PATCH",
	"PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "REPORT", "SEARCH",
	"NOTIFY", "M-SEARCH", "SUBSCRIBE", "UNSUBSCRIBE", "RPC_IN_DATA", "RPC_OUT_DATA",
}

// startsMessage reports whether data can be the start of a message.
func startsMessage(data []byte) bool {
	if bytes.HasPrefix(data, []byte("HTTP/")) {
		return true
	}
	if len(data) == 0 || data[0] < 'A' || data[0] > 'Z' {
		return false
	}
	for _, m := range methods {
		if len(data) > len(m) && data[len(m)] == ' ' && string(data[:len(m)]) == m {
			return true
		}
	}
	return false
}

// couldStart reports whether data, which has no end of a line, can be the beginning of
// a start line.
func couldStart(data []byte) bool {
	const version = "HTTP/"
	n := min(len(data), len(version))
	if string(data[:n]) == version[:n] || startsMessage(data) {
		return true
	}
	for _, m := range methods {
		if len(data) <= len(m) && string(data) == m[:len(data)] {
			return true
		}
	}
	return false
}

// looksLikeHTTP reports whether data starts a message whatever its port: its
// first line begins or ends with the version.
func looksLikeHTTP(data []byte) bool {
	const version = "HTTP/1."
	if len(data) == 0 || data[0] < 'A' || data[0] > 'Z' {
		return false
	}
	end := bytes.IndexByte(data, '\n')
	if end < 0 {
		return false
	}
	line := bytes.TrimSuffix(data[:end], []byte("\r"))
	if len(line) <= len("HTTP/1.1") {
		return false
	}
	return bytes.HasPrefix(line, []byte(version)) || bytes.HasPrefix(line[len(line)-len("HTTP/1.1"):], []byte(version))
}

// begin starts the message that data begins with, if there is one.
func (p *message) begin(data []byte, s *stream) bool {
	whole := bytes.IndexByte(data, '\n') >= 0
	switch {
	case len(data) == 0, data[0] < ' ', data[0] > '~', whole && !startsMessage(data), !whole && s.spoken && !couldStart(data):
		return false
	}
	*p = message{state: startLine}
	return true
}

// readStart reads a request line or a status line.
func (p *message) readStart(line []byte, s *stream) {
	if !startsMessage(line) {
		p.state, p.wrong = idle, true
		return
	}
	p.state = fieldLine
	if rest, ok := bytes.CutPrefix(line, []byte("HTTP/")); ok {
		_, code, _ := bytes.Cut(rest, []byte(" "))
		n, _ := http.StatusCode(code)
		p.status = status(n)
		return
	}
	p.request = true
	switch s.last = methodOther; {
	case bytes.HasPrefix(line, []byte("RPC_")):
		s.last = methodRPC
	case bytes.HasPrefix(line, []byte("HEAD ")):
		s.last = methodHead
	case bytes.HasPrefix(line, []byte("CONNECT ")):
		s.last = methodConnect
	}
}

// readField reads a field line that decides where the body ends.
func (p *message) readField(line []byte) {
	switch line[0] | 0x20 {
	case 'c':
		if v, ok := http.CutField(line, "content-length:"); ok {
			p.length, p.sized = http.Decimal(v)
		}
	case 't':
		if v, ok := http.CutField(line, "transfer-encoding:"); ok && http.EndsChunked(v) {
			p.chunked = true
		}
	}
}
