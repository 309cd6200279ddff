package http

import "bytes"

// A chunk is one of a body in chunks, RFC 9112 section 7.1: offsets of its size, its
// data, the line end behind that, and what is behind the chunk.
type chunk struct{ size, data, boundary, end int }

// nextChunk reads the chunk at byte at of body. whole is false where it goes on behind
// the body, or has no size.
func nextChunk(body []byte, at int) (c chunk, whole bool) {
	n := bytes.IndexByte(body[at:], '\n') + 1
	if n == 0 {
		return c, false
	}
	size, ok := ChunkSize(bytes.TrimSuffix(body[at:at+n-1], []byte("\r")))
	c.size, c.data = at, at+n
	if !ok || size > uint64(len(body)-c.data) {
		return c, false
	}
	c.boundary = c.data + int(size)
	if size == 0 {
		c.end = c.boundary // the trailer follows
		return c, true
	}
	n = bytes.IndexByte(body[c.boundary:], '\n') + 1
	c.end = c.boundary + n
	return c, n > 0
}

func (c *chunk) last() bool { return c.boundary == c.data }

// chunkedLen is how long the body in chunks is that data begins with, its trailer
// included.
func chunkedLen(data []byte) (n int, whole bool) {
	for {
		c, ok := nextChunk(data, n)
		if !ok {
			return 0, false
		}
		if n = c.end; c.last() {
			break
		}
	}
	for { // the trailer, up to an empty line
		line := bytes.IndexByte(data[n:], '\n') + 1
		if line == 0 {
			return 0, false
		}
		n += line
		if line <= 2 && len(bytes.TrimSuffix(data[n-line:n-1], []byte("\r"))) == 0 {
			return n, true
		}
	}
}

// unchunk appends the data of a body in chunks, as far as there is.
func unchunk(to, body []byte) []byte {
	for at := 0; ; {
		c, ok := nextChunk(body, at)
		if !ok {
			if c.data > 0 {
				to = append(to, body[c.data:]...)
			}
			return to
		}
		if c.last() {
			return to
		}
		to = append(to, body[c.data:c.boundary]...)
		at = c.end
	}
}

// ChunkSize reads the size that a chunk begins with, in hexadecimal digits: extensions may
// follow it (RFC 9112, section 7.1).
func ChunkSize(b []byte) (n uint64, ok bool) {
	for i, c := range b {
		switch lower := c | 0x20; {
		case '0' <= c && c <= '9':
			n = n<<4 | uint64(c-'0')
		case 'a' <= lower && lower <= 'f':
			n = n<<4 | uint64(lower-'a'+10)
		default:
			return n, i > 0 && (c == ';' || c == ' ' || c == '\t')
		}
		if n > 1<<56 {
			return 0, false
		}
	}
	return n, len(b) > 0
}
