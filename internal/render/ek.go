package render

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
)

// An ek is the detail for Elasticsearch's bulk interface: a line with the index, a
// line of JSON. Each protocol is a flat object; fields that repeat are an array.
type ek struct {
	unframed
	o       Options
	columns []fieldColumn // instead of the whole tree
	keys    []string      // of columns
	layers  layers
}

func newEK(o Options) (Format, error) {
	columns, err := resolve(o)
	if err != nil {
		return nil, err
	}
	l, err := newLayers(&o)
	f := &ek{o: o, columns: columns, layers: l}
	for _, c := range columns {
		f.keys = append(f.keys, underscored(c.name))
	}
	return f, err
}

// appendEKName appends the key of a field: its protocol, then its own name, with
// underscores for dots. Each option of IPv4 and TCP is a protocol in Wireshark.
func appendEKName(b []byte, d *field.Def) []byte {
	switch {
	case d.Name == "":
		return append(b, textLayer...)
	case isOption(d):
		return appendUnderscored(b, d.Name)
	}
	return appendUnderscored(append(appendUnderscored(b, d.Proto.Name), '_'), d.Name)
}

// isOption reports whether d is a whole option of IPv4 or TCP that is a protocol in
// Wireshark; MPTCP's is none.
func isOption(d *field.Def) bool {
	if d.Kind != field.Raw {
		return false
	}
	proto, option, _ := strings.Cut(d.Name, ".options.")
	return (proto == "ip" || proto == "tcp") && option != "mptcp" &&
		!strings.Contains(strings.TrimPrefix(option, "rvbd."), ".")
}

func underscored(s string) string { return strings.ReplaceAll(s, ".", "_") }

// appendUnderscored appends s with underscores for dots, of eight bytes at once: those
// behind s are in the room of b only.
func appendUnderscored(b []byte, s string) []byte {
	at := len(b)
	b = append(b, s...)
	end := len(b)
	b = slices.Grow(b, 8)[:end+8]
	for ; at < end; at += 8 {
		v := binary.LittleEndian.Uint64(b[at:])
		no := v ^ ones*'.'                                   // zero for a dot
		no = (no&(ones*0x7f) + ones*0x7f | no) & (ones << 7) // the high bit for all others
		binary.LittleEndian.PutUint64(b[at:], v^(ones-no>>7)*('.'^'_'))
	}
	return b[:end]
}

func (f *ek) NeedsTree() bool { return len(f.columns) == 0 || needTree(f.columns) }

func (f *ek) AppendRow(b []byte, r *Row) []byte {
	b = appendDate(append(b, `{"index":{"_index":"packets-`...), r)
	b = f.o.As.appendType(append(b, '"'), ",", ":")
	b = append(b, "}}\n{"...)
	if r.Frame.HasTime {
		b = appendMillis(append(b, `"timestamp":"`...), r.Frame.Time)
		b = append(b, `",`...)
	}
	b = append(b, `"layers":{`...)
	if len(f.columns) > 0 {
		b = f.appendChosen(b, r)
	} else {
		w := ekWriter{f: f, t: r.whole(f.o.Names), j: &r.join}
		w.j.reset(len(w.t.Nodes))
		b = w.appendProtos(b)
	}
	return append(b, "}}\n"...)
}

func (f *ek) appendChosen(b []byte, r *Row) []byte {
	any := false
	for i := range f.columns {
		n := 0
		f.columns[i].each(r, &f.o, func(value func([]byte) []byte) {
			if n > 0 {
				b = append(b, ',')
			} else {
				if any {
					b = append(b, ',')
				}
				b = append(appendJSONString(b, []byte(f.keys[i])), ":["...)
			}
			n++
			b = append(b, '"')
			at := len(b)
			b = append(cleanJSON(value(b), at), '"')
		})
		if n > 0 {
			b, any = append(b, ']'), true
		}
	}
	return b
}

// An ekWriter writes one tree.
type ekWriter struct {
	f *ek
	t *field.Tree
	j *joiner

	whole bool // f.layers has all nodes below the one being written
}

