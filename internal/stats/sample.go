package stats

import (
	"encoding/binary"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/filter"
)

// A looker is a track.Looker. It records for a packet one byte a filter, 1 where
// the packet passes; then for each field the number of its values (16 bits) and
// the values (64 bits each, both little-endian); then, where text is asked for, the
// number of texts (16 bits), each as a byte that says of which field, its length (16
// bits) and itself; then, where it is asked for, expert information as appendExperts has it;
// then the packet's comments, each behind its length as a varint.
type looker struct {
	*plan
	matchers []*filter.Matcher
}

func (p *plan) looker() *looker {
	l := &looker{plan: p}
	for _, f := range p.filters {
		l.matchers = append(l.matchers, f.Matcher())
	}
	return l
}

// Look implements track.Looker.
func (l *looker) Look(seen []byte, p *dissect.Packet, fields func() *field.Tree) []byte {
	for _, m := range l.matchers {
		hit, sure := m.Glance(p)
		if !sure {
			hit = m.Match(p, fields())
		}
		b := byte(0)
		if hit {
			b = 1
		}
		seen = append(seen, b)
	}
	for i := range l.fields {
		seen = l.fields[i].appendValues(seen, p, fields)
	}
	if len(l.said) > 0 {
		seen = l.appendSaid(seen, p, fields)
	}
	if l.experts {
		seen = appendExperts(seen, p, fields())
	}
	if l.comments {
		seen = appendComments(seen, p)
	}
	return seen
}

// appendValues appends the number of w's values in p and the values.
func (w *wanted) appendValues(b []byte, p *dissect.Packet, fields func() *field.Tree) []byte {
	at := len(b)
	b = append(b, 0, 0)
	if w.layered && !slices.ContainsFunc(w.defs, func(d *field.Def) bool { return has(p, d.Proto) }) {
		return b
	}
	nodes, n := fields().Nodes, uint16(0)
	for i := range nodes {
		if n < 1<<16-1 && slices.Contains(w.defs, nodes[i].Def) {
			b = binary.LittleEndian.AppendUint64(b, nodes[i].Val)
			n++
		}
	}
	binary.LittleEndian.PutUint16(b[at:], n)
	return b
}

// appendSaid appends the values of the plan's fields that are told as text.
func (p *plan) appendSaid(b []byte, packet *dissect.Packet, fields func() *field.Tree) []byte {
	at, n := len(b), uint16(0)
	b = append(b, 0, 0)
	any := slices.ContainsFunc(p.said, func(w wanted) bool {
		return !w.layered || slices.ContainsFunc(w.defs, func(d *field.Def) bool { return has(packet, d.Proto) })
	})
	if !any {
		return b
	}
	t := fields()
	for i := range t.Nodes {
		k := slices.IndexFunc(p.said, func(w wanted) bool { return slices.Contains(w.defs, t.Nodes[i].Def) })
		if k < 0 || n == 1<<16-1 {
			continue
		}
		from := len(b)
		b = append(b, byte(k), 0, 0)
		if p.said[k].named {
			b = append(b, valueName(string(t.AppendLabel(nil, i)))...)
		} else {
			b = t.AppendShow(b, i)
		}
		b = b[:min(len(b), from+3+1<<16-1)]
		binary.LittleEndian.PutUint16(b[from+1:], uint16(len(b)-from-3))
		n++
	}
	binary.LittleEndian.PutUint16(b[at:], n)
	return b
}

// valueName is the name of the value in a line of the detail: "A" in "Type: A (1) (Host
// Address)", "Message is a query" in "0... .... = Response: Message is a query".
func valueName(line string) string {
	_, name, _ := strings.Cut(line, ": ")
	name, _, _ = strings.Cut(name, " (")
	return name
}

// has reports whether a layer of p may have fields of proto.
func has(p *dissect.Packet, proto *field.Proto) bool {
	at, _, _ := p.Header(proto, 0)
	return at >= 0 || p.Has(proto)
}

func appendComments(b []byte, p *dissect.Packet) []byte {
	if f, ok := p.Head.(*frame.Frame); ok {
		for _, c := range f.Comments {
			b = append(binary.AppendUvarint(b, uint64(len(c))), c...)
		}
	}
	return b
}

// A sample is a packet with what a looker recorded of it.
type sample struct {
	*dissect.Packet
	plan   *plan          // what seen has
	protos []*field.Proto // of its layers
	number uint64
	bytes  uint64        // on the wire
	at     time.Duration // since the first packet of the capture
	start  time.Time     // of the capture, where timed
	timed  bool          // at is known
	seen   []byte        // see looker
}

// passes reports whether p picks the packet.
func (s *sample) passes(p pick) bool { return p == everything || s.seen[p] != 0 }

// values iterates over the values of the i-th field.
func (s *sample) values(i int) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		b := s.fieldsFrom(i)
		for n := binary.LittleEndian.Uint16(b); n > 0; n-- {
			if !yield(binary.LittleEndian.Uint64(b[2:])) {
				return
			}
			b = b[8:]
		}
	}
}

// fieldsFrom returns the rest of seen from the i-th field on.
func (s *sample) fieldsFrom(i int) []byte {
	b := s.seen[len(s.plan.filters):]
	for range i {
		b = b[2+8*int(binary.LittleEndian.Uint16(b)):]
	}
	return b
}

// said iterates over the fields told as text, in the order of the packet.
func (s *sample) said() iter.Seq2[string, string] {
	return func(yield func(name, text string) bool) {
		if len(s.plan.said) == 0 {
			return
		}
		b := s.fieldsFrom(len(s.plan.fields))
		n := binary.LittleEndian.Uint16(b)
		for b = b[2:]; n > 0; n-- {
			size := int(binary.LittleEndian.Uint16(b[1:]))
			if !yield(s.plan.said[b[0]].name, string(b[3:3+size])) {
				return
			}
			b = b[3+size:]
		}
	}
}

// commentsFrom returns the end of seen, with the comments.
func (s *sample) commentsFrom() []byte {
	b := s.expertsFrom()
	if s.plan.experts {
		b = takeExperts(b, func(expertItem) {})
	}
	return b
}

// expertsFrom returns the end of seen from expert information on.
func (s *sample) expertsFrom() []byte {
	b := s.fieldsFrom(len(s.plan.fields))
	if len(s.plan.said) == 0 {
		return b
	}
	n := binary.LittleEndian.Uint16(b)
	for b = b[2:]; n > 0; n-- {
		b = b[3+int(binary.LittleEndian.Uint16(b[1:])):]
	}
	return b
}

// comments iterates over the packet's comments, which end seen.
func (s *sample) comments() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for b := s.commentsFrom(); len(b) > 0; {
			n, size := binary.Uvarint(b)
			if b = b[size:]; !yield(b[:n]) {
				return
			}
			b = b[n:]
		}
	}
}
