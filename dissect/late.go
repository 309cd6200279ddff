package dissect

import "github.com/pktscope/pktscope/dissect/field"

// Defer makes e leave messages unread that carry no other protocol and that
// are not needed before Complete: those of all protocols but asked. Where a display
// filter hides most packets, decoding them to their ends would be most of the work.
func (e *Engine) Defer(asked ProtoSet) { e.asked = asked }

// Skip makes e leave messages of protos unread as well, with all that they carry: what Defer
// asks for is not among that.
func (e *Engine) Skip(protos ProtoSet) { e.unread = protos }

// Complete reads what Defer has left unread of p.
func (e *Engine) Complete(p *Packet) {
	for i := 0; i < len(p.Layers); i++ {
		if l := &p.Layers[i]; l.late {
			l.late = false
			e.Again(p, i)
		}
	}
}

// putOff leaves l unread.
func (l *Layer) putOff() {
	l.late, l.top, l.done = true, nil, l.Span.Off
	l.pay = field.Span{Buf: l.Span.Buf, Off: -1}
}
