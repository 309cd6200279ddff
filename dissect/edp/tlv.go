package edp

import "github.com/pktscope/pktscope/dissect/field"

var (
	fTLV     = Proto.Scope("TLV")
	fHead    = Proto.Scope("TLV header", field.Format(formatHead))
	fMarker  = Proto.Uint8("edp.tlv.marker", "TLV Marker", field.Hex)
	fType    = Proto.Uint8("edp.tlv.type", "TLV type", field.Dec, field.Named(typeName))
	fLen     = Proto.Uint16("edp.tlv.length", "TLV length", field.Dec)
	fNull    = Proto.Nest("edp.null", "End", field.Format(formatNull))
	fOther   = Proto.Nest("edp.unknown", "Unknown", field.Format(formatOther))
	fUnknown = Proto.Bytes("edp.unknown.data", "Unknown")
	fELRP    = Proto.Nest("edp.elrp", "ELRP")
	fELRPAll = Proto.Bytes("edp.elrp.unknown", "Unknown")
)

// headSize is the length of a TLV's marker, type and length, which its length
// counts.
const headSize = 4

// tlv reads one TLV of the bytes that are left by the packet's length. It reports
// false behind the last one, and where the TLV does not say where the next one
// begins.
func (p *Packet) tlv(d *field.Decoder, left int) bool {
	if left = min(left, d.Len()); left <= 0 {
		return false
	}
	typ, size, ok := peek(d, left)
	if ok && (size < headSize || size > left) {
		p.invalid(d, typ, size, left)
		return false
	}
	m := d.Begin(subtree(typ, ok))
	d.Title(m, uint64(typ))
	h := d.Begin(fHead)
	d.Uint8(fMarker)
	d.Uint8(fType)
	d.Uint16(fLen)
	d.End(h)
	d.Limit(m, fLen, size)
	if !d.Bad() {
		if typ < 32 {
			p.seen |= 1 << typ
		}
		p.value(d, typ)
		p.unread(d, typ)
	}
	d.End(m)
	return typ != Null
}

// peek is the type and the length of the next TLV; ok is false where the capture
// lacks them. A length of -1 stands for none: too few bytes are left.
func peek(d *field.Decoder, left int) (typ TLVType, size int, ok bool) {
	if left < headSize {
		return 0, -1, true
	}
	b := d.Peek(headSize)
	if b == nil {
		return 0xff, 0, false
	}
	return TLVType(b[1]), int(b[2])<<8 | int(b[3]), true
}

// subtree is the declaration of a TLV's subtree.
func subtree(typ TLVType, known bool) field.Field {
	if !known {
		return fTLV
	}
	switch typ {
	case Null:
		return fNull
	case Display:
		return fDisplay
	case DeviceInfo:
		return fInfo
	case VLANInfo:
		return fVLAN
	case ESRP:
		return fESRP
	case EAPS:
		return fEAPS
	case ELRP:
		return fELRP
	case ESL:
		return fESL
	case ELSM:
		return fELSM
	case LinkInfo:
		return fLink
	}
	return fOther
}

// value reads what lies behind a TLV's length, and keeps what the columns say of
// it.
func (p *Packet) value(d *field.Decoder, typ TLVType) {
	e := element{typ: typ}
	switch typ {
	case Null:
		return
	case Display:
		p.Name = display(d)
	case DeviceInfo:
		p.Info.decode(d)
	case VLANInfo:
		p.vlan(d, &e)
	case ESRP:
		decodeESRP(d)
	case EAPS:
		decodeEAPS(d, &e)
	case ELRP:
		d.Rest(fELRPAll)
	case ESL:
		decodeESL(d, &e)
	case ELSM:
		decodeELSM(d, p.Sequence, &e)
	case LinkInfo:
		p.Link.decode(d)
	default:
		d.Rest(fUnknown)
	}
	if typ.protocol() {
		p.carried = typ
	}
	if len(p.elements) < maxList {
		p.elements = append(p.elements, e)
	}
}

// formatHead appends "Marker 0x99, length 20, type 1 = Display".
func formatHead(b []byte, t *field.Tree, i int) []byte {
	marker, typ, length := t.Child(i, fMarker), t.Child(i, fType), t.Child(i, fLen)
	if marker < 0 || typ < 0 || length < 0 {
		return append(b, "TLV header"...)
	}
	b = field.AppendHex(append(b, "Marker 0x"...), t.Nodes[marker].Val, 1)
	b = field.AppendUint(append(b, ", length "...), t.Nodes[length].Val)
	b = field.AppendUint(append(b, ", type "...), t.Nodes[typ].Val)
	return TLVType(t.Nodes[typ].Val).AppendName(append(b, " = "...))
}

func formatNull(b []byte, _ *field.Tree, _ int) []byte { return append(b, "Null"...) }

// formatOther appends "Unknown element [0x03]".
func formatOther(b []byte, t *field.Tree, i int) []byte {
	return append(field.AppendHex(append(b, "Unknown element [0x"...), t.Nodes[i].Val, 1), ']')
}
