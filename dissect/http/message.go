package http

import "bytes"

// A message is a request or a response: where in Data it starts, where its body does,
// and where it ends.
type message struct {
	start, body, end int
	head             Head
	media            media
}

// A Head is what the fields of a message say about its end, RFC 9112 section 6.3, and
// the format of its body, RFC 9110 section 8. It aliases the message.
type Head struct {
	Len      int    // of start line and fields, with the empty line
	Length   uint64 // Content-Length
	Sized    bool   // Length was given
	Chunked  bool
	Response bool
	Status   int    // of a response
	Type     []byte // Content-Type
	Coding   []byte // Content-Encoding
}

// find finds the messages.
func (p *Packet) find() {
	at := 0
	for i := 0; ; i++ {
		m, ok := p.message(i, at)
		if !ok {
			return
		}
		m.media = p.mediaOf(&m)
		p.messages = append(p.messages, m)
		at = m.end
	}
}

// message finds the i-th message, which starts at byte at. ok is false where it goes on
// behind Data, unless the capture cut it there.
func (p *Packet) message(i, at int) (m message, ok bool) {
	m.start = at
	data := p.Data[at:]
	if p.Facts.Ends != nil {
		if i >= len(p.Facts.Ends) || int(p.Facts.Ends[i]) > len(p.Data) {
			return m, false
		}
		m.end = int(p.Facts.Ends[i])
		data = p.Data[at:m.end]
		m.body = m.end
		var whole bool
		if m.head, whole = ReadHead(data); whole {
			m.body = at + m.head.Len
		}
		return m, m.end > at
	}
	if !StartsLine(data) {
		return m, false
	}
	var whole bool
	if m.head, whole = ReadHead(data); !whole {
		m.body, m.end = len(p.Data), len(p.Data)
		return m, p.cut
	}
	m.body = at + m.head.Len
	n, whole := m.head.bodyLen(p.Data[m.body:])
	if !whole {
		n = len(p.Data) - m.body
	}
	m.end = m.body + n
	return m, whole || p.cut
}

// bodyLen is how long the body is that data begins with. whole is false where it goes
// on behind data. One that only the end of its stream ends is taken for whole.
func (h *Head) bodyLen(data []byte) (n int, whole bool) {
	switch {
	case h.Response && Bodiless(h.Status):
		return 0, true
	case h.Chunked:
		return chunkedLen(data)
	case h.Sized:
		if h.Length > uint64(len(data)) {
			return 0, false
		}
		return int(h.Length), true
	case h.Response:
		return len(data), true
	}
	return 0, true
}

// Bodiless reports whether responses of that status have no body, whatever their
// fields say: RFC 9112, section 6.3.
func Bodiless(status int) bool { return status/100 == 1 || status == 204 || status == 304 }

// ReadHead reads the start line and the fields that data begins with. whole reports
// that the empty line behind them is there.
func ReadHead(data []byte) (h Head, whole bool) {
	for first := true; ; first = false {
		n := bytes.IndexByte(data[h.Len:], '\n') + 1
		if n == 0 {
			return h, false
		}
		line := data[h.Len : h.Len+n-1]
		if n > 1 && line[n-2] == '\r' {
			line = line[:n-2]
		}
		h.Len += n
		switch {
		case first:
			h.readStart(line)
		case len(line) == 0:
			return h, true
		default:
			h.readField(line)
		}
	}
}

func (h *Head) readStart(line []byte) {
	rest, ok := bytes.CutPrefix(line, []byte("HTTP/"))
	if !ok {
		return
	}
	h.Response = true
	_, code, _ := bytes.Cut(rest, []byte(" "))
	h.Status, _ = StatusCode(code)
}

// StatusCode reads the three digits that b begins with.
func StatusCode(b []byte) (int, bool) {
	if len(b) < 3 {
		return 0, false
	}
	n, ok := Decimal(b[:3])
	return int(n), ok
}

// readField reads a field that says where the body ends, or what it is.
func (h *Head) readField(line []byte) {
	if c := line[0] | 0x20; c != 'c' && c != 't' {
		return // as most fields: this goes over all of them
	}
	switch bytes.IndexByte(line, ':') { // the length tells most of the others apart
	case len("content-length"):
		if v, ok := CutField(line, "content-length:"); ok {
			h.Length, h.Sized = Decimal(v)
		}
	case len("content-type"):
		if v, ok := CutField(line, "content-type:"); ok && h.Type == nil {
			h.Type = v
		}
	case len("content-encoding"):
		if v, ok := CutField(line, "content-encoding:"); ok && h.Coding == nil {
			h.Coding = v
		}
	case len("transfer-encoding"):
		if v, ok := CutField(line, "transfer-encoding:"); ok {
			h.Chunked = EndsChunked(v)
		}
	}
}

// value returns the value of the first field of that name, which is in lower case and
// ends with the colon, nil without one.
func value(head []byte, name string) []byte {
	for first := true; ; first = false {
		n := bytes.IndexByte(head, '\n') + 1
		if n == 0 {
			return nil
		}
		if !first {
			if v, ok := CutField(head[:n-1], name); ok {
				return v
			}
		}
		head = head[n:]
	}
}

// CutField returns the value of a field line of that name, which is in lower case and
// ends with the colon.
func CutField(line []byte, name string) (value []byte, ok bool) {
	if len(line) < len(name) || !sameFold(line[:len(name)], name) {
		return nil, false
	}
	return bytes.TrimSpace(line[len(name):]), true
}

// EndsChunked reports whether "chunked" is the last coding of a Transfer-Encoding: RFC
// 9112, section 6.1.
func EndsChunked(v []byte) bool { return hasSuffix(v, "chunked") }

func sameFold(b []byte, lower string) bool {
	for i, c := range b {
		if c != lower[i] && (c|0x20 != lower[i] || c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// Decimal reads a number that fills b.
func Decimal(b []byte) (n uint64, ok bool) {
	for _, c := range b {
		if c < '0' || c > '9' || n > 1<<56 {
			return 0, false
		}
		n = n*10 + uint64(c-'0')
	}
	return n, len(b) > 0
}
