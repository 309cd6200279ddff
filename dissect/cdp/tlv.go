package cdp

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/field"
)

var (
	fTLV  = Proto.Scope("TLV", field.Format(formatTLV))
	fType = Proto.Uint16("cdp.tlv.type", "Type", field.Hex, field.Named(typeName))
	fLen  = Proto.Uint16("cdp.tlv.len", "Length", field.Dec)

	fDevice     = Proto.String("cdp.deviceid", "Device ID")
	fPort       = Proto.String("cdp.portid", "Sent through Interface")
	fPlatform   = Proto.String("cdp.platform", "Platform")
	fSoftware   = Proto.String("cdp.software_version", "Software version", field.Ends(field.ByNUL))
	fVTPDomain  = Proto.String("cdp.vtp_management_domain", "VTP Management Domain")
	fNativeVLAN = Proto.Uint16("cdp.native_vlan", "Native VLAN", field.Dec)
	fDuplex     = field.U8{Def: Proto.Bit("cdp.duplex", "Duplex", 0, field.Two("Full", "Half")).Def}
	fMTU        = Proto.Uint32("cdp.mtu", "MTU", field.Dec)
	fData       = Proto.Bytes("cdp.data", "Data")
)

// tlvSize is the length of a TLV's type and length, which its length counts.
const tlvSize = 4

// tlv reads one TLV. It reports false where the TLV does not say where the
// next one begins.
func (p *Packet) tlv(d *field.Decoder) bool {
	m := d.Begin(fTLV)
	typ := TLVType(d.Uint16(fType))
	d.Title(m, uint64(typ))
	off := d.Off()
	size := int(d.Uint16(fLen))
	if size < tlvSize && !d.Bad() {
		p.Invalid(d, fFault, typ, fLen, off)
		d.End(m)
		d.Payload()
		return false
	}
	if typ == PortID {
		size += missing(d, size)
	}
	if size-tlvSize > d.Len() && !d.Bad() {
		p.Invalid(d, fFault, typ, fLen, off)
		if d.More() {
			d.Rest(fRest) // a name that is cut is none
		}
		d.End(m)
		return false
	}
	d.Limit(m, fLen, size)
	if !d.Bad() {
		if typ < 64 {
			p.seen |= 1 << typ
		}
		p.value(d, typ)
		p.unread(d, typ)
	}
	d.End(m)
	return true
}

// value reads what lies behind a TLV's length.
func (p *Packet) value(d *field.Decoder, typ TLVType) {
	switch typ {
	case DeviceID:
		p.DeviceID = text(d, fDevice)
	case Addresses:
		p.Addresses = p.addresses(d, typ, p.Addresses)
	case PortID:
		p.portFirst = p.portFirst || p.DeviceID == nil
		p.PortID = text(d, fPort)
	case Capabilities:
		p.Capabilities = d.Uint32(fCapabilities)
	case SoftwareVersion:
		p.SoftwareVersion = software(d)
	case Platform:
		p.Platform = text(d, fPlatform)
	case IPPrefix:
		p.prefixes(d)
	case ProtocolHello:
		p.Hello.decode(d)
	case VTPDomain:
		p.VTPDomain = text(d, fVTPDomain)
	case NativeVLAN:
		p.NativeVLAN = d.Uint16(fNativeVLAN)
	case Duplex:
		p.FullDuplex = d.Uint8(fDuplex) != 0
	case VoiceReply:
		p.VoiceReply.decode(d)
	case VoiceQuery:
		p.VoiceQuery.decode(d)
	case PowerDraw:
		p.PowerDraw = d.Uint16(fPowerDraw)
	case MTU:
		p.MTU = d.Uint32(fMTU)
	case TrustBitmap:
		p.trust(d)
	case UntrustedCoS:
		p.UntrustedCoS = d.Uint8(fCoS)
	case SystemName:
		p.SystemName = text(d, fSysName)
	case SystemOID:
		p.oid(d)
	case Management:
		p.Management = p.addresses(d, typ, p.Management)
	case Location:
		p.LocationType = d.Uint8(fLocationType)
		p.Location = text(d, fLocation)
	case PowerRequest:
		p.PowerRequested.decode(d, fPowerRequested)
	case PowerAvailable:
		p.PowerAvailable.decode(d, fPowerAvailable)
	case EnergyWise:
		p.energyWise(d)
	case SparePoE:
		p.SparePoE = d.Uint8(fSparePoE)
	case ExternalPort:
		p.external(d)
	case Unidirectional:
		p.unidirectional(d)
	default:
		if typ.HP() {
			p.AccessPoint.decode(d, typ)
		} else if d.More() {
			d.Rest(fData)
		}
	}
}

// text reads the rest of the scope and returns it up to the zero byte that may
// end it.
func text(d *field.Decoder, f field.Str) []byte {
	b := d.Text(f)
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return b[:i]
	}
	return b
}

// missing is by how much the length of a Port ID is too small. Some devices
// leave its own four bytes out, but for one; then what follows it does not
// begin like the type of a TLV, which is Cisco's or HP's.
func missing(d *field.Decoder, size int) int {
	b := d.Peek(size - tlvSize + 1)
	if b == nil || b[size-tlvSize] == 0 || b[size-tlvSize] == byte(BSSID>>8) {
		return 0
	}
	return 3
}

// software reads the software's version, a field for each of its lines.
func software(d *field.Decoder) []byte {
	off, text := d.Off(), d.Peek(d.Len())
	d.Skip(fSoftware, d.Len())
	if d.Tree() == nil {
		return text
	}
	for rest := text; len(rest) > 0; {
		line, _, _ := bytes.Cut(rest, []byte{'\n'})
		n := min(len(line)+1, len(rest))
		d.PutText(fSoftware, off, n, string(bytes.TrimSuffix(line, []byte{'\r'})))
		rest, off = rest[n:], off+n
	}
	return text
}
