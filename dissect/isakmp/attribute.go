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
	// tell, if set, tells the value instead, which may have several fields.
	tell func(d *field.Decoder, typ uint16, off int, value []byte)
}

// shortForm is the bit that says that the value is in place of the length.
const shortForm = 0x8000

// declareAttrs declares the fields under prefix.
func declareAttrs(prefix, label string, names spans, meaning func(uint16, int) field.Part) attrs {
	return declareAttrsAs(prefix, label, "Format", "Type", names, meaning)
}

// declareAttrsAs is declareAttrs where two fields have other labels.
func declareAttrsAs(prefix, label, format, typ string, names spans, meaning func(uint16, int) field.Part) attrs {
	tv := field.Two("Type/Value (TV)", "Type/Length/Value (TLV)")
	return attrs{
		whole:   Proto.None(prefix, label, field.Format(formatAttr)),
		format:  field.U16{Def: Proto.Bit(prefix+".format", format, shortForm, field.Width(16), tv).Def},
		typ:     Proto.Uint16(prefix+".type", typ, field.Dec, field.Named(names.name), field.Format(formatAttrType)),
		length:  Proto.Uint16(prefix+".length", "Length", field.Dec),
		value:   Proto.Bytes(prefix+".value", "Value"),
		meaning: meaning,
	}
}

// decode reads one attribute; ok is false where it could not.
func (f *attrs) decode(d *field.Decoder) (a Attribute, ok bool) {
	m := d.Begin(f.whole)
	at := d.Off()
	v := d.Uint16(f.format)
	a.Type = v &^ shortForm
	d.Put(f.typ, at, 2, uint64(a.Type))
	size := 2
	if v&shortForm == 0 {
		size = int(d.Uint16(f.length))
	}
	off := d.Off()
	if size > 0 {
		a.Value = d.Bytes(f.value, size)
	}
	ok = !d.Bad()
	switch {
	case !ok || d.Tree() == nil || size == 0:
	case f.tell != nil:
		f.tell(d, a.Type, off, a.Value)
	default:
		if part := f.meaning(a.Type, size); part != nil {
			d.Put(part, off, size, number(a.Value))
		}
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
	b = append(append(b, t.Nodes[i].Def.Label...), ": "...)
	b = appendName(b, t, i)
	return append(field.AppendUint(append(b, " ("...), v), ')')
}

// formatAttr appends "IKE Attribute (t=11,l=2): Life-Type: Seconds".
func formatAttr(b []byte, t *field.Tree, i int) []byte {
	return appendAttr(b, t, i, func(value *field.Def) bool { return value.Kind != field.Raw })
}

// appendAttr appends an attribute's line; behind says whether it ends with the
// value, which is a field of its own.
func appendAttr(b []byte, t *field.Tree, i int, behind func(value *field.Def) bool) []byte {
	b = append(b, t.Nodes[i].Def.Label...)
	typ, value, meaning := -1, -1, -1
	for c := i + 1; c < int(t.Nodes[i].End); c = int(t.Nodes[c].End) {
		switch t.Nodes[c].Def.Label {
		case "Type", "ROHC Attribute Type":
			typ = c
		case "Value":
			value = c
		case "Format", "ROHC Format", "Length":
		default:
			meaning = c
		}
	}
	if typ < 0 {
		return b
	}
	size := uint64(0)
	if value >= 0 {
		size = uint64(t.Nodes[value].Len)
	}
	v := t.Nodes[typ].Val
	b = field.AppendUint(append(b, " (t="...), v)
	b = field.AppendUint(append(b, ",l="...), size)
	b = append(b, "): "...)
	if name := t.Nodes[typ].Def.Names(v); name != "" {
		b = append(b, name...)
	} else {
		b = append(field.AppendPadded(append(b, "Unknown Attribute Type ("...), v, max(2, field.Decimals(v))), ')')
	}
	if meaning < 0 || !behind(t.Nodes[meaning].Def) {
		return b
	}
	b = append(b, ": "...)
	if names := t.Nodes[meaning].Def.Names; names != nil {
		if name := names(t.Nodes[meaning].Val); name != "" {
			return append(b, name...)
		}
		b = append(b, "Unknown "...)
	}
	return t.AppendShow(b, meaning)
}

// appendName appends the name of the value of node i.
func appendName(b []byte, t *field.Tree, i int) []byte {
	s := t.Nodes[i].Def.Names(t.Nodes[i].Val)
	if s == "" {
		s = "Unknown"
	}
	return append(b, s...)
}
