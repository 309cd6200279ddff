package lldp

import "github.com/pktscope/pktscope/dissect/field"

// Organizations have TLVs of their own, with a number of theirs behind their
// OUI: IEEE 802.1AB, section 8.6.
var (
	fOUI       = Proto.Uint24("lldp.orgtlv.oui", "Organization Unique Code", field.OUI, field.Format(formatOUI))
	fDot1      = Proto.Uint8("lldp.ieee.802_1.subtype", "IEEE 802.1 Subtype", field.Hex, field.Named(dot1Name))
	fDot3      = Proto.Uint8("lldp.ieee.802_3.subtype", "IEEE 802.3 Subtype", field.Hex, field.Named(dot3Name))
	fMedia     = Proto.Uint8("lldp.media.subtype", "Media Subtype", field.Hex, field.Named(mediaName))
	fCisco     = Proto.Uint8("lldp.cisco.subtype", "Cisco Subtype", field.Hex, field.Named(ciscoName))
	fIANA      = Proto.Uint8("lldp.iana.subtype", "IANA Subtype", field.Hex, field.Named(ianaName))
	fOther     = Proto.Uint8("lldp.unknown_subtype", "Unknown Subtype", field.Dec)
	fOtherData = Proto.Bytes("lldp.unknown_subtype.content", "Unknown Subtype Content")

	fTrailing = Proto.Bytes("lldp.subtype.content_remaining", "Subtype Unknown Trailing Bytes")

	fMUD  = Proto.String("lldp.iana.mudurl", "Manufacturer Usage Description URL") // RFC 8520, section 11
	fUPOE = Proto.Uint8("lldp.cisco.upoe", "UPOE Capabilities", field.Hex, field.Bits(
		Proto.Bit("lldp.cisco.upoe.supported", "UPOE Supported", 1, yesNo),
		Proto.Bit("lldp.cisco.upoe.altb_detection_required", "ALT-B Detection required", 2, yesNo),
		Proto.Bit("lldp.cisco.upoe.pd_altb_desired", "PD Request Spare Pair PoE", 4, field.Two("Desired", "Not Desired")),
		Proto.Bit("lldp.cisco.upoe.pse_altb_oper", "PSE Spare Pair PoE", 8, enabled),
	))
)

// Organizations by their OUI.
const (
	ouiIANA    = 0x00005e
	ouiDot1    = 0x0080c2
	ouiDot3    = 0x00120f
	ouiMedia   = 0x0012bb
	ouiCisco   = 0x000142
	ouiCisco2  = 0x00000c
	ouiProfi   = 0x000ecf
	ouiBridges = 0x001b21
)

func (p *Packet) organization(d *field.Decoder) {
	switch d.Uint24(fOUI) {
	case ouiDot1:
		p.dot1(d, d.Uint8(fDot1))
	case ouiDot3:
		p.dot3(d, d.Uint8(fDot3))
	case ouiMedia:
		p.Media.decode(d, d.Uint8(fMedia))
		p.has(d, foundMedia)
	case ouiCisco:
		if d.Uint8(fCisco) == 1 {
			d.Uint8(fUPOE)
			if d.More() {
				d.Bytes(fTrailing, d.Len())
			}
			return
		}
		d.Bytes(fOtherData, d.Len())
	case ouiIANA:
		if d.Uint8(fIANA) == 1 {
			d.Text(fMUD)
			return
		}
		d.Bytes(fOtherData, d.Len())
	default:
		d.Uint8(fOther)
		d.Bytes(fOtherData, d.Len())
	}
}

func ouiName(v uint64) string {
	switch v {
	case ouiIANA:
		return "ICANN, IANA Department"
	case ouiDot1:
		return "IEEE 802.1 Chair"
	case ouiDot3:
		return "IEEE 802.3 Working Group"
	case ouiMedia:
		return "Telecommunications Industry Association TR-41 Committee"
	case ouiCisco, ouiCisco2:
		return "Cisco Systems, Inc"
	case ouiProfi:
		return "PROFIBUS Nutzerorganisation e.V."
	}
	return ""
}

// formatOUI appends "Organization Unique Code: 00:12:0f (IEEE 802.3 Working Group)".
func formatOUI(b []byte, t *field.Tree, i int) []byte {
	return t.AppendOUI(b, i, ouiName(t.Nodes[i].Val))
}

func ciscoName(v uint64) string {
	switch v {
	case 1:
		return "4-wire Power-via-MDI (UPOE)"
	case 201:
		return "ACI Port State"
	case 202:
		return "ACI Node Role"
	case 203:
		return "ACI Node ID"
	case 204:
		return "ACI Spine Level"
	case 205:
		return "ACI Pod ID"
	case 206:
		return "ACI Fabric Name"
	case 207:
		return "ACI Appliance Vector"
	case 208:
		return "ACI Node IP"
	case 209:
		return "ACI Port Role"
	case 210:
		return "ACI Firmware Version"
	case 211:
		return "ACI Infra VLAN"
	case 212:
		return "ACI Serial Number"
	case 214:
		return "ACI Model"
	case 215:
		return "ACI Node Name"
	case 216:
		return "ACI Port Mode"
	case 217:
		return "ACI Authentication Cookie"
	case 218:
		return "ACI APIC-Mode"
	case 219:
		return "ACI Fabric ID"
	}
	return ""
}

func ianaName(v uint64) string {
	if v == 1 {
		return "Manufacturer Usage Description URL"
	}
	return ""
}
