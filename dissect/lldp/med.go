package lldp

import "github.com/pktscope/pktscope/dissect/field"

// The TLVs of LLDP-MED: ANSI/TIA-1057, section 10.2.
var (
	fMediaCaps = Proto.Uint16("lldp.media.subtype.caps", "Capabilities", field.Hex, field.Bits(
		Proto.Bit("lldp.media.subtype.caps.llpd", "LLDP-MED Capabilities", 0x01, capable),
		Proto.Bit("lldp.media.subtype.caps.network_policy", "Network Policy", 0x02, capable),
		Proto.Bit("lldp.media.subtype.caps.location_id", "Location Identification", 0x04, capable),
		Proto.Bit("lldp.media.subtype.caps.mdi_pse", "Extended Power via MDI-PSE", 0x08, capable),
		Proto.Bit("lldp.media.subtype.caps.mid_pd", "Extended Power via MDI-PD", 0x10, capable),
		Proto.Bit("lldp.media.subtype.caps.inventory", "Inventory", 0x20, capable),
	))
	fMediaClass = Proto.Uint8("lldp.media.subtype.class", "Class Type", field.Dec, field.Named(mediaClass))

	fApplication = Proto.Uint8("lldp.media.app_type", "Application Type", field.Dec, field.Named(application))
	fPolicy      = Proto.Bit("lldp.media.policy_flag", "Policy", 0x800000, field.Size(3), field.Two("Unknown", "Defined"))
	fTagged      = Proto.Bit("lldp.media.tag_flag", "Tagged", 0x400000, field.Size(3), yesNo)
	fPolicyVLAN  = Proto.Uint24("lldp.media.vlan_id", "VLAN Id", field.Dec, field.Mask(0x1ffe00))
	fPriority    = Proto.Uint24("lldp.media.l2_prio", "L2 Priority", field.Dec, field.Mask(0x0001c0))
	fDSCP        = Proto.Uint24("lldp.media.dscp", "DSCP Priority", field.Dec, field.Mask(0x00003f))

	fMediaPowerType     = Proto.Uint8("lldp.media.power.type", "Power Type", field.Dec, field.Mask(0xc0), field.Named(mediaPowerType))
	fMediaPowerSource   = Proto.Uint8("lldp.media.power.source", "Power Source", field.Dec, field.Mask(0x30), field.Format(formatPowerSource))
	fMediaPowerPriority = Proto.Uint8("lldp.media.power.prio", "Power Priority", field.Dec, field.Mask(0x0f), field.Named(powerPriority))
	fMediaPower         = Proto.Uint16("lldp.media.power.value", "Power Value", field.Dec, field.Format(formatTenths))

	fHardware     = Proto.String("lldp.media.hardware", "Hardware Revision", field.Ends(field.ByPad))
	fFirmware     = Proto.String("lldp.media.firmware", "Firmware Revision", field.Ends(field.ByPad))
	fSoftware     = Proto.String("lldp.media.software", "Software Revision", field.Ends(field.ByPad))
	fSerial       = Proto.String("lldp.media.sn", "Serial Number", field.Ends(field.ByPad))
	fManufacturer = Proto.String("lldp.media.manufacturer", "Manufacturer Name", field.Ends(field.ByPad))
	fModel        = Proto.String("lldp.media.model", "Model Name", field.Ends(field.ByPad))
	fAsset        = Proto.String("lldp.media.asset", "Asset ID", field.Ends(field.ByPad))
)

// A Media is the LLDP-MED data of an endpoint, such as a phone, or its switch.
type Media struct {
	Capabilities uint16
	Class        uint8
	Policies     []Policy
	Power        MediaPower
	Locations    []Location

	Hardware, Firmware, Software       []byte
	Serial, Manufacturer, Model, Asset []byte
}

// A Policy is the VLAN and the priorities of an application.
type Policy struct {
	Application    uint8
	Unknown        bool // the endpoint asks for it
	Tagged         bool
	VLAN           uint16
	Priority, DSCP uint8
}

// A MediaPower is what an endpoint takes or its switch gives.
type MediaPower struct {
	Type  uint8  // with source and priority
	Value uint16 // tenths of a watt
}

