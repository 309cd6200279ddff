package render

import (
	"math"
	"time"
	"unicode/utf8"

	"github.com/pktscope/pktscope/dissect/field"
)

// A jsonFormat is the detail as a JSON array, in the shape of Wireshark's but without
// repeated keys: fields that repeat are an array.
type jsonFormat struct {
	framing
	o       Options
	columns []fieldColumn // instead of the whole tree
	bytes   bool          // keys that end in _raw have the bytes of fields
	values  bool          // keys of fields have values
	layers  layers
}

func newJSON(o Options) (Format, error) {
	columns, err := resolve(o)
	if err != nil {
		return nil, err
	}
	l, err := newLayers(&o)
	return &jsonFormat{framing: jsonArray, o: o, columns: columns, bytes: o.Hex, values: true, layers: l}, err
}

// newJSONLines is the layers of each packet as newJSON has them, an object a line.
func newJSONLines(o Options) (Format, error) {
	f, err := newJSON(o)
	if err == nil {
		f.(*jsonFormat).framing = jsonLines
	}
	return f, err
}

// newRawJSON is the bytes of fields, without their values.
func newRawJSON(o Options) (Format, error) {
	l, err := newLayers(&o)
	return &jsonFormat{framing: jsonArray, o: o, bytes: true, layers: l}, err
}

func (f *jsonFormat) NeedsTree() bool { return len(f.columns) == 0 || needTree(f.columns) }

// A framing is what stands around the layers of packets in JSON.
type framing struct {
	begin, separator, end string
	closes                string // behind the layers of a packet
	depth                 int    // of the members of layers
}

var (
	jsonArray = framing{begin: "[\n", separator: ",\n", end: "\n]\n", closes: "}\n    }\n  }", depth: 4}
	jsonLines = framing{closes: "}\n", depth: oneLine}
)

// oneLine is a depth at which no line begins, nor at any below it.
const oneLine = math.MinInt / 2

func (f *framing) Separator() string           { return f.separator }
func (f *framing) AppendBegin(b []byte) []byte { return append(b, f.begin...) }
func (f *framing) AppendEnd(b []byte) []byte   { return append(b, f.end...) }

func (f *jsonFormat) AppendRow(b []byte, r *Row) []byte {
	if f.depth == oneLine {
		b = append(b, '{')
	} else {
		b = f.appendHead(b, r)
	}
	if len(f.columns) > 0 {
		b = f.appendChosen(b, r)
	} else {
		t := r.whole(f.o.Names)
		w := jsonWriter{t: t, j: &r.join, as: f.o.As, bytes: f.bytes, values: f.values, layers: f.layers}
		w.j.reset(len(t.Nodes))
		b = w.appendMembers(b, 0, len(t.Nodes), f.depth)
	}
	return append(b, f.closes...)
}

// appendHead appends what stands before the layers of a packet in Wireshark's documents.
func (f *jsonFormat) appendHead(b []byte, r *Row) []byte {
	b = append(b, "  {\n    \"_index\": \"packets-"...)
	b = appendDate(b, r)
	b = f.o.As.appendType(append(b, '"'), ",\n    ", ": ")
	return append(b, ",\n    \"_score\": null,\n    \"_source\": {\n      \"layers\": {"...)
}

// appendDate appends the local date of the frame.
func appendDate(b []byte, r *Row) []byte {
	at := time.Unix(0, 0)
	if r.Frame.HasTime {
		at = r.Frame.Time
	}
	if !field.Representable(at.Unix()) {
		return append(b, "XXXX-XX-XX"...)
	}
	y, m, d := at.Local().Date()
	b = append(appendPadded(b, y, 4), '-')
	b = append(appendPadded(b, int(m), 2), '-')
	return appendPadded(b, d, 2)
}

// appendChosen appends the fields of -e, each an array.
func (f *jsonFormat) appendChosen(b []byte, r *Row) []byte {
	any := false
	for i := range f.columns {
		c := &f.columns[i]
		n := 0
		c.each(r, &f.o, func(value func([]byte) []byte) {
			if n == 0 {
				if any {
					b = append(b, ',')
				}
				b = append(appendJSONString(newLine(b, f.depth), []byte(c.name)), ": ["...)
			} else {
				b = append(b, ',')
			}
			b = newLine(b, f.depth+1)
			n++
			b = append(b, '"')
			at := len(b)
			b = append(cleanJSON(value(b), at), '"')
		})
		if n > 0 {
			b, any = append(newLine(b, f.depth), ']'), true
		}
	}
	if any {
		return newLine(b, f.depth-1)
	}
	return b
}

// A jsonWriter writes one tree.
type jsonWriter struct {
	t  *field.Tree
	j  *joiner
	as Dialect

	bytes, values bool
	layers        layers
	whole         bool // layers has all nodes below the one being written
}

// newLine starts a line, indented by two spaces a level, none on oneLine.
func newLine(b []byte, depth int) []byte {
	if depth < 0 {
		return b
	}
	const few = "\n                               " // 32 bytes, which move without a call
	if n := 1 + 2*depth; n <= len(few) {
		return append(b, few...)[:len(b)+n]
	}
	return appendIndent(append(b, '\n'), depth)
}

