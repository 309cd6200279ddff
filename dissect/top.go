package dissect

import (
	"errors"

	"pktscope/dissect/field"
)

// AppendTop appends the protocols that stand at the top of p's tree, outermost
// first, whether the tree is built or not: those of its layers but for what
// lies below another, such as an extension header of IPv6 or what an ICMP error
// quotes, then why p was not read to its end, if it was not.
func (p *Packet) AppendTop(top []*field.Proto) []*field.Proto {
	for i := range p.Layers {
		if l := &p.Layers[i]; l.up < 0 {
			top = append(top, l.Proto())
		}
	}
	if n := len(p.Layers); n > 0 {
		if l := &p.Layers[n-1]; l.rest && l.restUp() < 0 {
			top = append(top, DataProto)
		}
	}
	if p.Err != nil {
		top = append(top, p.broke())
	}
	return top
}

// broke is the protocol that says why p was not read to its end.
func (p *Packet) broke() *field.Proto {
	if errors.Is(p.Err, field.ErrTruncated) {
		return ShortProto
	}
	return MalformedProto
}
