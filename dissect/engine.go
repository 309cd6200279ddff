package dissect

import (
	"errors"

	"github.com/pktscope/pktscope/dissect/field"
)

// maxLayers bounds how many protocols nest in what a packet holds in one piece.
const maxLayers = 48

// An Engine takes packets apart. One goroutine uses it at a time.
type Engine struct {
	reg       *Registry
	arena     *Arena
	decrypter Decrypter
	d         field.Decoder
	asked     ProtoSet // protocols whose messages are read at once; see Defer
	unread    ProtoSet // protocols whose messages are not read whatever they carry; see Skip
}

// A Decrypter decrypts layers while their packet is dissected.
type Decrypter interface {
	// Decrypt is shown p as far as it was read: up to a layer whose message is
	// Encrypted and not quoted. It reports whether it has left facts on that
	// message, which resumes then.
	Decrypt(e *Engine, p *Packet) bool
}

// DecryptWith makes e decrypt with o from now on, or not at all if o is nil. It returns what
// e decrypted with before.
func (e *Engine) DecryptWith(o Decrypter) (before Decrypter) {
	before, e.decrypter = e.decrypter, o
	return before
}

// NewEngine makes an Engine over r.
func NewEngine(r *Registry) *Engine { return &Engine{reg: r, arena: NewArena(r), asked: Every} }

// Use makes e take messages from a from now on.
func (e *Engine) Use(a *Arena) { e.arena = a }

// Dissect overwrites p with the frame in data, which was wireLen bytes long
// before the capture cut it. It builds no tree: see Build.
func (e *Engine) Dissect(p *Packet, link uint32, data []byte, wireLen int) {
	p.bufs[0] = data
	p.Bufs = p.bufs[:1]
	p.Err, p.Notes, p.Noted, p.Lead, p.protos = nil, 0, nil, nil, 0
	first := len(e.arena.layers)
	e.d.Env = field.Env{FCS: p.FCS, Time: p.Time}
	const most = 1 << 30 // offsets are 32 bits in trees
	span := field.Span{End: len(data), Wire: max(min(wireLen, most), len(data))}
	e.chain(p, first, field.Key{Space: field.Link, Value: uint64(link)}, span, nil)
	p.Layers = e.arena.since(first)
}

// chain reads a layer and those within, and appends them to the arena. Bytes
// that no protocol is bound to are left to Build. informant, if it is not nil, tells the
// first message what it knows.
func (e *Engine) chain(p *Packet, first int, key field.Key, span field.Span, informant Informant) {
	a := e.arena
	most := len(a.layers) + maxLayers
	l := a.layer()
	l.Key, l.Span = key, span
	index := e.reg.find(key)
	if index == 0 && key.Space == field.Link {
		index = e.reg.find(field.Link.Key(field.AnyLink))
	}
	quotedBy, up := int16(-1), int16(-1)
	var ports portChoice
	for {
		k := e.reg.kinds[index]
		p.protos |= k.bit
		can := a.get(k, index)
		l.Message, l.can, l.kind, l.Quoted, l.up = can.message, can, k, quotedBy >= 0, up
		l.nested, l.rest, l.attached, l.late, l.Conversation = false, false, false, false, nil
		if can.state != nil {
			can.state.ClearFacts()
			if informant != nil {
				informant.Inform(l.Message)
				informant = nil
			}
		}
		if (k.last || k.bit&e.unread != 0) && k.bit&e.asked == 0 && quotedBy < 0 && !e.servesTwo(l, first) {
			l.putOff()
			return
		}
		err := e.read(p, l, nil, -1)
		if !k.plain || err != nil {
			if (k.declines || err != nil) && l.Key.Space == field.UDPPort && l.declines(err) && e.otherPort(&ports, l, first) {
				index = ports.index
				continue
			}
			if k.tentative && l.Message.(Tentative).Declines() {
				below := a.drop()
				below.rest = below.pay.Off < below.pay.Wire
				return
			}
			if k.encrypted && e.decrypter != nil && err == nil && quotedBy < 0 {
				p.Layers = e.arena.layers[first:]
				if e.decrypter.Decrypt(e, p) {
					err = e.resume(l)
				}
			}
			if k.nested {
				e.nest(l, first)
			}
		}
		p.note(&e.d)
		if err != nil {
			if quotedBy < 0 || errors.Is(err, field.ErrTruncated) {
				p.Err = err
			}
			return
		}
		if can.carrier == nil || l.pay.Off < 0 || len(a.layers) >= most {
			return
		}
		if quotedBy < 0 && k.quoter && l.Message.(Quoter).Quotes() {
			quotedBy = int16(len(a.layers) - first - 1)
			up = quotedBy
		}
		above := a.layer()
		if index = e.next(can.carrier, &above.Key); index == 0 {
			a.drop().rest = l.pay.Off < l.pay.Wire
			return
		}
		if k.top {
			up = quotedBy
		}
		above.Span = l.pay
		l = above
	}
}