// appendMembers appends the nodes from from to end as members of an object.
func (w *jsonWriter) appendMembers(b []byte, from, end, depth int) []byte {
	w.j.children(w.t, from, end)
	first := true
	for c := from; c < end; c = int(w.t.Nodes[c].End) {
		if w.j.again[c] {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = w.appendMember(newLine(b, depth), c, depth)
	}
	if first {
		return b
	}
	return newLine(b, depth-1)
}

// appendMember appends node c: its bytes, its value, and the nodes below it.
func (w *jsonWriter) appendMember(b []byte, c, depth int) []byte {
	n := &w.t.Nodes[c]
	if w.j.next[c] == 0 && w.values && !w.bytes {
		return w.appendAlone(b, n, c, depth)
	}
	sep := false
	next := func(suffix string, one func([]byte, int, int) []byte) {
		if sep {
			b = newLine(append(b, ','), depth)
		}
		sep = true
		b = w.appendJoined(w.appendKey(b, c, suffix), c, depth, one)
	}
	if w.bytes && n.Def.Name != "" && w.hasRaw(c) {
		next("_raw", w.appendRaw)
	}
	switch {
	case !hasValue(n):
		next("", w.appendObject)
		return b
	case w.values:
		next("", w.appendString)
	}
	if w.hasChildren(c) {
		next("_tree", w.appendObject)
	}
	return b
}

// appendAlone is appendMember, without bytes, for a node whose key no other has.
func (w *jsonWriter) appendAlone(b []byte, n *field.Node, c, depth int) []byte {
	b = append(w.appendName(append(b, '"'), c), `": `...)
	if !hasValue(n) {
		return w.appendObject(b, c, depth)
	}
	b = w.appendString(b, c, depth)
	if int(n.End) == c+1 {
		return b
	}
	b = append(w.appendName(append(newLine(append(b, ','), depth), '"'), c), `_tree": `...)
	return w.appendObject(b, c, depth)
}

// hasValue reports whether a node has a value beside the nodes below it.
func hasValue(n *field.Node) bool { return n.Def.Kind != field.Scope }

// hasChildren reports whether a node of the key of node c has nodes below it.
func (w *jsonWriter) hasChildren(c int) bool {
	for {
		if int(w.t.Nodes[c].End) > c+1 {
			return true
		}
		if c = int(w.j.next[c]); c == 0 {
			return false
		}
	}
}

func (w *jsonWriter) appendKey(b []byte, c int, suffix string) []byte {
	b = w.appendName(append(b, '"'), c)
	return append(append(b, suffix...), `": `...)
}

// appendName appends the name of node c, its line if it has none.
func (w *jsonWriter) appendName(b []byte, c int) []byte {
	if name := w.t.Nodes[c].Def.Name; name != "" {
		return append(b, name...)
	}
	at := len(b)
	return cleanJSON(w.t.AppendLabel(b, c), at)
}

// appendJoined appends node c by one. If other nodes have its key, it appends an array
// of all of them.
func (w *jsonWriter) appendJoined(b []byte, c, depth int, one func([]byte, int, int) []byte) []byte {
	if w.j.next[c] == 0 {
		return one(b, c, depth)
	}
	b = append(b, '[')
	for sep := false; ; sep = true {
		if sep {
			b = append(b, ',')
		}
		b = one(newLine(b, depth+1), c, depth+1)
		if c = int(w.j.next[c]); c == 0 {
			return append(newLine(b, depth), ']')
		}
	}
}

func (w *jsonWriter) appendString(b []byte, c, _ int) []byte {
	b = append(b, '"')
	at := len(b)
	b = w.as.appendTreeValue(b, w.t, c)
	if isText(w.t.Nodes[c].Def) {
		b = cleanJSON(b, at)
	}
	return append(b, '"')
}

// isText reports whether values of d may have characters that need an escape: those of
// moments may have the name of a zone; others are numbers and addresses.
func isText(d *field.Def) bool { return d.Kind == field.Text || d.Kind == field.Absolute }

func (w *jsonWriter) appendObject(b []byte, c, depth int) []byte {
	end := int(w.t.Nodes[c].End)
	if end == c+1 {
		switch n := &w.t.Nodes[c]; {
		case hasValue(n):
			return append(b, "{}"...)
		case isProto(n) && w.values:
			b = append(b, '"')
			at := len(b)
			return append(cleanJSON(w.t.AppendLabel(b, c), at), '"')
		}
		return append(b, `""`...)
	}
	was := w.whole
	var open bool
	if open, w.whole = w.layers.opens(w.t.Nodes[c].Def.Name, was); open {
		b = w.appendMembers(append(b, '{'), c+1, end, depth+1)
	} else {
		b = append(newLine(append(b, '{'), depth+1), `"filtered": "`...)
		b = append(w.appendName(b, c), '"')
		b = newLine(b, depth)
	}
	w.whole = was
	return append(b, '}')
}

// cleanJSON escapes b from index from on for a JSON string, without a copy if nothing
// needs it.
func cleanJSON(b []byte, from int) []byte {
	return escape(b, from, plainJSONWord, &plainJSON, appendJSONText)
}

func appendJSONString(b, text []byte) []byte {
	return append(appendJSONText(append(b, '"'), text), '"')
}

// appendJSONText appends text escaped for a JSON string (RFC 8259, section 7). Bytes
// that are not UTF-8 become U+FFFD; characters that control a terminal are escaped as
// well.
func appendJSONText(b, text []byte) []byte {
	var t reader
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		switch {
		case r == utf8.RuneError && n == 1:
			b = append(b, "\ufffd"...)
		case r == '"', r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, '\\', 'n')
		case r == '\r':
			b = append(b, '\\', 'r')
		case r == '\t':
			b = append(b, '\\', 't')
		case r < 0x20, r == 0x7f, r > 0x7f && t.escapes(r):
			b = appendJSONRune(b, r)
		default:
			if r < 0x80 {
				t.marks = 0
			}
			b = append(b, text[:n]...)
		}
		text = text[n:]
	}
	return b
}
