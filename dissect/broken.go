package dissect

import (
	"errors"

	"github.com/pktscope/pktscope/dissect/field"
)

// The protocols under which the detail says why a packet was not read to its
// end, as Wireshark names them.
var (
	MalformedProto = field.NewProto("_ws.malformed", "Malformed", "Malformed Packet", field.Format(appendBroken))
	ShortProto     = field.NewProto("_ws.short", "Short", "Short Frame", field.Format(appendBroken))
)

// Expert information on a packet that was not read to its end, and on one of which parts were
// passed over.
var (
	malformed       = MalformedProto.Expert("_ws.malformed.expert", "Malformed Packet (Exception occurred)", field.Failure, field.OfMalformed)
	malformedWithin = MalformedProto.Expert("pktscope.malformed.element", MalformedElement, field.Failure, field.OfMalformed)
)

// MalformedElement is what expert information says of parts that were passed over.
const MalformedElement = "Malformed element, passed over"

func appendBroken(b []byte, t *field.Tree, i int) []byte { return append(b, t.Text(i)...) }

// flawed adds to t that p has values that cannot be, though it was read to its end: for
// filters alone where a note says as much, as in Wireshark.
func (e *Engine) flawed(p *Packet, t *field.Tree) {
	switch {
	case p.Err != nil:
	case p.Notes > 0:
		p.malformed(t, field.Node{}, malformedWithin, p.Noted)
	case e.d.Env.Flawed:
		t.Add(-1, field.Node{Def: &MalformedProto.Def, Flags: field.IsKept | field.IsHidden | field.IsGenerated, Val: t.Keep([]byte(MalformedProto.Name))})
	}
}

// malformed adds to t node n, "[Malformed Packet: CDP]", and below it what is malformed.
func (p *Packet) malformed(t *field.Tree, n field.Node, what *field.Def, proto *field.Proto) {
	text := append([]byte(nil), "[Malformed Packet: "...)
	if proto != nil {
		text = append(text, proto.Short...)
	}
	n.Def, n.Val, n.Flags = &MalformedProto.Def, t.Keep(append(text, ']')), field.IsKept
	if at := t.Add(-1, n); at >= 0 {
		t.Add(at, field.Node{Def: what, Buf: n.Buf})
		t.Nodes[at].End = int32(len(t.Nodes))
	}
}

// broken adds to t why p could not be read to its end, if it could not.
func (p *Packet) broken(t *field.Tree) {
	if p.Err == nil {
		return
	}
	var e *field.Error
	if !errors.As(p.Err, &e) {
		return
	}
	n := field.Node{Off: uint32(max(e.Off, 0))}
	if last := len(p.Layers); last > 0 {
		n.Buf = p.Layers[last-1].Span.Buf
	}
	if p.broke() == MalformedProto {
		p.malformed(t, n, malformed, e.Def.Proto)
		return
	}
	text := append([]byte(nil), "[Packet size limited during capture: "...)
	if e.Def.Proto != nil {
		text = append(text, e.Def.Proto.Short...)
	}
	n.Def, n.Val, n.Flags = &ShortProto.Def, t.Keep(append(text, " truncated]"...)), field.IsKept
	t.Add(-1, n)
}