func (m *Media) decode(d *field.Decoder, subtype uint8) {
	switch subtype {
	case 1:
		m.Capabilities = d.Uint16(fMediaCaps)
		m.Class = d.Uint8(fMediaClass)
	case 2:
		m.policy(d)
	case 3:
		m.Locations = decodeLocation(d, m.Locations)
	case 4:
		m.Power.Type = d.Shared8(fMediaPowerType, fMediaPowerSource, fMediaPowerPriority)
		m.Power.Value = d.Uint16(fMediaPower)
	case 5:
		m.Hardware = d.Text(fHardware)
	case 6:
		m.Firmware = d.Text(fFirmware)
	case 7:
		m.Software = d.Text(fSoftware)
	case 8:
		m.Serial = d.Text(fSerial)
	case 9:
		m.Manufacturer = d.Text(fManufacturer)
	case 10:
		m.Model = d.Text(fModel)
	case 11:
		m.Asset = d.Text(fAsset)
	}
}

// policy reads section 10.2.3: an application and three bytes for the rest.
func (m *Media) policy(d *field.Decoder) {
	app := d.Uint8(fApplication)
	off, b := d.Off(), d.Peek(3)
	d.Skip(fPolicy, 3)
	if b == nil {
		return
	}
	v := uint64(b[0])<<16 | uint64(b[1])<<8 | uint64(b[2])
	d.Put(fPolicy, off, 3, v>>23)
	d.Put(fTagged, off, 3, v>>22&1)
	d.Put(fPolicyVLAN, off, 3, v>>9&0xfff)
	d.Put(fPriority, off, 3, v>>6&7)
	d.Put(fDSCP, off, 3, v&63)
	if len(m.Policies) < maxList {
		m.Policies = append(m.Policies, Policy{app, v>>23 != 0, v>>22&1 != 0, uint16(v >> 9 & 0xfff), uint8(v >> 6 & 7), uint8(v & 63)})
	}
}

func mediaName(v uint64) string {
	if v < uint64(len(mediaNames)) {
		return mediaNames[v]
	}
	return ""
}

var mediaNames = [...]string{
	1:  "Media Capabilities",
	2:  "Network Policy",
	3:  "Location Identification",
	4:  "Extended Power-via-MDI",
	5:  "Inventory - Hardware Revision",
	6:  "Inventory - Firmware Revision",
	7:  "Inventory - Software Revision",
	8:  "Inventory - Serial Number",
	9:  "Inventory - Manufacturer Name",
	10: "Inventory - Model Name",
	11: "Inventory - Asset ID",
}

func mediaClass(v uint64) string {
	switch v {
	case 0:
		return "Type Not Defined"
	case 1:
		return "Endpoint Class I"
	case 2:
		return "Endpoint Class II"
	case 3:
		return "Endpoint Class III"
	case 4:
		return "Network Connectivity"
	}
	return ""
}

func application(v uint64) string {
	if v < uint64(len(applications)) {
		return applications[v]
	}
	return ""
}

var applications = [...]string{
	"Reserved", "Voice", "Voice Signaling", "Guest Voice", "Guest Voice Signaling", "Softphone Voice",
	"Video Conferencing", "Streaming Video", "Video Signaling",
}

// ClassName is the name of a class of endpoints, "" for one without.
func ClassName(class uint8) string { return mediaClass(uint64(class)) }

// ApplicationName is the name of a policy's application, "" for one without.
func ApplicationName(app uint8) string { return application(uint64(app)) }

// Device reports whether the power is what an endpoint takes.
func (p MediaPower) Device() bool { return p.Type>>6&1 != 0 }

// SourceName and PriorityName are Wireshark's.
func (p MediaPower) SourceName() string   { return powerSource(uint64(p.Type>>4&3), p.Device()) }
func (p MediaPower) PriorityName() string { return powerPriority(uint64(p.Type & 0xf)) }

func mediaPowerType(v uint64) string {
	if v&1 == 0 {
		return "PSE Device"
	}
	return "PD Device"
}

// formatTenths appends "Power Value: 13000 mW".
func formatTenths(b []byte, t *field.Tree, i int) []byte {
	return append(field.AppendUint(append(b, "Power Value: "...), t.Nodes[i].Val*100), " mW"...)
}
