package http

import "bytes"

// maxLine is how much of a start line is kept: what a row can show.
const maxLine = 4096

// keepLine keeps the start line of p, of which data holds the next bytes, for the
// rows of later segments. A body of known length or up to FIN needs none. A row
// that is still to be printed may refer to it, so it is never changed once it is
// whole.
func (t *Tracker) keepLine(p *message, data []byte) {
	if p.whole || p.first == nil && (p.state == counted || p.state == untilFIN) {
		return
	}
	end := bytes.IndexByte(data, '\n')
	p.whole = end >= 0
	if end < 0 {
		end = len(data)
	}
	n := min(end, maxLine-len(p.first))
	if t.kept+n > maxKept {
		t.kept -= len(p.first)
		p.first, p.whole = nil, true
		return
	}
	line := append(p.first, data[:n]...)
	if p.whole {
		line = bytes.TrimSuffix(line, []byte("\r"))
	}
	t.kept += len(line) - len(p.first)
	p.first = line
}

// drop ends p.
func (t *Tracker) drop(p *message) {
	t.kept -= len(p.first)
	*p = message{}
}
