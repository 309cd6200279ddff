package render

import (
	"cmp"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
)

// A pdml is the detail as XML, Wireshark's Packet Details Markup Language.
type pdml struct {
	unframed
	o      Options
	layers layers
}

func (f *pdml) NeedsTree() bool { return true }

func (f *pdml) AppendBegin(b []byte) []byte {
	b = append(b, xmlHeader...)
	b = append(b, `<pdml version="0" creator="pktscope/`...)
	b = appendXML(b, []byte(f.o.Version))
	if !f.o.Now.IsZero() {
		b = f.o.Now.AppendFormat(append(b, `" time="`...), "Mon Jan _2 15:04:05 2006")
	}
	b = appendXML(append(b, `" capture_file="`...), []byte(f.o.File))
	return append(b, "\">\n"...)
}

func (f *pdml) AppendEnd(b []byte) []byte { return append(b, "</pdml>\n"...) }

func (f *pdml) AppendRow(b []byte, r *Row) []byte {
	b = f.o.appendPacketTag(b, r)
	b = appendGeneral(b, r)
	t := r.whole(f.o.Names)
	for i := 0; i < len(t.Nodes); i = int(t.Nodes[i].End) {
		if n := &t.Nodes[i]; isProto(n) && !isData(n) {
			b = f.appendElement(b, t, i, 1, false)
			continue
		}
		b = append(b, "  <proto name=\"fake-field-wrapper\">\n"...)
		b = f.appendElement(b, t, i, 2, false)
		b = append(b, "  </proto>\n"...)
	}
	return append(b, "</packet>\n\n\n"...)
}

// appendGeneral appends Wireshark's protocol "geninfo", which precedes the frame's own.
func appendGeneral(b []byte, r *Row) []byte {
	size := uint64(r.Frame.CapLen)
	b = append(b, `  <proto name="geninfo" pos="0" showname="General information" size="`...)
	b = append(field.AppendUint(b, size), "\">\n"...)
	b = appendInfo(b, "num", "Number", r.Frame.Number, size)
	b = appendInfo(b, "len", "Frame Length", uint64(r.Frame.WireLen), size)
	b = appendInfo(b, "caplen", "Captured Length", size, size)
	if r.Frame.HasTime {
		nanos := field.NanosOf(r.Frame.Time)
		b = append(b, `    <field name="timestamp" pos="0" show="`...)
		b = field.AppendLocalTime(b, nanos)
		b = append(b, `" showname="Captured Time" value="`...)
		b = field.AppendISOTime(b, nanos, field.Epoch)
		b = append(field.AppendUint(append(b, `" size="`...), size), "\"/>\n"...)
	}
	return append(b, "  </proto>\n"...)
}

func appendInfo(b []byte, name, label string, v, size uint64) []byte {
	b = append(append(b, `    <field name="`...), name...)
	b = field.AppendUint(append(b, `" pos="0" show="`...), v)
	b = append(append(b, `" showname="`...), label...)
	b = appendHexNumber(append(b, `" value="`...), v, 'a')
	b = field.AppendUint(append(b, `" size="`...), size)
	return append(b, "\"/>\n"...)
}

// appendHexNumber appends v in hexadecimal without leading zeros. ten is the digit
// for ten: 'a' or 'A'.
func appendHexNumber(b []byte, v uint64, ten byte) []byte {
	shift := 60
	for shift > 0 && v>>shift == 0 {
		shift -= 4
	}
	for ; shift >= 0; shift -= 4 {
		c := byte(v >> shift & 15)
		if c < 10 {
			b = append(b, '0'+c)
		} else {
			b = append(b, ten+c-10)
		}
	}
	return b
}

