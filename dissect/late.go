package dissect

import "github.com/pktscope/pktscope/dissect/field"

// Defer makes e leave messages unread that carry no other protocol and that
// are not needed before Complete: those of all protocols but asked. Where a display
// filter hides most packets, decoding them to their ends would be most of the work.
func (e *Engine) Defer(asked ProtoSet) { e.asked = asked }

// Omit makes e leave packets without layers that hold none of the protocols of Defer, if
// their first bytes foretell it: those that nobody is to see, and nothing learns from.
// Packets that are left are not Complete.
func (e *Engine) Omit(on bool) { e.omit = on }

// maxForetold bounds the headers that foretell what a packet holds: Ethernet, LLC and
// SNAP, and one within.
const maxForetold = 4

// foreseen reports whether data, which key leads to, holds no message of the protocols of
// Defer: its headers foretell a message that carries no other.
func (e *Engine) foreseen(key field.Key, data []byte) bool {
	if e.reg.chosen != nil {
		return false // any guess may be taken
	}
	for range maxForetold {
		index := e.find(key)
		k := e.reg.kinds[index]
		if index == 0 || k.bit&e.asked != 0 {
			return false
		}
		k.know()
		if k.last {
			return true
		}
		if k.foretelling == nil {
			return false
		}
		n, next := k.foretelling.Foretell(data)
		if n == 0 {
			return false
		}
		key, data = next, data[n:]
	}
	return false
}

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
