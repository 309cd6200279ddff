package http

import (
	"bytes"
	"encoding/base64"

	"github.com/pktscope/pktscope/dissect/field"
)

// show records the fields of message i, up to its body.
func (p *Packet) show(w *writer, i int, m *message) {
	d, base := w.d, w.base
	at, h := m.start, Head{}
	var host, uri []byte
	for first := true; at < m.body; first = false {
		n := bytes.IndexByte(p.Data[at:m.body], '\n') + 1
		if n == 0 {
			n = m.body - at
		}
		line := p.Data[at : at+n]
		text := bytes.TrimRight(line, "\r\n")
		switch {
		case first:
			h.readStart(text)
			uri = w.start(at, line, h.Response)
		case len(text) == 0:
			w.line(fBlank, at, n)
		default:
			h.readField(text)
			if v, ok := CutField(text, "host:"); ok {
				host = v
			}
			w.field(at, line, h.Response)
		}
		at += n
	}
	method, _, _ := bytes.Cut(p.Data[m.start:m.body], []byte(" "))
	w.kind(base+m.start, method, h.Response)
	if !h.Response {
		if full := FullURI(nil, method, host, uri); len(full) > 0 {
			d.GenerateTextAt(fFullURI, base+m.start, full)
		}
	} else if i < len(p.Facts.Exchanges) {
		p.Facts.Exchanges[i].show(d, base+m.start)
	}
}

// FullURI appends the URI that a request is for, nothing if it names no host, or asks
// for nothing: RFC 9110, section 7.1.
func FullURI(b, method, host, uri []byte) []byte {
	switch {
	case string(method) == "NOTIFY":
		return b
	case string(method) == "CONNECT", hasPrefix(uri, "http://"), hasPrefix(uri, "https://"):
		return append(b, uri...)
	case len(host) == 0:
		return b
	}
	return append(append(append(b, "http://"...), host...), uri...)
}

// Request returns the method, the host and the URI of the request that head, its start
// line and fields, belongs to.
func Request(head []byte) (method, host, uri []byte) {
	method, rest, _ := bytes.Cut(firstLine(head), []byte(" "))
	uri, _, _ = bytes.Cut(rest, []byte(" "))
	return method, value(head, "host:"), uri
}

func (x *Exchange) show(d *field.Decoder, at int) {
	if x.Request == 0 {
		return
	}
	d.GenerateAt(fRequestIn, at, x.Request)
	if x.Since >= 0 {
		d.GenerateAt(fTime, at, uint64(x.Since))
	}
	if len(x.URI) > 0 {
		d.GenerateTextAt(fURI, at, x.URI)
	}
	if len(x.FullURI) > 0 {
		d.GenerateTextAt(fFullURI, at, x.FullURI)
	}
}

// A writer records lines.
type writer struct {
	d    *field.Decoder
	data []byte
	base int // of data in the buffer
}

// line records n bytes at byte at of data.
func (w *writer) line(f field.Field, at, n int) {
	m := w.d.Begin(f)
	w.d.Skip(f, n)
	w.d.End(m)
}

// part records a text within a line, at the place of part in data.
func (w *writer) part(f field.Str, at, n int) { w.d.Put(f, w.base+at, n, 0) }

// start records a start line and returns the URI of a request.
func (w *writer) start(at int, line []byte, response bool) (uri []byte) {
	m := w.d.Begin(fFirstLine)
	text := bytes.TrimRight(line, "\r\n")
	one, rest, _ := bytes.Cut(text, []byte(" "))
	second := at + len(one) + 1
	two, three, more := bytes.Cut(rest, []byte(" "))
	switch {
	case response:
		w.part(fVersion, at, len(one))
		w.status(second, two, three, more)
	default:
		w.part(fMethod, at, len(one))
		if second > at+len(text) {
			second = at + len(text)
		}
		uri = two
		w.uri(second, two)
		third := second + len(two)
		if more {
			third++
		}
		w.part(fReqVersion, third, len(three))
	}
	w.d.Skip(fFirstLine, len(line))
	w.d.End(m)
	return uri
}

func (w *writer) status(at int, code, phrase []byte, more bool) {
	n, ok := StatusCode(code)
	if !ok {
		return
	}
	w.d.Put(fCode, w.base+at, 3, uint64(n))
	w.generate(fCodeDesc, at, 3, statusName(n))
	if more {
		w.part(fPhrase, at+len(code)+1, len(phrase))
	}
}

