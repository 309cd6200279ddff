package dissect

import (
	"errors"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
)

// A Layer is one message of a packet and where it lies.
type Layer struct {
	Message
	Key    field.Key  // under which it was found
	Span   field.Span // its scope
	Quoted bool       // quoted in an ICMP error

	// Conversation is what a tracker tells of the one that the message belongs to; nil
	// without such a tracker.
	Conversation *field.Conversation

	can      *abilities
	kind     *kind
	top      *field.Def // of its node in the tree; nil: it left everything to the next
	pay      field.Span // its payload; Off < 0: none
	done     int        // where Decode stopped reading
	node     int32      // its node in the tree that was built last
	up       int16      // the layer that quotes it or that it is part of, -1 without one
	nested   bool       // part of layer up, which does not quote it
	rest     bool       // no protocol is bound to its payload
	attached bool       // not the payload of the layer before it
	late     bool       // it has not been read: see Engine.Defer
}

// Payload is where the layer's payload lies; ok is false where it has none.
func (l *Layer) Payload() (s field.Span, ok bool) { return l.pay, l.pay.Off >= 0 }

// Attached reports whether the layer is not the payload of the one before it: a
// stream carries it (Engine.Attach).
func (l *Layer) Attached() bool { return l.attached }

// A Packet is one frame taken apart, the outermost layer first. It aliases
// the frame's bytes and belongs to the Arena that its messages came from.
type Packet struct {
	Number uint64    // of the frame, from 1
	Time   time.Time // of the frame; zero: the capture has none
	Digits int       // of a second that Time has
	Wire   int       // the frame's length on the wire
	// Interface is where the frame was seen: the interface's name or, where
	// the capture has none, the file's.
	Interface string
	File      string   // the capture that the frame is of; "": it is of none
	InFile    uint64   // the frame's number in File, 0: unknown
	Outbound  bool     // the interface sent it, as far as the capture says
	FCS       int      // bytes of check sequence that the frame ends with; 0: unknown, -1: none
	Bufs      [][]byte // the frame, then what was put together or decrypted
	Layers    []Layer
	Head      Message      // declares what is known of the frame beside its bytes; may be nil
	Lead      Leader       // begins the Info column, whatever layer the rest of it tells; may be nil
	Err       error        // why the innermost layer could not be read; a *field.Error, valid as long as the layers
	Notes     int          // malformed elements that were passed over
	Noted     *field.Proto // of the first of these; nil without one

	bufs   [2][]byte
	protos ProtoSet // of its layers, and of those that were replaced
}

// A Leader begins the Info column of its packet, whatever layer the rest of it tells. A
// tracker names it in Packet.Lead.
type Leader interface{ AppendLead(b []byte) []byte }

// note counts the malformed elements that d has passed over.
func (p *Packet) note(d *field.Decoder) {
	notes := d.Notes()
	if len(notes) == 0 {
		return
	}
	if p.Notes == 0 {
		p.Noted = notes[0].Def.Proto
	}
	p.Notes += len(notes)
}

// Columns are those of the innermost layer that is not quoted and has them.

// AppendSource appends the Source column.
func (p *Packet) AppendSource(b []byte) []byte {
	for i := len(p.Layers) - 1; i >= 0; i-- {
		if l := &p.Layers[i]; !l.Quoted && l.can.ends != nil {
			if told := l.can.ends.AppendSource(b); len(told) > len(b) {
				return told
			}
		}
	}
	return b
}

// AppendDestination appends the Destination column.
func (p *Packet) AppendDestination(b []byte) []byte {
	for i := len(p.Layers) - 1; i >= 0; i-- {
		if l := &p.Layers[i]; !l.Quoted && l.can.ends != nil {
			if told := l.can.ends.AppendDestination(b); len(told) > len(b) {
				return told
			}
		}
	}
	return b
}

// Top is the layer that the Protocol and Info columns tell, nil without one.
func (p *Packet) Top() *Layer {
	for i := len(p.Layers) - 1; i >= 0; i-- {
		l := &p.Layers[i]
		if l.Quoted || l.can.silent != nil && l.can.silent.Silent() {
			continue
		}
		return l
	}
	return nil
}

