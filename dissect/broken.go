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

// malformed is the expert information on a packet that was not read to its end.
var malformed = MalformedProto.Expert("_ws.malformed.expert", "Malformed Packet (Exception occurred)", field.Failure, field.OfMalformed)

func appendBroken(b []byte, t *field.Tree, i int) []byte { return append(b, t.Text(i)...) }

// flawed adds to t, for filters, that p has values that cannot be, though it was read to
// its end: Wireshark's _ws.malformed is there, too, where a note says as much.
func (e *Engine) flawed(p *Packet, t *field.Tree) {
	if p.Err == nil && (e.d.Env.Flawed || p.Notes > 0) {
		t.Add(-1, field.Node{Def: &MalformedProto.Def, Flags: field.IsKept | field.IsHidden | field.IsGenerated, Val: t.Keep(nil)})
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
	name := ""
	if e.Def.Proto != nil {
		name = e.Def.Proto.Short
	}
	var text []byte
	proto := p.broke()
	if proto == ShortProto {
		text = append(append(append(text, "[Packet size limited during capture: "...), name...), " truncated]"...)
	} else {
		text = append(append(append(text, "[Malformed Packet: "...), name...), ']')
	}
	var buf uint8
	if n := len(p.Layers); n > 0 {
		buf = p.Layers[n-1].Span.Buf
	}
	at := t.Add(-1, field.Node{Def: &proto.Def, Val: t.Keep(text), Off: uint32(max(e.Off, 0)), Buf: buf, Flags: field.IsKept})
	if proto == MalformedProto && at >= 0 {
		t.Add(at, field.Node{Def: malformed, Buf: buf})
		t.Nodes[at].End = int32(len(t.Nodes))
	}
}
