package dissect

import "pktscope/dissect/field"

// Build reads p, which this or another Engine has taken apart, once more and
// fills t with its fields.
func (e *Engine) Build(p *Packet, t *field.Tree) {
	t.Reset(p.Bufs...)
	e.d.Env = field.Env{}
	if p.Head != nil {
		e.d.Reset(p.Bufs[0], field.Span{End: len(p.Bufs[0]), Wire: len(p.Bufs[0])}, t, -1)
		_ = p.Head.Decode(&e.d)
	}
	for i := range p.Layers {
		l := &p.Layers[i]
		up := int32(-1)
		if l.up >= 0 {
			up = p.Layers[l.up].node
		}
		from := int32(len(t.Nodes))
		l.node = from
		_ = e.read(p, l, t, up) // the failure is in p.Err since Dissect
		if up >= 0 && int(from) < len(t.Nodes) && t.Nodes[from].Parent == up {
			e.widen(t, up)
		}
	}
	for i := range p.Layers {
		if l := &p.Layers[i]; l.slot.trail != nil && !l.Quoted {
			e.trailer(p, i, t)
		}
	}
}

// widen makes the closed node i and those above it end with the tree: what a
// Quoter quotes lies within it.
func (e *Engine) widen(t *field.Tree, i int32) {
	for ; i >= 0; i = t.Nodes[i].Parent {
		t.Nodes[i].End = int32(len(t.Nodes))
	}
}

// trailer reads what lies behind the payload of layer i, or behind what the
// layer above took of it.
func (e *Engine) trailer(p *Packet, i int, t *field.Tree) {
	l := &p.Layers[i]
	if l.pay.Off < 0 {
		return
	}
	at := l.pay.Wire
	if i+1 < len(p.Layers) {
		above := &p.Layers[i+1]
		if above.Span.Buf != l.Span.Buf {
			return
		}
		took := above.done
		if above.pay.Off >= 0 {
			took = above.pay.Wire
		}
		at = min(at, took)
	}
	if at >= l.Span.End || p.Err != nil {
		return
	}
	from := int32(len(t.Nodes))
	e.d.Reset(p.Bufs[l.Span.Buf], field.Span{Buf: l.Span.Buf, Off: at, End: l.Span.End, Wire: l.Span.Wire}, t, -1)
	l.slot.trail.Trailer(&e.d)
	t.Adopt(l.node, from)
	for k := range p.Layers {
		if q := &p.Layers[k]; k != i && q.node > l.node {
			q.node += int32(len(t.Nodes)) - from
		}
	}
}