// Columns finds at once what the columns of a row ask for: Top, and the innermost layer
// that has addresses, nil without one. Where that one appends no address, AppendSource
// and AppendDestination ask the layers below it.
func (p *Packet) Columns() (top *Layer, ends Endpoints) {
	for i := len(p.Layers) - 1; i >= 0; i-- {
		l := &p.Layers[i]
		if l.Quoted {
			continue
		}
		can := l.can
		if ends == nil {
			ends = can.ends
		}
		if top == nil && (can.silent == nil || !can.silent.Silent()) {
			top = l
		}
		if top != nil && ends != nil {
			break
		}
	}
	return top, ends
}

// AppendProtocol appends the Protocol column.
func (p *Packet) AppendProtocol(b []byte) []byte {
	if l := p.Top(); l != nil {
		return l.AppendProtocol(b)
	}
	return b
}

// AppendInfo appends the Info column.
func (p *Packet) AppendInfo(b []byte, names *field.Names) []byte {
	b = p.AppendSummary(b, p.Top(), names)
	return p.AppendFailure(p.AppendEncryption(b))
}

// AppendSummary appends what the Info column has of top, the result of p.Top, with what
// leads it.
func (p *Packet) AppendSummary(b []byte, top *Layer, names *field.Names) []byte {
	if p.Lead != nil {
		b = p.Lead.AppendLead(b)
	}
	if top != nil && (p.Err == nil || !p.cutAbove(top)) {
		b = top.AppendSummary(b, names)
	}
	return b
}

// cutAbove reports whether the capture cut what l, IP, carries before it could fill the
// columns: the summary of IP is for a payload without a protocol.
func (p *Packet) cutAbove(l *Layer) bool {
	last := &p.Layers[len(p.Layers)-1]
	return l != last && !last.Quoted && last.Key.Space == field.IPProto && errors.Is(p.Err, field.ErrTruncated)
}

// AppendEncryption appends the SA that encrypted the layer of the columns, if it was
// encrypted: "[ESP SPI=0x0b34389d]".
func (p *Packet) AppendEncryption(b []byte) []byte {
	if len(p.Bufs) > 1 {
		return p.appendEncryption(b)
	}
	return b
}

//go:noinline
func (p *Packet) appendEncryption(b []byte) []byte {
	for i := range p.Layers {
		if s, ok := p.Layers[i].Message.(Encrypted); ok && !p.Layers[i].Quoted {
			b = s.AppendEncryption(b)
		}
	}
	return b
}

// AppendProtocol appends the layer's text for the Protocol column.
func (l *Layer) AppendProtocol(b []byte) []byte {
	if l.kind.titled {
		return l.Message.(Titled).AppendProtocol(b)
	}
	return append(b, l.kind.short...)
}

// Printable reports whether the layer's summary is one of a Printable message.
func (l *Layer) Printable() bool { return l.kind.printable && l.Message.(Printable).Printable() }

// AppendFailure appends why p was not read to its end, if it was not.
func (p *Packet) AppendFailure(b []byte) []byte {
	if p.Err != nil {
		return p.appendFailure(b)
	}
	return b
}

//go:noinline
func (p *Packet) appendFailure(b []byte) []byte {
	if errors.Is(p.Err, field.ErrTruncated) {
		return append(b, "[Packet size limited during capture]"...)
	}
	return append(b, "[Malformed Packet]"...)
}

// AppendProtocols appends the names of the layers as frame.protocols has them.
func (p *Packet) AppendProtocols(b []byte) []byte {
	from := len(b)
	for i := range p.Layers {
		l, end := &p.Layers[i], len(b)
		if end > from {
			b = append(b, ':')
		}
		if i > 0 && l.Key.Space == field.EtherType && p.Layers[i-1].kind.etherTyped {
			b = append(b, "ethertype:"...)
		}
		if told := l.appendPath(b); len(told) > len(b) {
			b = told
		} else {
			b = b[:end]
		}
	}
	return b
}

func (l *Layer) appendPath(b []byte) []byte {
	if l.kind.pathed {
		return l.Message.(Pathed).AppendPath(b)
	}
	return append(b, l.Proto().Name...)
}