// nest makes l, the last of the arena's layers, part of the one before it, or of
// what that is part of, if that is what its message is.
func (e *Engine) nest(l *Layer, first int) {
	n := len(e.arena.layers) - 1
	if l.nested = n > first && l.Message.(Nested).Nested(); !l.nested {
		return
	}
	l.up = int16(n - 1 - first)
	if host := &e.arena.layers[n-1]; host.nested {
		l.up = host.up
	}
}

// next finds the kind of what c carries and the key that leads to it: the first
// guess of c that DecodeAs has bound or, without one, that a protocol is bound to. It
// is 0 where there is none.
func (e *Engine) next(c Carrier, key *field.Key) (index uint16) {
	if e.reg.chosen != nil {
		if index, ok := e.nextChosen(c, key); ok {
			return index
		}
	}
	for i := 0; ; i++ {
		k := c.Next(i)
		if k.Space == field.None {
			return 0
		}
		if index = e.reg.find(k); index != 0 {
			*key = k
			return index
		}
	}
}

// Bound returns the protocol that is bound to what layer i of p carries, nil without
// one. It need not have been found there: a Tentative message may have declined.
func (e *Engine) Bound(p *Packet, i int) *field.Proto {
	c := p.Layers[i].can.carrier
	if c == nil {
		return nil
	}
	var key field.Key
	if index := e.next(c, &key); index != 0 {
		return e.reg.kinds[index].proto
	}
	return nil
}

// nextChosen is next among the keys of DecodeAs.
func (e *Engine) nextChosen(c Carrier, key *field.Key) (index uint16, ok bool) {
	for i := 0; ; i++ {
		k := c.Next(i)
		if k.Space == field.None {
			return 0, false
		}
		if index, ok = e.reg.chosen[k]; ok {
			*key = k
			return index, true
		}
	}
}

// read decodes l, into t if there is one.
func (e *Engine) read(p *Packet, l *Layer, t *field.Tree, up int32) error {
	d := &e.d
	d.Env.Key, d.Env.Conversation = l.Key, l.Conversation
	d.Reset(p.Bufs[l.Span.Buf], l.Span, t, up)
	err := l.Message.Decode(d)
	l.pay, _ = d.TakePayload()
	l.done, l.top = d.Off(), d.Top()
	return e.arena.keep(err, d)
}

// resume reads what was decrypted of l, which was read last.
func (e *Engine) resume(l *Layer) error {
	err := l.Message.(Encrypted).Resume(&e.d)
	l.pay, _ = e.d.TakePayload()
	return e.arena.keep(err, &e.d)
}

// Own returns n bytes that live as long as the messages of the packets in
// hand: for what a tracker decrypts. They hold anything.
func (e *Engine) Own(n int) []byte { return e.arena.own(n) }

// Continue goes on behind layer i of p, whose payload is now all of buf: a
// datagram put together or a packet decrypted. Layers behind i are replaced.
// Layer i must not be quoted.
func (e *Engine) Continue(p *Packet, i int, buf []byte) {
	first, _ := e.reread(p, i)
	p.Err = nil
	p.Bufs = append(p.Bufs, buf)
	l := &e.arena.layers[first+i]
	l.rest = false
	var key field.Key
	if e.next(l.can.carrier, &key) != 0 || len(buf) > 0 {
		span := field.Span{Buf: uint8(len(p.Bufs) - 1), End: len(buf), Wire: len(buf)}
		e.chain(p, first, key, span, nil)
	}
	e.replace(p, first, i)
}

