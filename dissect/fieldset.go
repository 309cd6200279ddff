package dissect

import (
	"slices"

	"github.com/pktscope/pktscope/dissect/field"
)

// A FieldSet is the fields that a tree is to hold: all of some protocols'.
type FieldSet struct {
	protos  []*field.Proto
	head    bool // those of the frame, which its bytes do not hold
	failure bool // those that tell why a packet was not read to its end
	expert  bool // expert information, which any protocol may have
}

// AsksFailure reports whether s has the fields that tell why a packet was not
// read to its end.
func (s *FieldSet) AsksFailure() bool { return s.failure }

// FieldSet is the set of the fields of protos.
func (r *Registry) FieldSet(protos ...*field.Proto) *FieldSet {
	s := &FieldSet{protos: protos}
	for _, q := range protos {
		switch {
		case q == MalformedProto || q == ShortProto:
			s.failure = true
		case q == field.ExpertProto:
			s.expert, s.failure = true, true // a failure has some
		case !r.Layered(q):
			s.head = true
		}
	}
	return s
}

// has reports whether messages of q may have fields of s.
func (s *FieldSet) has(q *field.Proto) bool {
	if s.expert {
		return true
	}
	for _, c := range s.protos {
		if c == q || c == q.Whole {
			return true
		}
	}
	return false
}

// Layered reports whether q is a protocol that layers have. The frame's, and
// those that tell what is malformed, are not.
func (r *Registry) Layered(q *field.Proto) bool {
	return slices.ContainsFunc(r.kinds, func(k *kind) bool { return k.proto == q })
}

// Has reports whether a layer of p is of protocol q.
func (p *Packet) Has(q *field.Proto) bool {
	for i := range p.Layers {
		if p.Layers[i].is(q) {
			return true
		}
	}
	if n := len(p.Layers); q == DataProto && n > 0 {
		return p.Layers[n-1].leaves()
	}
	return false
}

// is reports whether l is of protocol q.
func (l *Layer) is(q *field.Proto) bool {
	if l.kind.proto != q && q != DataProto {
		return false
	}
	if l.can.silent != nil && l.top == nil && !l.late {
		return false // it has left everything to another protocol
	}
	return l.Proto() == q
}

// Header finds the first layer of protocol q, or part of it, from layer i on and
// returns the bytes that its message read, up to its payload; -1 without one.
// Unless fixed is set its fields do not stand where field.At says.
func (p *Packet) Header(q *field.Proto, i int) (at int, b []byte, fixed bool) {
	for ; i < len(p.Layers); i++ {
		l := &p.Layers[i]
		switch {
		case l.is(q):
			if l.kind.irregular && l.Message.(Irregular).Irregular() {
				return i, nil, false
			}
			buf := p.Bufs[l.Span.Buf]
			return i, buf[l.Span.Off:max(min(l.done, len(buf)), l.Span.Off)], true
		case l.kind.whole == q:
			return i, nil, false
		}
	}
	if n := len(p.Layers); q == DataProto && i <= n && n > 0 && p.Layers[n-1].leaves() {
		return n, nil, false // a tree will have it as a layer
	}
	return -1, nil, false
}

// BuildFields is Build for the fields of set only, which costs less: layers
// without them add no nodes, and layers behind the last one with them are not
// read. A node that lies below one that is left out stands at the top.
func (e *Engine) BuildFields(p *Packet, t *field.Tree, set *FieldSet) {
	t.Reset(p.Bufs...)
	t.Names = e.reg.names
	e.d.Env = field.Env{FCS: p.FCS, Time: p.Time}
	e.rest(p)
	if set.head {
		e.head(p, t)
	}
	last := -1
	for i := range p.Layers {
		p.Layers[i].node = -1
		if set.has(p.Layers[i].Proto()) {
			last = i
		}
	}
	if set.failure {
		last = len(p.Layers) - 1 // any may have a flaw
	}
	for i := range p.Layers[:last+1] {
		if set.has(p.Layers[i].Proto()) {
			e.build(p, i, t)
		} else {
			_ = e.read(p, &p.Layers[i], nil, -1) // tells Env
		}
	}
	e.trailers(p, t)
	if set.failure {
		p.broken(t)
		e.flawed(p, t)
	}
}

// IsQuoted reports whether node i of the tree that was built last is of a layer that an
// ICMP error quotes.
func (p *Packet) IsQuoted(t *field.Tree, i int) bool {
	for k := range p.Layers {
		if l := &p.Layers[k]; l.Quoted && l.node >= 0 && int(l.node) <= i && i < int(t.Nodes[l.node].End) {
			return true
		}
	}
	return false
}

// Reach returns the bytes from where node i of the tree that was built last
// begins: if i is a layer's, to the end of what the layer holds with all that
// is within it.
func (p *Packet) Reach(t *field.Tree, i int) []byte {
	for k := range p.Layers {
		l := &p.Layers[k]
		if int(l.node) != i {
			continue
		}
		end := l.Span.End
		if l.pay.Off >= 0 && !l.kind.trail {
			end = max(l.pay.End, int(t.Nodes[i].Off+t.Nodes[i].Len)) // a length of its own
		}
		buf := p.Bufs[l.Span.Buf]
		return buf[t.Nodes[i].Off:min(end, len(buf))]
	}
	return t.Bytes(i)
}
