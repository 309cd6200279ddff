package frag

import (
	"bytes"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/inet"
)

const (
	// maxParts is more than the 1366 fragments of 64 KiB on the smallest link
	// that IPv4 allows, of 68 bytes: RFC 791, section 3.2.
	maxParts = 2048
	// What a datagram and a fragment cost beside their bytes.
	datagramCost = 256
	partCost     = 64
)

// A part is one fragment.
type part struct {
	frame  uint64
	offset int
	tail   bool // no fragment follows
	second bool // a tail that contradicts the first
	data   []byte
}

func (p *part) end() int { return p.offset + len(p.data) }

// A datagram is the fragments of one so far, by offset.
type datagram struct {
	since  time.Time
	parts  []part
	have   int // bytes, those that overlap counted as often
	length int // -1 until a tail is there
	proto  uint8
	again  bool // one with its key was complete, or a fragment is cut by the capture: it is no loss
}

// cost is what it costs to keep g.
func (g *datagram) cost() int { return datagramCost + partCost*len(g.parts) + g.have }

// insert adds a fragment, and returns where. Of fragments with the same offset the earlier
// goes first.
func (g *datagram) insert(frame uint64, offset int, more bool, data []byte) *part {
	x := part{frame: frame, offset: offset, tail: !more, data: data}
	switch {
	case more:
	case g.length < 0:
		g.length = x.end()
	default:
		x.second = x.end() != g.length
	}
	at, _ := slices.BinarySearchFunc(g.parts, offset+1, func(p part, offset int) int { return p.offset - offset })
	if g.parts == nil {
		g.parts = make([]part, 0, 2) // most have no more
	}
	g.parts = slices.Insert(g.parts, at, x)
	g.have += len(data)
	return &g.parts[at]
}

// complete reports whether every byte up to the end is there.
func (g *datagram) complete() bool {
	if g.length < 0 || g.have < g.length {
		return false
	}
	reach := 0
	for i := range g.parts {
		if p := &g.parts[i]; p.offset > reach {
			return false
		} else if reach = max(reach, p.end()); reach >= g.length {
			return true
		}
	}
	return false
}

// assemble reassembles a complete datagram in room. Of overlapping fragments, the bytes of
// the one that begins first count; of two that begin together, those of the one
// captured first.
func (g *datagram) assemble(room []byte) (*inet.Reassembly, []byte) {
	r := &inet.Reassembly{Length: g.length, Fragments: make([]inet.FragmentFact, 0, len(g.parts))}
	buf := room[:0]
	for i := range g.parts {
		p := &g.parts[i]
		f := inet.FragmentFact{Frame: p.frame, Offset: p.offset, Len: len(p.data), SecondTail: p.second, TooLong: p.end() > g.length}
		if p.offset < len(buf) {
			f.Overlap = true
			n := min(p.end(), len(buf)) - p.offset
			f.Conflict = !bytes.Equal(buf[p.offset:p.offset+n], p.data[:n])
		}
		if stop := min(p.end(), g.length); stop > len(buf) {
			buf = append(buf, p.data[len(buf)-p.offset:stop-p.offset]...)
		}
		r.Fragments = append(r.Fragments, f)
	}
	return r, buf
}
