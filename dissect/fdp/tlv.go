package fdp

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/field"
)

// Wireshark's name for the subtree of every TLV that is a text is fdp.deviceid.
var (
	fTLV     = Proto.Scope("TLV")
	fHead    = Proto.Scope("TLV header", field.Format(formatHead))
	fType    = Proto.Uint16("fdp.tlv.type", "TLV type", field.Dec, field.Named(typeName))
	fLen     = Proto.Uint16("fdp.tlv.length", "TLV length", field.Dec)
	fText    = Proto.Nest("fdp.deviceid", "DeviceID", field.Format(formatText))
	fData    = Proto.Bytes("fdp.string.data", "Data")
	fString  = Proto.String("fdp.string.text", "Text")
	fNet     = Proto.Nest("fdp.net", "Net?")
	fNetData = Proto.Bytes("fdp.net.unknown", "Net Unknown?")
	fNetSize = Proto.Uint16("fdp.net.iplength", "Net IP Bytes?", field.Dec)
	fIP      = Proto.IPv4("fdp.net.ip", "Net IP Address?")
	fTag     = Proto.Nest("fdp.tag", "Tag", field.Format(formatTag))
	fNative  = Proto.Uint16("fdp.tag.native", "Native", field.Dec)
	fTagType = Proto.Uint16("fdp.tag.type", "Type", field.Hex)
	fTagRest = Proto.Bytes("fdp.tag.unknown", "Unknown")
	fOther   = Proto.Nest("fdp.unknown", "Unknown", field.Format(formatOther))
	fUnknown = Proto.Bytes("fdp.unknown.data", "Unknown")
)

// headSize is the length of a TLV's type and length, which its length counts.
const headSize = 4

// tlv reads one TLV. It reports false where the TLV does not say where the
// next one begins.
func (p *Packet) tlv(d *field.Decoder) bool {
	typ, size, ok := peek(d)
	if ok && (size < headSize || size > d.Len()) {
		p.invalid(d, typ, size)
		return false
	}
	m := d.Begin(subtree(typ, ok))
	d.Title(m, uint64(typ))
	h := d.Begin(fHead)
	d.Uint16(fType)
	d.Uint16(fLen)
	d.End(h)
	d.Limit(m, fLen, size)
	if !d.Bad() {
		p.seen |= typ.bit()
		p.value(d, typ)
		p.unread(d, typ)
	}
	d.End(m)
	return true
}

// peek is the type and the length of the next TLV; ok is false where the capture
// lacks them. A length of -1 stands for none: too few bytes are left.
func peek(d *field.Decoder) (typ TLVType, size int, ok bool) {
	if d.Len() < headSize {
		return 0, -1, true
	}
	b := d.Peek(headSize)
	if b == nil {
		return 0, 0, false
	}
	return TLVType(b[0])<<8 | TLVType(b[1]), int(b[2])<<8 | int(b[3]), true
}

// subtree is the declaration of a TLV's subtree.
func subtree(typ TLVType, known bool) field.Field {
	switch {
	case !known:
		return fTLV
	case typ.isText():
		return fText
	case typ == Net:
		return fNet
	case typ == VLANBitmap:
		return fMap
	case typ == Tagging:
		return fTag
	}
	return fOther
}

// value reads what lies behind a TLV's length.
func (p *Packet) value(d *field.Decoder, typ TLVType) {
	switch typ {
	case DeviceID:
		p.DeviceID = text(d)
	case Net:
		p.net(d)
	case Interface:
		p.Interface = text(d)
	case Capabilities:
		p.Capabilities = text(d)
	case Version:
		p.SoftwareVersion = text(d)
	case Platform:
		p.Platform = text(d)
	case VLANBitmap:
		p.VLANs = vlanMap(d)
	case Tagging:
		p.NativeVLAN = d.Uint16(fNative)
		p.TagType = d.Uint16(fTagType)
		d.Rest(fTagRest)
	default:
		d.Rest(fUnknown)
	}
}

// text reads the rest of the scope, as bytes and as text, and returns it up to the
// zero byte that may end it.
func text(d *field.Decoder) []byte {
	at := d.Off()
	all := d.Rest(fData)
	d.Put(fString, at, len(all), 0)
	return upToZero(all)
}

func upToZero(text []byte) []byte {
	text, _, _ = bytes.Cut(text, []byte{0})
	return text
}

// netSize is the length of what stands before the number of bytes of addresses.
const netSize = 7

// net reads addresses as far as there are any; their own number of bytes is not
// obeyed, as in Wireshark.
func (p *Packet) net(d *field.Decoder) {
	d.Bytes(fNetData, netSize)
	d.Uint16(fNetSize)
	for d.More() && d.Len() >= 4 {
		a := d.IPv4(fIP)
		if a.IsValid() && len(p.Addresses) < maxList {
			p.Addresses = append(p.Addresses, a)
		}
	}
}
