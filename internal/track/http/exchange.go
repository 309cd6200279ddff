package http

import (
	"bytes"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/http"
)

// maxRequests bounds the requests of a stream that await their responses.
const maxRequests = 64

// A request is what its response will show of it.
type request struct {
	number uint64
	time   time.Time
	uri    []byte
	full   []byte
}

func (r *request) size() int { return len(r.uri) + len(r.full) }

// exchanges gives the responses of r what is known of their requests, and keeps the
// requests: a stream's responses come in the order of its requests (RFC 9112, section
// 9.3.2).
func (t *Tracker) exchanges(s *stream, p *dissect.Packet, r *reading) []http.Exchange {
	list := make([]http.Exchange, len(r.ends))
	from := uint32(0)
	for i, end := range r.ends {
		message := r.data[from:end]
		from = end
		if !bytes.HasPrefix(message, []byte("HTTP/")) {
			t.request(s, p, message)
			continue
		}
		if len(s.requests) == 0 {
			continue
		}
		q := &s.requests[0]
		list[i] = http.Exchange{Request: q.number, Since: since(q.time, p.Time), URI: q.uri, FullURI: q.full}
		if h, _ := http.ReadHead(message); h.Status/100 != 1 || h.Status == 101 {
			t.kept -= q.size()
			s.requests = s.requests[1:]
		}
	}
	return list
}

func (t *Tracker) request(s *stream, p *dissect.Packet, message []byte) {
	method, host, uri := http.Request(message)
	if string(method) == "NOTIFY" {
		return
	}
	q := request{number: p.Number, time: p.Time}
	q.uri = bytes.Clone(uri[:min(len(uri), maxLine)])
	if len(uri) <= maxLine && len(host) <= maxLine {
		q.full = http.FullURI(nil, method, host, uri)
	}
	if len(s.requests) >= maxRequests || !t.room(q.size()) {
		return
	}
	t.kept += q.size()
	s.requests = append(s.requests, q)
}

// maxLine is how much of a URI, or of a host, is kept.
const maxLine = 4096
