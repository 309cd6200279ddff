package lldp

import "github.com/pktscope/pktscope/dissect/field"

// The TLVs that hold one value: IEEE 802.1AB, sections 8.5.4 to 8.5.8.
var (
	fPDUType           = Proto.None("lldp.pdu_type", "PDU Type", field.Named(pduType))
	fTTL               = Proto.Uint16("lldp.time_to_live", "Seconds", field.Dec)
	fPortDescription   = Proto.String("lldp.port.desc", "Port Description")
	fSystemName        = Proto.String("lldp.tlv.system.name", "System Name")
	fSystemDescription = Proto.String("lldp.tlv.system.desc", "System Description")
	fCapabilities      = Proto.Uint16("lldp.tlv.system_cap", "Capabilities", field.Hex, capabilities("lldp.tlv.system_cap."))
	fEnabled           = Proto.Uint16("lldp.tlv.enable_system_cap", "Enabled Capabilities", field.Hex, capabilities("lldp.tlv.enable_system_cap."))
)

// pduType is what a time to live makes of a message: section 9.1.2.
func pduType(v uint64) string {
	if v == 0 {
		return "Shutdown LLDPDU"
	}
	return "Normal LLDPDU"
}

// What a system can do: section 8.5.8.1.
const (
	CapOther       = 0x01
	CapRepeater    = 0x02
	CapBridge      = 0x04
	CapAccessPoint = 0x08
	CapRouter      = 0x10
	CapTelephone   = 0x20
	CapDOCSIS      = 0x40
	CapStationOnly = 0x80
	CapCVLAN       = 0x100
	CapSVLAN       = 0x200
	CapTPMR        = 0x400
)

func capabilities(prefix string) field.Opt {
	bit := func(name, label string, mask uint64) field.Field {
		return Proto.Bit(prefix+name, label, mask, capable)
	}
	return field.Bits(
		bit("other", "Other", CapOther),
		bit("repeater", "Repeater", CapRepeater),
		bit("bridge", "Bridge", CapBridge),
		bit("wlan_access_pt", "WLAN access point", CapAccessPoint),
		bit("router", "Router", CapRouter),
		bit("telephone", "Telephone", CapTelephone),
		bit("docsis_cable_device", "DOCSIS cable device", CapDOCSIS),
		bit("station_only", "Station only", CapStationOnly),
		bit("cvlan", "C-VLAN component", CapCVLAN),
		bit("svlan", "S-VLAN component", CapSVLAN),
		bit("tpmr", "TPMR component", CapTPMR),
	)
}

// How the values of bits are called.
var (
	capable   = field.Two("Capable", "Not capable")
	supported = field.Two("Supported", "Not supported")
	enabled   = field.Two("Enabled", "Disabled")
	yesNo     = field.Named(field.YesNo)
)
