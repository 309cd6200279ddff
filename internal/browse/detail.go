package browse

import (
	"context"
	"io"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
)

// A Detail is the tree of a packet, and the bytes that it was read from.
type Detail struct {
	Number  uint64
	Nodes   []Node // in preorder
	Sources []Source
	// Provisional says that the packet was dissected alone: what others tell of it,
	// such as reassembled payloads and conversations, is not in the tree.
	Provisional bool
}

// A Node is one line of the tree.
type Node struct {
	Label     string
	Field     string         // its abbreviation, "" for a subtree that is only text
	Filter    string         // the display filter that finds packets with its value, "" for none
	Depth     int            // 0 for protocols
	Children  int            // how many nodes are below it: they follow it
	Source    int            // index into Sources
	From, To  int            // the bytes that it covers; equal where it covers none
	Generated bool           // computed, not read
	Severity  field.Severity // of expert information
}

// A Source is bytes that a packet was read from: the frame, or what was reassembled or
// decrypted.
type Source struct {
	Name  string // as -x calls it
	Bytes []byte
}

// A detailer is the format of a pass that makes the details of the packets from first to
// last.
type detailer struct {
	names       *field.Names
	fields      render.Fields
	first, last atomic.Uint64
	details     *details
}

func (*detailer) AppendBegin(b []byte) []byte { return b }
func (*detailer) AppendEnd(b []byte) []byte   { return b }
func (*detailer) Separator() string           { return "" }
func (*detailer) NeedsTree() bool             { return true }

// Has has details made of some packets alone.
func (d *detailer) Has(number uint64) bool {
	return number >= d.first.Load() && number <= d.last.Load()
}

// AppendRow implements render.Format. It appends nothing.
func (d *detailer) AppendRow(b []byte, r *render.Row) []byte {
	out, t := &Detail{Number: r.Frame.Number}, r.Tree
	t.Names = d.names
	for k, buf := range r.Packet.Bufs {
		out.Sources = append(out.Sources, Source{render.BufferName(r.Packet, k), slices.Clone(buf)})
	}
	for i := 0; i < len(t.Nodes); i = int(t.Nodes[i].End) {
		d.add(out, t, i, 0)
	}
	d.details.put(out)
	return b
}

// add adds node i and those below it.
func (d *detailer) add(out *Detail, t *field.Tree, i, depth int) {
	n := &t.Nodes[i]
	if n.Flags&field.IsHidden != 0 {
		return
	}
	at := len(out.Nodes)
	node := Node{
		Label: string(render.AppendNode(nil, t, i)), Field: n.Def.Name, Filter: d.filterOf(t, i), Depth: depth,
		Source: int(n.Buf), Generated: n.Flags&field.IsGenerated != 0, Severity: n.Def.Severity,
	}
	if int(n.Buf) < len(out.Sources) && uint64(n.Off)+uint64(n.Len) <= uint64(len(out.Sources[n.Buf].Bytes)) {
		node.From, node.To = int(n.Off), int(n.Off+n.Len)
	}
	out.Nodes = append(out.Nodes, node)
	for c := i + 1; c < int(n.End); c = int(t.Nodes[c].End) {
		d.add(out, t, c, depth+1)
	}
	out.Nodes[at].Children = len(out.Nodes) - at - 1
}

// displayedDelta has another value as soon as a display filter has hidden a packet.
const displayedDelta = "frame.time_delta_displayed"

// maxFilterValue bounds the value in the filter of a node, in characters.
const maxFilterValue = 256

// filterOf is the display filter for the value of node i.
func (d *detailer) filterOf(t *field.Tree, i int) string {
	n := &t.Nodes[i]
	name := n.Def.Name
	if name == "" || name == displayedDelta {
		return ""
	}
	if n.Def.IsProtocol() || n.Def.Kind == field.Scope {
		return d.compiles(name, "")
	}
	value := string(t.AppendShow(nil, i))
	switch n.Def.Kind {
	case field.Text, field.Absolute:
		value = quote(value)
	case field.Raw:
		if !strings.Contains(value, ":") && value != "" {
			value = "0x" + value
		}
	}
	if len(value) > maxFilterValue || value == "" {
		return d.compiles(name, "")
	}
	return d.compiles(name+" == "+value, name)
}

// compiles is the first of texts that is a display filter.
func (d *detailer) compiles(texts ...string) string {
	for _, s := range texts {
		if _, err := filter.Compile(s, d.fields); err == nil {
			return s
		}
	}
	return ""
}

// quote is s as a string of a display filter.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range []byte(s) {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < 0x20 || c == 0x7f:
			const digits = "0123456789abcdef"
			b.WriteString(`\x`)
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// detailer makes the format for the details of the packets from first to last.
func (c *Capture) detailer(to *details, first, last uint64) *detailer {
	d := &detailer{names: c.opts.Session.Names, fields: c.plan.Fields, details: to}
	d.first.Store(first)
	d.last.Store(last)
	return d
}

// Peek returns a detail at once: the true one if it is at hand, else one of the packet
// alone, which is Provisional. The error is ErrNotIndexed where the packet is not read yet.
func (c *Capture) Peek(number uint64) (*Detail, error) {
	if d, _ := c.details.get(number); d != nil {
		return d, nil
	}
	return c.peekAlone(number)
}

// peekAlone makes the detail of a packet alone.
func (c *Capture) peekAlone(number uint64) (*Detail, error) {
	source := new(few)
	for _, n := range []uint64{1, number - 1, number} { // the times of the frame are relative to these
		if n == 0 || len(*source) > 0 && (*source)[len(*source)-1].Number >= n {
			continue
		}
		p, err := c.packets.get(n)
		if err != nil {
			return nil, err
		}
		*source = append(*source, p)
	}
	found := newDetails()
	config := pipeline.Config{Source: source, Registry: c.plan.Registry, Format: c.detailer(found, number, number), Out: io.Discard, Workers: 1}
	if c.plan.ESP != nil {
		config.Decrypter = c.plan.ESP
	}
	if err := c.passNow(context.Background(), config); err != nil {
		return nil, err
	}
	d, _ := found.get(number)
	if d == nil {
		return nil, errNumber
	}
	d.Provisional = true
	return d, nil
}

// few are packets as a source.
type few []capture.Packet

// Next implements capture.Source.
func (f *few) Next(p *capture.Packet) error {
	if len(*f) == 0 {
		return io.EOF
	}
	*p, *f = (*f)[0], (*f)[1:]
	return nil
}

// Close implements capture.Source.
func (f *few) Close() error { return nil }
