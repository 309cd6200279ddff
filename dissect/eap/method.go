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
	fData         = Proto.Bytes("eap.data", "EAP Data")
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
	TypeMSCHAPv2     = 26 // MS-EAP-Authentication
	TypeFAST         = 43 // RFC 4851
	TypeAKAPrime     = 50 // RFC 9048
)

// method reads what stands behind the type, as far as it has fields.
func (p *Packet) method(d *field.Decoder) {
	if !d.More() {
		return
	}
	switch p.Type {
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
		p.MSCHAPv2.decode(d)
	case TypeTLS:
		tunnel(d, fTLSFlags)
	case TypeTTLS, TypePEAP, TypeFAST:
		tunnel(d, fTTLSFlags)
	default:
		d.Bytes(fData, d.Len())
	}
}
