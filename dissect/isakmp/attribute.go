package isakmp

import "github.com/pktscope/pktscope/dissect/field"

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
	meaning func(typ uint16, size int) field.Field
}

// shortForm is the bit that says that the value is in place of the length.
const shortForm = 0x8000

var fEmptyValue = Proto.None("isakmp.attribute_value_empty", "Attribute value is empty")

// declareAttrs declares the fields under prefix.
func declareAttrs(prefix, label string, names spans, meaning func(uint16, int) field.Field, opts ...field.Opt) attrs {
	return attrs{
		whole: Proto.None(prefix, label, append([]field.Opt{field.Format(formatAttr)}, opts...)...),
		format: field.U16{Def: Proto.Bit(prefix+".format", "Format", shortForm, field.Width(16),
			field.Two("Type/Value (TV)", "Type/Length/Value (TLV)")).Def},
		typ:     Proto.Uint16(prefix+".type", "Type", field.Dec, field.Named(names.name)),
		length:  Proto.Uint16(prefix+".length", "Length", field.Dec),
		value:   Proto.Bytes(prefix+".value", "Value"),
		meaning: meaning,
	}
}

// decode reads one attribute; ok is false where it could not.
func (f *attrs) decode(d *field.Decoder) (a Attribute, ok bool) {
	m := d.Begin(f.whole)
	a, off := f.head(d)
	ok = !d.Bad()
	if size := len(a.Value); d.Tree() == nil {
		// no tree: its label is not needed
	} else if size == 0 {
		d.GenerateAt(fEmptyValue, 0, 0)
	} else if part := f.meaning(a.Type, size); part != nil && (size <= 8 || part.Declaration().Kind != field.Uint) {
		d.Put(part, off, size, number(a.Value))
	}
	d.End(m)
	return a, ok
}

// head reads an attribute up to the end of its value, which begins at off.
func (f *attrs) head(d *field.Decoder) (a Attribute, off int) {
	off = d.Off()
	v := d.Uint16(f.format)
	a.Type = v &^ shortForm
	if d.Tree() != nil {
		d.Put(f.typ, off, 2, uint64(a.Type))
	}
	size := 2
	if v&shortForm == 0 {
		size = int(d.Uint16(f.length))
	}
	off = d.Off()
	if size > 0 {
		a.Value = d.Bytes(f.value, size)
	}
	return a, off
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
