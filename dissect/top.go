package dissect

import (
	"errors"

	"github.com/pktscope/pktscope/dissect/field"
)

// AppendTop appends the names of what stands at the top of p's tree, outermost
// first, whether the tree is built or not: its layers, but for what lies below
// another, such as an extension header of IPv6 or what an ICMP error quotes; the
// protocol of a message over several packets that ends with this one; the bytes
// without a protocol; and the error, if p was not decoded to its end.
func (p *Packet) AppendTop(top []string) []string {
	for i := range p.Layers {
		if l := &p.Layers[i]; l.up < 0 && l.top != nil {
			top = append(top, l.top.Name)
		}
	}
	if n := len(p.Layers); n > 0 {
		l := &p.Layers[n-1]
		if proto, ok := l.gathered(); ok && proto != "" {
			top = append(top, proto)
		} else if !ok && l.rest && p.restUp(n-1) < 0 {
			top = append(top, DataProto.Name)
		}
	}
	if p.Err != nil {
		top = append(top, p.broke().Name)
	}
	return top
}

// leaves reports whether l leaves bytes that no protocol is bound to: those of a message
// over several packets are its protocol's.
func (l *Layer) leaves() bool {
	if !l.rest || l.pay.End <= l.pay.Off {
		return false
	}
	_, part := l.gathered()
	return !part
}

// gathered reports whether l's payload is part of a message over several
// packets, and whose.
func (l *Layer) gathered() (proto string, ok bool) {
	if !l.kind.gathers {
		return "", false
	}
	return l.Message.(Gathering).Gathered()
}

// broke is the protocol that says why p was not read to its end.
func (p *Packet) broke() *field.Proto {
	if errors.Is(p.Err, field.ErrTruncated) {
		return ShortProto
	}
	return MalformedProto
}