// Attach adds to p what layer i carries in buf and key leads to, behind all its
// layers: a stream's segment may end several messages. What is known of the message that
// key leads to tells informant, which may be nil. Layer i must not be quoted.
func (e *Engine) Attach(p *Packet, i int, key field.Key, buf []byte, informant Informant) {
	first, _ := e.reread(p, i)
	e.arena.layers = append(e.arena.layers, p.Layers[i+1:]...)
	p.Bufs = append(p.Bufs, buf)
	at := len(e.arena.layers)
	e.arena.layers[at-1].rest = false
	e.chain(p, first, key, field.Span{Buf: uint8(len(p.Bufs) - 1), End: len(buf), Wire: len(buf)}, informant)
	e.arena.layers[at].attached = true
	p.Layers = e.arena.since(first)
}

// replace makes the arena's layers from the first-th on those of p, with what was
// attached behind layer i before.
func (e *Engine) replace(p *Packet, first, i int) {
	for k := i + 1; k < len(p.Layers); k++ {
		if !p.Layers[k].attached {
			continue
		}
		shift := int16(len(e.arena.layers) - first - k)
		for _, l := range p.Layers[k:] {
			if int(l.up) >= k {
				l.up += shift
			}
			e.arena.layers = append(e.arena.layers, l)
		}
		break
	}
	p.Layers = e.arena.since(first)
}

// Claim goes on behind layer i of p, whose payload is what key leads to, whatever
// the layer itself says, unless DecodeAs has bound what it says. What is known of it
// tells informant, which may be nil. Layers behind i are replaced. Layer i must not be
// quoted.
func (e *Engine) Claim(p *Packet, i int, key field.Key, informant Informant) {
	var named field.Key
	if c := p.Layers[i].can.carrier; c != nil && e.reg.chosen != nil {
		if _, ok := e.nextChosen(c, &named); ok {
			return
		}
	}
	first, err := e.reread(p, i)
	p.Err = err
	l := &e.arena.layers[first+i]
	l.rest = false
	if err == nil && l.pay.Off >= 0 {
		e.chain(p, first, key, l.pay, informant)
	}
	e.replace(p, first, i)
}

// Bare leaves the payload of layer i of p to no protocol: a stream's segment is not
// what its port says. Layers behind i are removed. Layer i must not be quoted.
func (e *Engine) Bare(p *Packet, i int) {
	first, err := e.reread(p, i)
	p.Err = err
	l := &e.arena.layers[first+i]
	l.rest = err == nil && l.pay.Off >= 0 && l.pay.Off < l.pay.Wire
	p.Layers = e.arena.since(first)
}

// Again reads layer i of p once more, because a tracker has left facts on its
// message, and what follows it. Layer i must not be quoted.
func (e *Engine) Again(p *Packet, i int) {
	first, err := e.reread(p, i)
	p.Err = err
	l := &e.arena.layers[first+i]
	l.rest = false
	if err == nil && l.can.carrier != nil && l.pay.Off >= 0 {
		var key field.Key
		if e.next(l.can.carrier, &key) != 0 {
			e.chain(p, first, key, l.pay, nil)
		} else {
			l.rest = l.pay.Off < l.pay.Wire
		}
	}
	e.replace(p, first, i)
}

// reread takes the layers of p up to the i-th as the beginning of a new list,
// the first-th of the arena's, and decodes them once more, so that Env is set
// again. It returns the error of the last.
func (e *Engine) reread(p *Packet, i int) (first int, err error) {
	first = len(e.arena.layers)
	e.arena.layers = append(e.arena.layers, p.Layers[:i+1]...)
	e.d.Env = field.Env{FCS: p.FCS, Time: p.Time}
	p.Notes, p.Noted = 0, nil
	for k := range i + 1 {
		err = e.read(p, &e.arena.layers[first+k], nil, -1)
		p.note(&e.d)
	}
	return first, err
}
