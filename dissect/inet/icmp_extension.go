package inet

import "github.com/pktscope/pktscope/dissect/field"

// RFC 4884 section 7, and the MPLS label stack of RFC 4950.
var (
	icmpExt       = ICMPProto.None("icmp.ext", "ICMP Multi-Part Extensions", field.Format(appendExtensions))
	icmpExtVer    = ICMPProto.Uint8("icmp.ext.version", "Version", field.Dec)
	icmpExtRes    = ICMPProto.Uint16("icmp.ext.res", "Reserved", field.Hex, field.Mask(0x0fff))
	icmpExtSum    = ICMPProto.Uint16("icmp.ext.checksum", "Checksum", field.Hex, checksumFormat(icmpExtStatus, icmpExtRight))
	icmpExtStatus = ICMPProto.Generated("icmp.ext.checksum.status", "Checksum Status", field.Uint, field.Dec, 1, field.Named(checksumName), field.Format(appendChecksumStatus))
	icmpExtRight  = ICMPProto.Generated("pktscope.icmp.ext.checksum", "Right checksum", field.Uint, field.Hex, 2, field.Hidden())
	icmpObject    = ICMPProto.Scope("Object", field.Named(icmpObjectName))
	icmpObjLen    = ICMPProto.Uint16("icmp.ext.length", "Length", field.Dec)
	icmpObjClass  = ICMPProto.Uint8("icmp.ext.class", "Class", field.Dec, field.Named(icmpClassName))
	icmpObjType   = ICMPProto.Uint8("icmp.ext.ctype", "C-Type", field.Dec, field.Format(appendObjectType))
	icmpObjData   = ICMPProto.Bytes("icmp.ext.data", "Data")
	icmpLabelLine = ICMPProto.Scope("Label", field.Format(appendMPLSEntry))
	icmpLabel     = ICMPProto.Uint24("icmp.mpls.label", "Label", field.Dec, field.Mask(0xfffff0))
	icmpExp       = ICMPProto.Uint24("icmp.mpls.exp", "Experimental", field.Dec, field.Mask(0x00000e))
	icmpBottom    = ICMPProto.Bit("icmp.mpls.s", "Stack bit", 0x01, field.Size(1), field.Named(field.SetNotSet))
	icmpLabelTTL  = ICMPProto.Uint8("icmp.mpls.ttl", "Time to live", field.Dec)
)

// icmpQuoted is the least length of the returned packet before extensions: RFC 4884, section 4.
const icmpQuoted = 128

// Classes of objects.
const (
	icmpMPLS      = 1 // a label stack, RFC 4950 section 3
	icmpInterface = 3 // which interface an extended echo is about, RFC 8335 section 2.1
)

func icmpClassName(v uint64) string {
	switch v {
	case icmpMPLS:
		return "MPLS Label Stack Class"
	case 2: // RFC 5837
		return "Interface Information Object"
	case icmpInterface:
		return "Interface Identification Object"
	}
	return ""
}

func icmpObjectName(v uint64) string {
	switch v {
	case icmpMPLS:
		return "MPLS Stack Entry"
	case 2:
		return "Interface Information Object"
	case icmpInterface:
		return "Interface Identification Object"
	}
	return ""
}

// decodeExtensions reads what follows the returned packet.
func decodeExtensions(d *field.Decoder) {
	mark := d.Begin(icmpExt)
	verdict := verifyExtension(d)
	off, version := d.Off(), uint8(0)
	if b := d.Peek(2); b != nil {
		version = b[0] >> 4
		d.Put(icmpExtVer, off, 1, uint64(version))
	}
	d.Uint16(icmpExtRes)
	d.Uint16(icmpExtSum)
	verdict.generate(d, icmpExtStatus, icmpExtRight, icmpExtBadSum)
	if icmpExtRead(version) {
		for d.Len() >= 4 && !d.Bad() {
			decodeObject(d)
		}
	} else {
		d.SkipRest()
	}
	d.End(mark)
}

// icmpExtRead reports whether objects of that version of extensions are read: RFC 4884 has
// the second, routers before it sent the first.
func icmpExtRead(version uint8) bool { return version == 1 || version == 2 }

func appendExtensions(b []byte, t *field.Tree, i int) []byte {
	b = append(b, t.Nodes[i].Def.Label...)
	if c := t.Child(i, icmpExtVer); c >= 0 && !icmpExtRead(uint8(t.Nodes[c].Val)) {
		b = append(b, " (unsupported version)"...)
	}
	return b
}

// verifyExtension is verifyChecksum for extensions, in which a zero stands
// for no checksum.
func verifyExtension(d *field.Decoder) checksumVerdict {
	if d.Tree() == nil {
		return checksumVerdict{}
	}
	if b := d.Peek(4); b != nil && b[2] == 0 && b[3] == 0 {
		return checksumVerdict{status: checksumAbsent}
	}
	quoted := d.Env.Quoted // the packet before is, the extensions are not
	d.Env.Quoted = false
	v := verifyChecksum(d, 0)
	d.Env.Quoted = quoted
	return v
}

func decodeObject(d *field.Decoder) {
	mark := d.Begin(icmpObject)
	d.Limit(mark, icmpObjLen, int(d.Uint16(icmpObjLen)))
	class := d.Uint8(icmpObjClass)
	d.Title(mark, uint64(class))
	ctype := d.Uint8(icmpObjType)
	switch class {
	case icmpMPLS:
		for d.Len() >= 4 && !d.Bad() {
			decodeLabel(d)
		}
	case icmpInterface:
		decodeInterface(d, ctype)
	}
	if n := d.Captured(); n > 0 {
		d.Bytes(icmpObjData, n)
	}
	d.End(mark)
}

// appendObjectType appends "C-Type: 1", and for an interface how it is identified.
func appendObjectType(b []byte, t *field.Tree, i int) []byte {
	b = appendPlain(b, t, i)
	if c := t.Child(int(t.Nodes[i].Parent), icmpObjClass); c >= 0 && t.Nodes[c].Val == icmpInterface {
		b = append(appendIdentified(append(b, " ("...), t.Nodes[i].Val), ')')
	}
	return b
}

func decodeLabel(d *field.Decoder) {
	mark := d.Begin(icmpLabelLine)
	off := d.Off()
	if b := d.Peek(3); b != nil {
		d.Put(icmpExp, off+2, 1, uint64(b[2]>>1&7))
		d.Put(icmpBottom, off+2, 1, uint64(b[2]&1))
	}
	d.Uint24(icmpLabel)
	d.Uint8(icmpLabelTTL)
	d.End(mark)
}

// appendMPLSEntry appends "Label: 100, Exp: 3, S: 1, TTL: 5".
func appendMPLSEntry(b []byte, t *field.Tree, i int) []byte {
	b = appendChild(b, t, i, "Label: ", icmpLabel)
	b = appendChild(b, t, i, ", Exp: ", icmpExp)
	if c := t.Child(i, icmpBottom); c >= 0 {
		b = field.AppendUint(append(b, ", S: "...), t.Nodes[c].Val)
	}
	return appendChild(b, t, i, ", TTL: ", icmpLabelTTL)
}
