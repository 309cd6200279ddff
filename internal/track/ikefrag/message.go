package ikefrag

import (
	"bytes"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A message is the fragments of one so far.
type message struct {
	key
	since  time.Time
	parts  []part // by number, in the order of arrival within one
	have   [256]bool
	last   uint8 // number of the last part, 0: not captured yet
	count  int   // numbers up to last that were captured
	length int   // of the parts, each number once
}

// A part is one fragment. A retransmission has no data.
type part struct {
	number   uint8
	frame    uint64
	data     []byte // of the first with this number
	size     int
	again    bool
	conflict bool
}

// insert adds a fragment.
func (m *message) insert(frame uint64, f *isakmp.CiscoFragment) {
	if f.Number == 0 {
		return // numbers begin at 1
	}
	x := part{number: f.Number, frame: frame, size: len(f.Data)}
	at := len(m.parts)
	for at > 0 && m.parts[at-1].number > f.Number {
		at--
	}
	if m.have[f.Number] {
		first := slices.IndexFunc(m.parts, func(p part) bool { return p.number == f.Number })
		x.again = true
		x.conflict = !bytes.Equal(m.parts[first].data, f.Data)
		x.size = m.parts[first].size
	} else {
		x.data = bytes.Clone(f.Data)
		m.have[f.Number] = true
		m.count++
		m.length += len(f.Data)
	}
	m.parts = slices.Insert(m.parts, at, x)
	if f.Last && m.last == 0 {
		m.last = f.Number
	}
}

// complete reports whether all parts are there.
func (m *message) complete() bool {
	return m.last > 0 && m.count == int(m.last) && m.parts[len(m.parts)-1].number == m.last
}

// assemble fills b with the message and returns where its parts lie.
func (m *message) assemble(b []byte) (list []isakmp.Fragment) {
	off := 0
	for _, x := range m.parts {
		if x.again {
			list = append(list, isakmp.Fragment{Frame: x.frame, Off: off - x.size, Len: x.size, Again: true, Conflict: x.conflict})
			continue
		}
		list = append(list, isakmp.Fragment{Frame: x.frame, Off: off, Len: x.size})
		off += copy(b[off:], x.data)
	}
	return list
}
