package eap

import "github.com/pktscope/pktscope/dissect/field"

// Types that the protocol itself has, RFC 3748, section 5, and what methods
// begin with.
var (
	fIdentity     = Proto.String("eap.identity", "Identity")
	fNotification = Proto.String("eap.notification", "Notification")
	fDesired      = Proto.Uint8("eap.desired_type", "Desired Auth Type", field.Dec, field.Named(typeName))
	fMD5Size      = Proto.Uint8("eap.md5.value_size", "EAP-MD5 Value-Size", field.Dec)
	fMD5Value     = Proto.Bytes("eap.md5.value", "EAP-MD5 Value")
	fMD5Extra     = Proto.Bytes("eap.md5.extra_data", "EAP-MD5 Extra Data")
	fSIMSubtype   = Proto.Uint8("eap.sim.subtype", "EAP-SIM Subtype", field.Dec, field.Named(simName))
	fSIMReserved  = Proto.Uint16("eap.sim.reserved", "EAP-SIM Reserved", field.Hex)
	fAKASubtype   = Proto.Uint8("eap.aka.subtype", "EAP-AKA Subtype", field.Dec, field.Named(akaName))
	fAKAReserved  = Proto.Uint16("eap.aka.reserved", "EAP-AKA Reserved", field.Hex)
	fCHAPCode     = Proto.Uint8("eap.ms_chap_v2.opcode", "EAP-MS-CHAP-v2 OpCode", field.Dec, field.Named(chapName))
	fTLSFlags     = Proto.Uint8("eap.tls.flags", "EAP-TLS Flags", field.Hex, field.Bits(
		Proto.Bit("eap.tls.flags.len_included", "Length Included", 0x80),
		Proto.Bit("eap.tls.flags.more_fragments", "More Fragments", 0x40),
		Proto.Bit("eap.tls.flags.start", "Start", 0x20)))
	fTLSLen = Proto.Uint32("eap.tls.len", "EAP-TLS Length", field.Dec)
)

// Types of a request or response.
const (
	TypeIdentity     = 1
	TypeNotification = 2
	TypeNak          = 3
	TypeMD5          = 4
	TypeTLS          = 13 // RFC 5216
	TypeSIM          = 18 // RFC 4186
	TypeTTLS         = 21 // RFC 5281
	TypeAKA          = 23 // RFC 4187
	TypePEAP         = 25
	TypeMSCHAPv2     = 29
	TypeAKAPrime     = 50 // RFC 9048
)

// method reads what stands behind the type, as far as it has fields.
func method(d *field.Decoder, typ uint8) {
	if !d.More() {
		return
	}
	switch typ {
	case TypeIdentity:
		d.Text(fIdentity)
	case TypeNotification:
		d.Text(fNotification)
	case TypeNak:
		for d.More() {
			d.Uint8(fDesired)
		}
	case TypeMD5:
		d.Bytes(fMD5Value, int(d.Uint8(fMD5Size)))
		if d.More() {
			d.Rest(fMD5Extra)
		}
	case TypeSIM:
		d.Uint8(fSIMSubtype)
		if d.More() {
			d.Uint16(fSIMReserved)
		}
	case TypeAKA, TypeAKAPrime:
		d.Uint8(fAKASubtype)
		if d.More() {
			d.Uint16(fAKAReserved)
		}
	case TypeMSCHAPv2:
		d.Uint8(fCHAPCode)
	case TypeTLS, TypeTTLS, TypePEAP:
		if flags := d.Uint8(fTLSFlags); flags&0x80 != 0 {
			d.Uint32(fTLSLen)
		}
	}
}
