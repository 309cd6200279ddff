package dissect

import "github.com/pktscope/pktscope/dissect/field"

// Build reads p, which this or another Engine has taken apart, once more and
// fills t with its fields.
func (e *Engine) Build(p *Packet, t *field.Tree) {
	t.Reset(p.Bufs...)
	t.Names = e.reg.names
	e.d.Env = field.Env{FCS: p.FCS, Time: p.Time}
	e.rest(p)
	e.head(p, t)
	for i := range p.Layers {
		e.build(p, i, t)
	}
	e.trailers(p, t)
	p.broken(t)
	e.flawed(p, t)
}

// head adds what is known of the frame beside its bytes.
func (e *Engine) head(p *Packet, t *field.Tree) {
	if p.Head != nil {
		e.d.Reset(p.Bufs[0], field.Span{End: len(p.Bufs[0]), Wire: len(p.Bufs[0])}, t, -1)
		_ = p.Head.Decode(&e.d)
	}
}

// build adds the fields of layer i.
func (e *Engine) build(p *Packet, i int, t *field.Tree) {
	l := &p.Layers[i]
	up := int32(-1)
	if l.up >= 0 {
		up = p.Layers[l.up].node
		if l.top == &DataProto.Def && p.Layers[l.up].kind.keeper {
			up = holder(t, up, l.Span)
		}
	}
	from := int32(len(t.Nodes))
	l.node = from
	_ = e.read(p, l, t, up) // the failure is in p.Err since Dissect
	if up >= 0 && int(from) < len(t.Nodes) && t.Nodes[from].Parent == up {
		e.widen(t, up)
		if host := &p.Layers[l.up]; l.nested && host.Span.Buf == l.Span.Buf {
			t.Nodes[up].Len = uint32(l.done) - t.Nodes[up].Off
		}
	}
}

// holder returns the innermost of the nodes that end the tree, from node up on, that the
// bytes of s are part of: the data of an echo below icmp.data.
func holder(t *field.Tree, up int32, s field.Span) int32 {
	if up < 0 {
		return up
	}
	for c := up + 1; c < t.Nodes[up].End; {
		n := &t.Nodes[c]
		if n.End == t.Nodes[up].End && n.Buf == s.Buf && n.Len > 0 && int(n.Off) <= s.Off && s.End <= int(n.Off+n.Len) {
			up, c = c, c+1
			continue
		}
		c = n.End
	}
	return up
}

// rest adds the layer of bytes that no protocol is bound to, which only a tree shows.
func (e *Engine) rest(p *Packet) {
	n := len(p.Layers)
	if n == 0 || !p.Layers[n-1].leaves() {
		return
	}
	l := &p.Layers[n-1]
	l.rest = false
	can := e.arena.get(e.reg.kinds[0], 0)
	p.Layers = append(p.Layers, Layer{
		Message: can.message, can: can, Key: l.next(), Span: l.pay, Quoted: l.Quoted, kind: e.reg.kinds[0], top: &DataProto.Def, up: p.restUp(n - 1),
		pay: field.Span{Buf: l.pay.Buf, Off: -1}, done: l.pay.End,
	})
}

// next returns the key of the payload, to which no protocol is bound.
func (l *Layer) next() field.Key { return l.can.carrier.Next(0) }

// restUp returns the layer that the remaining bytes of layer i are shown below.
func (p *Packet) restUp(i int) int16 {
	switch l := &p.Layers[i]; {
	case l.kind.top && !l.Quoted:
		return -1
	case l.kind.keeper:
		return int16(i)
	case l.Quoted:
		return l.up
	}
	return -1
}

// widen makes the closed node i and those above it end with the tree: what a
// Quoter quotes lies within it.
func (e *Engine) widen(t *field.Tree, i int32) {
	for ; i >= 0; i = t.Nodes[i].Parent {
		t.Nodes[i].End = int32(len(t.Nodes))
	}
}

// trailers reads what lies behind payloads, or behind what the layer above
// took of them. Bytes that two layers could claim belong to the inner one.
func (e *Engine) trailers(p *Packet, t *field.Tree) {
	if p.Err != nil {
		return
	}
	var took, buf int // how far the layer above reaches, in which buffer
	buf = -1
	for i := len(p.Layers) - 1; i >= 0; i-- {
		l := &p.Layers[i]
		if l.Quoted {
			continue
		}
		reach := l.done
		if l.pay.Off >= 0 && l.pay.Buf == l.Span.Buf { // not what was decrypted
			reach = l.pay.Wire
			if (l.kind.trail || l.kind.open) && buf == int(l.Span.Buf) {
				reach = min(reach, took) // others answer for their payload themselves
			}
		}
		if l.top != nil && l.kind.trail && l.pay.Off >= 0 && (buf < 0 || buf == int(l.Span.Buf)) && reach < l.Span.End {
			if l.node >= 0 {
				e.trailer(p, i, reach, t)
			}
			reach = l.Span.Wire // also where the tree has not the layer
		}
		took, buf = reach, int(l.Span.Buf)
	}
}

// trailer reads what lies behind byte at of layer i.
func (e *Engine) trailer(p *Packet, i, at int, t *field.Tree) {
	l := &p.Layers[i]
	from := int32(len(t.Nodes))
	e.d.Reset(p.Bufs[l.Span.Buf], field.Span{Buf: l.Span.Buf, Off: at, End: l.Span.End, Wire: l.Span.Wire}, t, -1)
	l.Message.(Trailing).Trailer(&e.d)
	t.Adopt(l.node, from)
	for k := range p.Layers {
		if q := &p.Layers[k]; k != i && q.node > l.node {
			q.node += int32(len(t.Nodes)) - from
		}
	}
}