// appendElement appends node i and the nodes below it. whole says that f.layers has
// them all.
func (f *pdml) appendElement(b []byte, t *field.Tree, i, depth int, whole bool) []byte {
	n := &t.Nodes[i]
	tag := "field"
	if isProto(n) && !isData(n) && !isExpert(n) {
		tag = "proto"
	}
	b = appendIndent(b, depth)
	b = append(append(b, '<'), tag...)
	if isData(n) {
		b = append(field.AppendBytes(append(b, ` name="data" value="`...), t.Bytes(i), 0), '"')
	} else {
		b = f.appendAttributes(b, t, i)
	}
	if int(n.End) == i+1 {
		return append(b, "/>\n"...)
	}
	b = append(b, ">\n"...)
	open, whole := f.layers.opens(n.Def.Name, whole)
	if !open {
		b = append(appendIndent(b, depth+1), `<field name="filtered" value="`...)
		b = append(append(b, cmp.Or(n.Def.Name, textLayer)...), "\" />\n"...)
	}
	for c := i + 1; open && c < int(n.End); c = int(t.Nodes[c].End) {
		b = f.appendElement(b, t, c, depth+1, whole)
	}
	b = append(append(appendIndent(b, depth), "</"...), tag...)
	return append(b, ">\n"...)
}

// appendAttributes appends the attributes of node i's tag.
func (f *pdml) appendAttributes(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = append(append(b, ` name="`...), n.Def.Name...)
	if n.Def.Name == "" {
		b = append(b, `" show="`...)
	} else {
		b = append(b, `" showname="`...)
	}
	at := len(b)
	b = cleanXML(t.AppendLabel(b, i), at)
	if n.Flags&field.IsHidden != 0 {
		b = append(b, `" hide="yes`...)
	}
	b = field.AppendUint(append(b, `" size="`...), uint64(n.Len))
	b = field.AppendUint(append(b, `" pos="`...), position(t, i))
	switch {
	case isProto(n):
	case n.Def.Name == "":
		if n.Len > 0 {
			b = field.AppendBytes(append(b, `" value="`...), t.Bytes(i), 0)
		}
	case n.Def.Kind == field.Scope:
		b = append(b, `" show="" value="`...)
	default:
		b = append(b, `" show="`...)
		at = len(b)
		if b = f.o.As.appendShow(b, t, i); isText(n.Def) {
			b = cleanXML(b, at)
		}
		b = appendValue(b, t, i)
	}
	return append(b, '"')
}

// position returns the offset of node i as Wireshark counts it. A node before its
// parent, which is in another buffer, counts from the parent. What no byte holds and
// belongs to none has no offset.
func position(t *field.Tree, i int) uint64 {
	n := &t.Nodes[i]
	if n.Off == 0 && n.Len == 0 {
		return 0
	}
	off := uint64(n.Off)
	if n.Parent >= 0 {
		if up := uint64(t.Nodes[n.Parent].Off); off < up {
			off += up
		}
	}
	return off
}

// appendValue appends the bytes of node i, for a bit field the value of the bits.
func appendValue(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	if n.Len == 0 {
		return b
	}
	b = append(b, `" value="`...)
	if n.Def.TypeMask() != 0 {
		b = appendHexNumber(b, n.Val, 'A')
		b = append(b, `" unmaskedvalue="`...)
	}
	return field.AppendBytes(b, t.Bytes(i), 0)
}

// isProto reports whether n is a protocol's own node, or of that type.
func isProto(n *field.Node) bool { return n.Def.IsProtocol() }

// isData reports whether n is a payload that no protocol dissects.
func isData(n *field.Node) bool { return n.Def == &dissect.DataProto.Def }

// isExpert reports whether n is an item of expert information.
func isExpert(n *field.Node) bool { return n.Def == &field.ExpertProto.Def }

const spaces = "                                                                                                                                "

// appendIndent indents by two spaces a level.
func appendIndent(b []byte, depth int) []byte {
	for n := 2 * depth; n > 0; n -= len(spaces) {
		b = append(b, spaces[:min(n, len(spaces))]...)
	}
	return b
}
