package http

import (
	"bytes"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
)

// Key leads to messages that a tracker has put together. Its Facts say where each
// ends.
var Key = field.NewKey("http")

// A Packet is the messages that one segment holds or ends. It declines what does not
// begin with a whole one.
type Packet struct {
	Data  []byte // aliases the packet
	Wire  int    // its length before the capture cut it
	Facts Facts

	messages []message // in Data
	declined bool
	silent   bool // the capture cut what would tell whether it is HTTP
	cut      bool // the capture cut a message, whose rest is not known to be there
	payload  bool // the body of the last message is one of media
	media    media
}

// Facts are what only the stream tells of the messages. The tracker leaves them.
type Facts struct {
	Ends      []uint32   // where each message ends in Data; nil: each tells by itself
	Exchanges []Exchange // one a message, from the first; there may be fewer
	Left      uint64     // bytes of the first message's body that were not kept
	// Continuation says that Data continues what was not captured, or is not understood.
	Continuation bool
}

// An Exchange is what a response knows of its request.
type Exchange struct {
	Request uint64        // number of the request's frame; 0: not captured
	Since   time.Duration // from there; negative where the capture has no times
	URI     []byte        // as in the request line
	FullURI []byte        // RFC 9110, section 7.1; empty: the request has no Host
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// recognisable is how many bytes tell a message from other texts.
const recognisable = 12

// Silent implements dissect.Silent.
func (p *Packet) Silent() bool { return p.silent }

// ClearFacts implements dissect.Stateful.
func (p *Packet) ClearFacts() { p.Facts = Facts{} }

// Declines implements dissect.Tentative.
func (p *Packet) Declines() bool { return p.declined }

// Decode finds the messages. Their lines are read for a tree only.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{Data: d.Peek(d.Captured()), Wire: d.Len(), Facts: p.Facts, messages: p.messages[:0]}
	p.cut = len(p.Data) < p.Wire
	known := d.Env.Key == Key
	if p.declined = !known && p.Facts.Ends == nil && !p.Facts.Continuation && (d.Env.Fragment || !p.begins()); p.declined {
		return nil
	}
	if p.Facts.Continuation {
		p.carryOn(d)
		return d.Err()
	}
	if len(p.messages) == 0 {
		p.find()
	}
	base := d.Off()
	for i := range p.messages {
		m := &p.messages[i]
		mark := d.Begin(&Proto.Def)
		var w *writer
		if d.Tree() != nil {
			w = &writer{d: d, data: p.Data, base: base}
			p.show(w, i, m)
		}
		p.carry(d, base, m)
		if w != nil {
			d.Title(mark, p.showBody(w, i, m))
		}
		d.Skip(&Proto.Def, base+m.end-d.Off())
		d.End(mark)
	}
	if p.cut {
		d.Skip(&Proto.Def, d.Len()) // which fails: the rest was not captured
	}
	return d.Err()
}

// carryOn records Data as the continuation of a body.
func (p *Packet) carryOn(d *field.Decoder) {
	mark := d.Begin(&Proto.Def)
	d.Put(fFileData, d.Off(), len(p.Data), 0)
	p.payload, p.media = true, media{kind: octets}
	d.PayloadN(d.Len())
	d.Skip(&Proto.Def, d.Len())
	d.End(mark)
}

// EndsAt reports whether the messages in Data tell by themselves that they end there.
func (p *Packet) EndsAt(ends []uint32) bool {
	return slices.EqualFunc(p.messages, ends, func(m message, end uint32) bool { return m.end == int(end) })
}

// begins reports whether Data begins with a message that is whole, or that the
// capture cut.
func (p *Packet) begins() bool {
	if p.silent = p.cut && len(p.Data) < recognisable && p.Wire >= recognisable; p.silent {
		return true
	}
	p.find()
	return len(p.messages) > 0
}

// StartsLine reports whether data begins with a request line or a status line: RFC
// 9112, section 2.1. Of a line that goes on elsewhere it looks at the beginning.
func StartsLine(data []byte) bool {
	if len(data) == 0 || data[0] < 'A' || data[0] > 'Z' {
		return false
	}
	line := firstLine(data)
	if bytes.HasPrefix(line, []byte("HTTP/1.")) {
		return true
	}
	verb, rest, ok := bytes.Cut(line, []byte(" "))
	if !ok || len(verb) < 3 || len(verb) > 16 || len(rest) == 0 {
		return false
	}
	for _, c := range verb {
		if (c < 'A' || c > 'Z') && c != '-' {
			return false
		}
	}
	return len(line) == len(data) || bytes.Contains(rest, []byte(" HTTP/1."))
}

// firstLine is data up to the end of its first line.
func firstLine(data []byte) []byte {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return bytes.TrimSuffix(data[:i], []byte("\r"))
	}
	return bytes.TrimSuffix(data, []byte("\r"))
}

// AppendProtocol appends "HTTP", with the format of a body that has its own.
func (p *Packet) AppendProtocol(b []byte) []byte {
	b = append(b, Proto.Short...)
	if p.Facts.Continuation {
		return b
	}
	if len(p.messages) == 0 {
		return b
	}
	switch p.messages[len(p.messages)-1].media.kind {
	case XML:
		b = append(b, "/XML"...)
	case JSON, otherJSON:
		b = append(b, "/JSON"...)
	}
	return b
}

// AppendSummary appends the first line of each message and the type of its body,
// also of one that goes on in later segments.
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	if p.Facts.Continuation {
		return append(b, "Continuation"...)
	}
	at := 0
	for i := range p.messages {
		m := &p.messages[i]
		b = append(field.AppendEscaped(b, firstLine(p.Data[m.start:m.end])), ' ')
		b = p.appendMedia(b, m)
		at = m.end
	}
	if rest := p.Data[at:]; at > 0 && bytes.IndexByte(rest, '\n') > 0 && StartsLine(rest) {
		b = append(field.AppendEscaped(b, firstLine(rest)), ' ')
	}
	return b
}
