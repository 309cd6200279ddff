package dns

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

// A reading goes through the messages of a packet once: for their structs, the
// tree and the Info column.
type reading struct {
	d  *field.Decoder
	as dialect
	p  *Packet

	msg  []byte // the message, as much of it as was captured
	wire int    // its length
	base int    // where it begins

	line  []byte // the Info column
	again bool   // it has a message already
	title []byte // of the record at hand, for the tree

	dataClass uint16 // of the record at hand
}

// lengthSize is the length before a message in TCP.
const lengthSize = 2

// incomplete reports whether the segment ends before the first message does.
func (r *reading) incomplete() bool {
	b := r.d.Peek(lengthSize)
	if b == nil {
		return r.d.Len() < lengthSize
	}
	return lengthSize+int(binary.BigEndian.Uint16(b)) > r.d.Len()
}

// messages reads all messages: one of UDP, those of a segment of TCP.
func (r *reading) messages() {
	if !r.p.stream {
		r.message()
		return
	}
	broken := false
	for first := true; first || r.d.More() && !r.incomplete(); first = false {
		notes := len(r.d.Notes())
		r.message()
		broken = broken || len(r.d.Notes()) > notes
	}
	if broken {
		r.d.Malformed(fLength)
	}
}

// message reads a message.
func (r *reading) message() {
	d := r.d
	m := d.Begin(r.proto())
	if r.p.stream {
		n := int(d.Uint16(fLength))
		d.Limit(m, fLength, lengthSize+n)
	}
	r.base, r.msg, r.wire = d.Off(), d.Peek(d.Captured()), d.Len()
	r.header()
	if d.More() {
		r.extraneous()
	}
	d.End(m)
}

func (r *reading) proto() *field.Def {
	switch r.as {
	case multicast:
		return &MDNSProto.Def
	case linkLocal:
		return &LLMNRProto.Def
	}
	return &Proto.Def
}

// extraneous reads what stands behind the last record.
func (r *reading) extraneous() {
	d := r.d
	m := d.Begin(fExtra)
	n := d.Len()
	d.Title(m, uint64(n))
	d.Bytes(fExtraData, n)
	d.Generate(fExtraLength, uint64(n))
	d.End(m)
}

// tell appends to the Info column.
func (r *reading) tell(s string) {
	r.line = append(r.line, s...)
}

// call appends to the title of the record, if there is a tree.
func (r *reading) call(s string) {
	if r.shown() {
		r.title = append(r.title, s...)
	}
}

// callName appends to the title what a name is, and the name.
func (r *reading) callName(what string, n name) {
	if r.shown() {
		r.title = r.appendName(append(r.title, what...), n)
	}
}

// callNumber appends to the title what a number is, and the number.
func (r *reading) callNumber(what string, v uint64) {
	if r.shown() {
		r.title = field.AppendUint(append(r.title, what...), v)
	}
}

// tellNumber appends a blank and v.
func (r *reading) tellNumber(v uint64) {
	if !r.d.Bad() {
		r.line = field.AppendUint(append(r.line, ' '), v)
	}
}

// tellName appends a blank and a name.
func (r *reading) tellName(n name) {
	if !r.d.Bad() {
		r.line = r.appendName(append(r.line, ' '), n)
	}
}

// tellText appends a blank and a text.
func (r *reading) tellText(text []byte) {
	if !r.d.Bad() {
		r.line = field.AppendEscaped(append(r.line, ' '), text)
	}
}

// shown reports whether a tree is built, and reading has not failed.
func (r *reading) shown() bool { return r.d.Tree() != nil && !r.d.Bad() }
