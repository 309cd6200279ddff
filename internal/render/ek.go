package render

import (
	"strings"

	"github.com/pktscope/pktscope/dissect/field"
)

// An ek is the detail for Elasticsearch's bulk interface: a line with the index, a
// line of JSON. Each protocol is a flat object; fields that repeat are an array.
type ek struct {
	unframed
	o       Options
	columns []fieldColumn // instead of the whole tree
	keys    []string      // of columns
	names   map[*field.Def]string
}

func newEK(o Options) (Format, error) {
	columns, err := resolve(o)
	f := &ek{o: o, columns: columns, names: map[*field.Def]string{}}
	for _, c := range columns {
		f.keys = append(f.keys, underscored(c.name))
	}
	if o.Registry != nil {
		for _, p := range o.Registry.Protos() {
			for _, d := range p.Fields {
				f.names[d] = ekName(d)
			}
		}
	}
	return f, err
}

// ekName returns the key of a field: its protocol, then its own name, with
// underscores for dots.
func ekName(d *field.Def) string {
	if d.Name == "" {
		return "text"
	}
	return underscored(d.Proto.Name + "_" + d.Name)
}

func underscored(s string) string { return strings.ReplaceAll(s, ".", "_") }

func (f *ek) NeedsTree() bool { return len(f.columns) == 0 || needTree(f.columns) }

func (f *ek) AppendRow(b []byte, r *Row) []byte {
	b = appendDate(append(b, `{"index":{"_index":"packets-`...), r)
	b = f.o.As.appendType(append(b, '"'), ",", ":")
	b = append(b, "}}\n{"...)
	if r.Frame.HasTime {
		b = appendInt(append(b, `"timestamp":"`...), r.Frame.Time.UnixMilli())
		b = append(b, `",`...)
	}
	b = append(b, `"layers":{`...)
	if len(f.columns) > 0 {
		b = f.appendChosen(b, r)
	} else {
		w := ekWriter{f: f, t: r.whole(), j: &r.join}
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
}

// appendProtos appends the protocols. A protocol of several layers is an array.
func (w *ekWriter) appendProtos(b []byte) []byte {
	w.j.children(w.t, 0, len(w.t.Nodes))
	first := true
	for c := 0; c < len(w.t.Nodes); c = int(w.t.Nodes[c].End) {
		if w.j.again[c] {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(append(append(b, '"'), underscored(w.t.Nodes[c].Def.Name)...), `":`...)
		b = w.appendJoined(b, c, w.appendProto)
	}
	return b
}

// appendProto appends the nodes below node c as one object, without the protocols
// among them.
func (w *ekWriter) appendProto(b []byte, c int) []byte {
	if !isProto(&w.t.Nodes[c]) {
		return w.appendValue(b, c)
	}
	end := int(w.t.Nodes[c].End)
	w.j.nodes = w.j.nodes[:0]
	for i := c + 1; i < end; {
		w.j.nodes = append(w.j.nodes, int32(i))
		if isProto(&w.t.Nodes[i]) {
			i = int(w.t.Nodes[i].End)
		} else {
			i++
		}
	}
	w.j.linkText(w.t)
	b = append(b, '{')
	first := true
	for i := c + 1; i < end; {
		n := &w.t.Nodes[i]
		if !w.j.again[i] {
			if !first {
				b = append(b, ',')
			}
			first = false
			b = append(append(append(b, '"'), w.key(n)...), `":`...)
			b = w.appendJoined(b, i, w.appendProto)
		}
		if isProto(n) {
			i = int(n.End)
		} else {
			i++
		}
	}
	return append(b, '}')
}

func (w *ekWriter) key(n *field.Node) string {
	if isProto(n) && !n.Def.Nested {
		return underscored(n.Def.Name)
	}
	if name, ok := w.f.names[n.Def]; ok {
		return name
	}
	return ekName(n.Def)
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
	b = append(b, '"')
	at := len(b)
	switch {
	case n.Def.Name == "":
		b = cleanJSON(w.t.AppendLabel(b, c), at)
	default:
		b = cleanJSON(w.f.o.As.appendElastic(b, w.t, c), at)
	}
	return append(b, '"')
}
