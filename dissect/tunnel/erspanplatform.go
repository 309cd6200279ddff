package tunnel

import "github.com/pktscope/pktscope/dissect/field"

// The platform-specific subheader of type III: draft-foschiano-erspan-03,
// section 4.3.
var (
	platID = ERSPANProto.Uint32("erspan.platid", "Platform ID", field.Dec, field.Mask(0xfc000000))

	plat1Reserved = ERSPANProto.Uint32("erspan.pid1.rsvd1", "Reserved", field.Dec, field.Mask(0x03fff000))
	plat1Domain   = ERSPANProto.Uint32("erspan.pid1.vsmid", "VSM Domain ID", field.Dec, field.Mask(0x00000fff))
	plat1Port     = ERSPANProto.Uint32("erspan.pid1.port_index", "Port ID/Index", field.Dec, field.Mask(0xffffffff), field.Unmasked())

	plat3Reserved = ERSPANProto.Uint32("erspan.pid3.rsvd1", "Reserved", field.Dec, field.Mask(0x03ffc000))
	plat3Port     = ERSPANProto.Uint32("erspan.pid3.port_index", "Port ID/Index", field.Dec, field.Mask(0x00003fff))
	plat3Time     = ERSPANProto.Uint32("erspan.pid3.timestamp", "Upper 32-bit Timestamp", field.Dec, field.Mask(0xffffffff), field.Unmasked())

	plat4Reserved1 = ERSPANProto.Uint32("erspan.pid4.rsvd1", "Reserved", field.Dec, field.Mask(0x03ffc000))
	plat4Reserved2 = ERSPANProto.Uint32("erspan.pid4.rsvd2", "Reserved", field.Dec, field.Mask(0x00003fff))
	plat4Reserved3 = ERSPANProto.Uint32("erspan.pid4.rsvd3", "Reserved", field.Dec, field.Mask(0xffffffff))

	plat5Switch = ERSPANProto.Uint32("erspan.pid5.switchid", "Switch ID", field.Dec, field.Mask(0x03ff0000))
	plat5Port   = ERSPANProto.Uint32("erspan.pid5.port_index", "Port ID/Index", field.Dec, field.Mask(0x0000ffff))
	plat5Time   = ERSPANProto.Uint32("erspan.pid5.timestamp", "Timestamp (seconds)", field.Dec, field.Mask(0xffffffff), field.Unmasked())

	plat7Reserved = ERSPANProto.Uint32("erspan.pid7.rsvd1", "Reserved", field.Dec, field.Mask(0x03f00000))
	plat7Source   = ERSPANProto.Uint32("erspan.pid7.source_index", "Source Index", field.Dec, field.Mask(0x000fffff))
	plat7Time     = ERSPANProto.Uint32("erspan.pid7.timestamp", "Upper 32-bit Timestamp", field.Dec, field.Mask(0xffffffff), field.Unmasked())

	platRest = ERSPANProto.Uint64("erspan.pid.rsvd", "Reserved", field.Dec, field.Mask(0x03ffffff))
)

// decodePlatform reads the eight bytes of the subheader, whose first six bits
// say what the others are.
func decodePlatform(d *field.Decoder) {
	var platform byte
	if h := d.Peek(1); h != nil {
		platform = h[0] >> 2
	}
	switch platform {
	case 1:
		d.Shared32(platID, plat1Reserved, plat1Domain)
		d.Uint32(plat1Port)
	case 3:
		d.Shared32(platID, plat3Reserved, plat3Port)
		d.Uint32(plat3Time)
	case 4:
		d.Shared32(platID, plat4Reserved1, plat4Reserved2)
		d.Uint32(plat4Reserved3)
	case 5, 6:
		d.Shared32(platID, plat5Switch, plat5Port)
		d.Uint32(plat5Time)
	case 7:
		d.Shared32(platID, plat7Reserved, plat7Source)
		d.Uint32(plat7Time)
	default:
		if d.Peek(8) != nil {
			d.Put(platID, d.Off(), 4, uint64(platform))
		}
		d.Uint64(platRest)
	}
}

const frameEthernet = 0

func spanVersionName(v uint64) string {
	switch v {
	case 1:
		return "Type II"
	case 2:
		return "Type III"
	}
	return ""
}

func spanEncapName(v uint64) string {
	return [...]string{"Originally without VLAN tag", "Originally ISL encapsulated",
		"Originally 802.1Q encapsulated", "VLAN tag preserved in frame"}[v&3]
}

func spanBSOName(v uint64) string {
	return [...]string{"Good or unknown integrity", "Short frame", "Oversized frame", "CRC or alignment error"}[v&3]
}

func spanFrameName(v uint64) string {
	switch v {
	case frameEthernet:
		return "Ethernet"
	case 2:
		return "IP"
	}
	return ""
}

func spanGrainName(v uint64) string {
	return [...]string{"100 microseconds", "100 nanoseconds", "IEEE 1588", "Custom granularity"}[v&3]
}
