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
		for i := range p.messages {
			if m := &p.messages[i]; m.body < m.end && !yield(p.object(i, m)) {
				return
			}
		}
	}
}

func (p *Packet) object(i int, m *message) Object {
	head := p.Data[m.start:m.body]
	o := Object{Type: m.typeName()}
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

// typeName is the media type without its parameters: RFC 9110, section 8.3.1.
func (m *message) typeName() []byte {
	name, _, _ := bytes.Cut(m.head.Type, []byte(";"))
	return bytes.TrimSpace(name)
}
