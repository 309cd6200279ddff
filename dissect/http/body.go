package http

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"

	"github.com/pktscope/pktscope/dissect/field"
)

// maxPlain bounds a decompressed body.
const maxPlain = 32 << 20

// codings are the content codings that are read, RFC 9110 section 8.4.1.
var codings = [...]string{"", "gzip", "deflate"}

// showBody records the body of message i: its chunks, and what it is without its
// codings. It returns how many chunks there are.
func (p *Packet) showBody(w *writer, i int, m *message) (chunks uint64) {
	if m.body >= m.end {
		return 0
	}
	h := &m.head
	body := p.Data[m.body:m.end]
	from := m.body
	if h.Chunked {
		chunks = w.chunks(m.body, body, h.Response)
		body = unchunk(nil, body)
		from = m.start
	}
	if i == 0 && p.Facts.Left > 0 {
		w.d.GenerateAt(fNotKept, w.base+m.start, p.Facts.Left)
		return chunks
	}
	coding := codingOf(h.Coding)
	plain, ok := decompress(coding, body)
	switch {
	case coding != 0 && ok:
		w.put(fEncoded, from, len(body), uint64(coding)<<56|uint64(len(plain)), 0)
		w.keep(fFileData, m.start, plain)
	case h.Chunked:
		w.keep(fFileData, m.start, body)
	default:
		w.d.Put(fFileData, w.base+m.body, len(body), 0)
	}
	return chunks
}

func (w *writer) keep(f field.Bytes, at int, data []byte) {
	if t := w.d.Tree(); t != nil {
		w.put(f, at, 0, t.Keep(data), field.IsKept)
	}
}

func (w *writer) put(f field.Field, at, n int, v uint64, flags uint8) {
	if t := w.d.Tree(); t != nil && w.d.Up() >= 0 {
		t.Add(w.d.Up(), field.Node{
			Def: f.Declaration(), Val: v, Off: uint32(w.base + at), Len: uint32(n), Flags: flags, Buf: t.Nodes[w.d.Up()].Buf,
		})
	}
}

// chunks records a body in chunks, and returns how many there are.
func (w *writer) chunks(at int, body []byte, response bool) (count uint64) {
	m := w.d.Begin(fBody)
	if response {
		w.d.Title(m, 1)
	}
	from := 0
	for {
		c, ok := nextChunk(body, from)
		if !ok {
			break
		}
		w.chunk(at, c)
		count++
		if from = c.end; c.last() {
			break
		}
	}
	for from < len(body) { // the trailer
		n := bytes.IndexByte(body[from:], '\n') + 1
		if n == 0 {
			n = len(body) - from
		}
		f := field.Field(fTrailer)
		if len(bytes.TrimRight(body[from:from+n], "\r\n")) == 0 {
			f = fBlank
		}
		w.line(f, at+from, n)
		from += n
	}
	w.d.End(m)
	return count
}

func (w *writer) chunk(at int, c chunk) {
	m := w.d.Begin(fChunk)
	size := uint64(c.boundary - c.data)
	w.d.Title(m, size)
	w.d.Put(fChunkSize, w.base+at+c.size, c.data-c.size, size)
	w.d.Skip(fChunk, c.data-c.size)
	if !c.last() {
		w.d.Bytes(fChunkData, c.boundary-c.data)
		w.d.Bytes(fChunkBoundary, c.end-c.boundary)
	}
	w.d.End(m)
}

// codingOf returns the index of a coding in codings, 0 for others.
func codingOf(name []byte) int {
	switch {
	case is(name, "gzip"), is(name, "x-gzip"):
		return 1
	case is(name, "deflate"):
		return 2
	}
	return 0
}

// decompress returns what body was before it was coded. ok is false where it cannot
// be read, or has too many bytes.
func decompress(coding int, body []byte) (plain []byte, ok bool) {
	var r io.Reader
	var err error
	switch coding {
	case 1:
		r, err = gzip.NewReader(bytes.NewReader(body))
	case 2:
		if r, err = zlib.NewReader(bytes.NewReader(body)); err != nil {
			r, err = flate.NewReader(bytes.NewReader(body)), nil // many servers leave out zlib's header
		}
	default:
		return nil, false
	}
	if err != nil {
		return nil, false
	}
	plain, err = io.ReadAll(io.LimitReader(r, maxPlain+1))
	return plain, err == nil && len(plain) <= maxPlain && len(plain) > 0
}

// Content appends the body of a message without its codings: what a browser saves.
// head is the message's start line and fields.
func Content(head, body []byte) []byte {
	h, _ := ReadHead(head)
	if h.Chunked {
		body = unchunk(nil, body)
	}
	if plain, ok := decompress(codingOf(h.Coding), body); ok {
		return plain
	}
	return body
}