// appendProtos appends the protocols, and what stands beside them. A protocol of several
// layers is an array.
func (w *ekWriter) appendProtos(b []byte) []byte { return w.appendMembers(b, 0, len(w.t.Nodes)) }

// appendNode appends node c, of a protocol what is below it.
func (w *ekWriter) appendNode(b []byte, c int) []byte {
	name, was := cmp.Or(w.t.Nodes[c].Def.Name, textLayer), w.whole
	open, whole := w.f.layers.opens(name, was)
	switch {
	case !open:
		return append(append(append(b, `{"filtered":"`...), name...), `"}`...)
	case !isProto(&w.t.Nodes[c]):
		return w.appendValue(b, c)
	}
	w.whole = whole
	b = w.appendProto(b, c)
	w.whole = was
	return b
}

// appendProto appends the nodes below node c as one object, without the protocols
// among them.
func (w *ekWriter) appendProto(b []byte, c int) []byte {
	return append(w.appendMembers(append(b, '{'), c+1, int(w.t.Nodes[c].End)), '}')
}

// appendMembers appends the nodes from from to end, and those below them that no protocol
// holds, as members of one object.
func (w *ekWriter) appendMembers(b []byte, from, end int) []byte {
	w.j.nodes = w.j.nodes[:0]
	for i := from; i < end; i = w.behind(i) {
		w.j.nodes = append(w.j.nodes, int32(i))
	}
	w.j.linkText(w.t)
	first := true
	for i := from; i < end; i = w.behind(i) {
		if w.j.again[i] {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(w.appendKey(append(b, '"'), &w.t.Nodes[i]), `":`...)
		b = w.appendJoined(b, i, w.appendNode)
	}
	return b
}

// behind returns the node of a protocol's object that is next to node i: the first one
// below it, but not of another protocol or of a node that layers leaves out.
func (w *ekWriter) behind(i int) int {
	n := &w.t.Nodes[i]
	if isProto(n) {
		return int(n.End)
	}
	if w.f.layers != nil {
		if open, _ := w.f.layers.opens(cmp.Or(n.Def.Name, textLayer), w.whole); !open {
			return int(n.End)
		}
	}
	return i + 1
}

func (w *ekWriter) appendKey(b []byte, n *field.Node) []byte {
	if isProto(n) && !n.Def.Nested {
		return appendUnderscored(b, n.Def.Name)
	}
	return appendEKName(b, n.Def)
}

func (w *ekWriter) appendJoined(b []byte, c int, one func([]byte, int) []byte) []byte {
	if w.j.next[c] == 0 {
		return one(b, c)
	}
	b = append(b, '[')
	for {
		b = one(b, c)
		if c = int(w.j.next[c]); c == 0 {
			return append(b, ']')
		}
		b = append(b, ',')
	}
}

func (w *ekWriter) appendValue(b []byte, c int) []byte {
	n := &w.t.Nodes[c]
	if n.Def.Kind == field.Bool {
		if n.Val != 0 {
			return append(b, "true"...)
		}
		return append(b, "false"...)
	}
	if n.Def.Kind == field.Scope && n.Def.Name != "" { // a subtree has no value
		return append(b, "null"...)
	}
	b = append(b, '"')
	at := len(b)
	switch {
	case n.Def.Name == "":
		b = cleanJSON(w.t.AppendLabel(b, c), at)
	default:
		if b = w.f.o.As.appendElastic(b, w.t, c); isText(n.Def) {
			b = cleanJSON(b, at)
		}
	}
	return append(b, '"')
}

// appendMillis appends the milliseconds since 1970; those of a second where 64 bits are
// enough for them.
func appendMillis(b []byte, t time.Time) []byte {
	const most = math.MaxInt64 / 1000
	if sec := t.Unix(); sec < -most || sec > most {
		return append(appendInt(b, sec), "000"...)
	}
	return appendInt(b, t.UnixMilli())
}
