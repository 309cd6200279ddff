package isakmp

import "pktscope/dissect/field"

// An Attribute is one data attribute: RFC 2408, section 3.3.
type Attribute struct {
	Type  uint16
	Value []byte
}

// attrs are the fields of one domain's attributes. Each domain has its own
// numbering and its own names for the same layout.
type attrs struct {
	whole  *field.Def
	format field.U16
	typ    field.U16
	length field.U16
	value  field.Bytes
	// meaning is the field that an attribute's value is, nil where it has none.
	meaning func(typ uint16, size int) field.Part
}

// shortForm is the bit that says that the value is in place of the length.
const shortForm = 0x8000

// declareAttrs declares the fields under prefix.
func declareAttrs(prefix, label string, names spans, meaning func(uint16, int) field.Part) attrs {
	tv := field.Two("Type/Value (TV)", "Type/Length/Value (TLV)")
	return attrs{
		whole:   Proto.None(prefix, label, field.Format(formatAttr)),
		format:  field.U16{Def: Proto.Bit(prefix+".format", "Format", shortForm, field.Width(16), tv).Def},
		typ:     Proto.Uint16(prefix+".type", "Type", field.Dec, field.Mask(shortForm-1), field.Named(names.name), field.Format(formatAttrType)),
		length:  Proto.Uint16(prefix+".length", "Length", field.Dec),
		value:   Proto.Bytes(prefix+".value", "Value"),
		meaning: meaning,
	}
}

// decode reads one attribute; ok is false where it could not.
func (f *attrs) decode(d *field.Decoder) (a Attribute, ok bool) {
	m := d.Begin(f.whole)
	v := d.Shared16(f.format, f.typ)
	a.Type = v &^ shortForm
	size := 2
	if v&shortForm == 0 {
		size = int(d.Uint16(f.length))
	}
	off := d.Off()
	a.Value = d.Bytes(f.value, size)
	ok = !d.Bad()
	if part := f.meaning(a.Type, size); ok && part != nil {
		d.Put(part, off, size, number(a.Value))
	}
	d.End(m)
	return a, ok
}

// Uint is the value as a number, 0 where it has more than eight bytes.
func (a *Attribute) Uint() uint64 { return number(a.Value) }

func number(b []byte) (v uint64) {
	if len(b) > 8 {
		return 0
	}
	for _, c := range b {
		v = v<<8 | uint64(c)
	}
	return v
}

// formatAttrType appends "Type: Life-Type (11)", without the bits' pattern.
func formatAttrType(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = appendName(append(b, "Type: "...), t, i)
	return append(field.AppendUint(append(b, " ("...), v), ')')
}

// formatAttr appends "IKE Attribute (t=11,l=2): Life-Type: Seconds".
func formatAttr(b []byte, t *field.Tree, i int) []byte {
	b = append(b, t.Nodes[i].Def.Label...)
	last := -1
	typ, value := -1, -1
	for c := i + 1; c < int(t.Nodes[i].End); c = int(t.Nodes[c].End) {
		switch t.Nodes[c].Def.Label {
		case "Type":
			typ = c
		case "Value":
			value = c
		}
		last = c
	}
	if typ < 0 || value < 0 {
		return b
	}
	b = field.AppendUint(append(b, " (t="...), t.Nodes[typ].Val)
	b = field.AppendUint(append(b, ",l="...), uint64(t.Nodes[value].Len))
	b = appendName(append(b, "): "...), t, typ)
	if last == value || t.Nodes[last].Def.Kind == field.Raw {
		return b
	}
	b = append(b, ": "...)
	if t.Nodes[last].Def.Names != nil {
		return appendName(b, t, last)
	}
	return t.AppendShow(b, last)
}

// appendName appends the name of the value of node i.
func appendName(b []byte, t *field.Tree, i int) []byte {
	s := t.Nodes[i].Def.Names(t.Nodes[i].Val)
	if s == "" {
		s = "Unknown"
	}
	return append(b, s...)
}