// generate records a text about n bytes that stand for it.
func (w *writer) generate(f field.Str, at, n int, text string) {
	if t := w.d.Tree(); t != nil {
		t.Add(w.d.Up(), field.Node{
			Def: f.Def, Val: t.Keep([]byte(text)), Off: uint32(w.base + at), Len: uint32(n), Flags: field.IsGenerated | field.IsKept,
			Buf: t.Nodes[w.d.Up()].Buf,
		})
	}
}

func (w *writer) uri(at int, uri []byte) {
	path, query, ok := bytes.Cut(uri, []byte("?"))
	if !ok && !bytes.ContainsAny(path, delimiters) || hasPrefix(uri, "*") {
		w.part(fURI, at, len(uri))
		return
	}
	end := w.nest(fURI, at, len(uri))
	closePath := w.nest(fPath, at, len(path))
	if bytes.ContainsAny(path, delimiters) {
		w.parts(fSegment, at, path)
	}
	if closePath(); ok {
		at += len(path) + 1
		closeQuery := w.nest(fQuery, at, len(query))
		w.parts(fParameter, at, query)
		closeQuery()
	}
	end()
}

// delimiters are those of RFC 3986, section 2.2, that stand between parts.
const delimiters = "!$&'()*+,;"

// parts records the parts of a path or a query.
func (w *writer) parts(f field.Str, at int, text []byte) {
	for len(text) > 0 {
		n := bytes.IndexAny(text, delimiters)
		if n < 0 {
			n = len(text)
		}
		if n > 0 {
			w.part(f, at, n)
		}
		n = min(n+1, len(text))
		at, text = at+n, text[n:]
	}
}

// nest records a text whose parts follow, up to the call of end.
func (w *writer) nest(f field.Str, at, n int) (end func()) {
	m := w.d.Begin(f)
	node := w.d.Up()
	return func() {
		w.d.End(m)
		if t := w.d.Tree(); node >= 0 {
			t.Nodes[node].Off, t.Nodes[node].Len = uint32(w.base+at), uint32(n)
		}
	}
}

// kind records whether the message is a request, a response or a notification.
func (w *writer) kind(at int, method []byte, response bool) {
	switch {
	case response:
		w.d.GenerateAt(fResponse, at, 1)
	case string(method) == "NOTIFY":
		w.d.GenerateAt(fNotify, at, 1)
	default:
		w.d.GenerateAt(fRequest, at, 1)
	}
}

// field records a field line under the name of its field, and under that of all lines.
func (w *writer) field(at int, line []byte, response bool) {
	visible, hidden := fReqLine, fReqHidden
	if response {
		visible, hidden = fRespLine, fRespHidden
	}
	for _, f := range fields {
		v, ok := CutField(bytes.TrimRight(line, "\r\n"), f.name)
		if !ok {
			continue
		}
		m := w.d.Begin(f.def)
		if t := w.d.Tree(); w.d.Up() >= 0 {
			n := &t.Nodes[w.d.Up()]
			n.Val, n.Flags = t.Keep(v), n.Flags|field.IsKept
		}
		w.within(f.name, at, line, v)
		w.d.Skip(f.def, len(line))
		w.d.End(m)
		w.d.Put(hidden, w.base+at, len(line), 0)
		return
	}
	w.line(visible, at, len(line))
}

// within records the parts of a field's value v.
func (w *writer) within(name string, at int, line, v []byte) {
	switch name {
	case "content-length:":
		if n, ok := Decimal(v); ok {
			w.d.GenerateOver(fLength, w.base+at, len(line), n)
		}
	case "cookie:":
		at += bytes.Index(line, v)
		for len(v) > 0 {
			one, rest, _ := bytes.Cut(v, []byte(";"))
			trimmed := bytes.TrimLeft(one, " \t")
			w.part(fCookiePair, at+len(one)-len(trimmed), len(trimmed))
			at += len(v) - len(rest)
			v = rest
		}
	case "authorization:":
		if hasPrefix(v, "basic ") {
			plain := make([]byte, base64.StdEncoding.DecodedLen(len(v)))
			if n, err := base64.StdEncoding.Decode(plain, bytes.TrimSpace(v[6:])); err == nil {
				w.d.PutText(fAuthBasic, w.base+at, n, string(plain[:n]))
			}
		}
	}
}
