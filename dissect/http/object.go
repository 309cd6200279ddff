package http

import (
	"bytes"
	"iter"
)

// An Object is the body of a message, as it is meant.
type Object struct {
	URI     []byte // of the request; empty: it was not captured
	Type    []byte // the media type
	Content []byte // without its codings
	Left    uint64 // bytes that were not kept; there is no Content then
}

// Objects gives the messages' bodies, where there are any.
func (p *Packet) Objects() iter.Seq[Object] {
	return func(yield func(Object) bool) {
		i, stop := 0, false
		p.each(func(m message) {
			if !stop && m.body < m.end {
				stop = !yield(p.object(i, m))
			}
			i++
		})
	}
}

func (p *Packet) object(i int, m message) Object {
	head := p.Data[m.start:m.body]
	o := Object{Type: typeOf(head)}
	if bytes.HasPrefix(head, []byte("HTTP/")) {
		if i < len(p.Facts.Exchanges) {
			o.URI = p.Facts.Exchanges[i].URI
		}
	} else {
		_, _, o.URI = Request(head)
	}
	if i == 0 && p.Facts.Left > 0 {
		o.Left = p.Facts.Left
		return o
	}
	o.Content = Content(head, p.Data[m.body:m.end])
	return o
}

func typeOf(head []byte) []byte {
	name, _, _ := bytes.Cut(value(head, "content-type:"), []byte(";"))
	return bytes.TrimSpace(name)
}
