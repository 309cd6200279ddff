package lldp

import "github.com/pktscope/pktscope/dissect/field"

// What IEEE 802.3bt added to the TLV of power, for four pairs: section
// 79.3.2.6a to 79.3.2.6h. Powers are in tenths of a watt.
var (
	fBTRequestedA = Proto.Uint16("lldp.ieee.802_3.bt_ds_pd_requested_power_value_mode_a", "DS PD Requested Power Value Mode A", field.Dec, field.Format(formatWatt))
	fBTRequestedB = Proto.Uint16("lldp.ieee.802_3.bt_ds_pd_requested_power_value_mode_b", "DS PD Requested Power Value Mode B", field.Dec, field.Format(formatWatt))
	fBTAllocatedA = Proto.Uint16("lldp.ieee.802_3.bt_ds_pse_allocated_power_value_alt_a", "DS PSE Allocated Power Value Alt A", field.Dec, field.Format(formatWatt))
	fBTAllocatedB = Proto.Uint16("lldp.ieee.802_3.bt_ds_pse_allocated_power_value_alt_b", "DS PSE Allocated Power Value Alt B", field.Dec, field.Format(formatWatt))
	fBTStatus     = Proto.Uint16("lldp.ieee.802_3.bt_power_status", "Power Status", field.Hex, field.Bits(
		Proto.Uint16("lldp.ieee.802_3.bt_pse_powering_status", "PSE Powering Status", field.Dec, field.Mask(0xc000), named("Ignore", "2-pair", "4-pair single-signature", "4-pair dual-signature")),
		Proto.Uint16("lldp.ieee.802_3.bt_pd_powered_status", "PD Powered Status", field.Dec, field.Mask(0x3000), named("Ignore", "Single-signature PD", "2-pair dual-signature PD", "4-pair dual-signature PD")),
		Proto.Uint16("lldp.ieee.802_3.bt_pse_power_pairs_ext", "PSE Power Pairs ext", field.Dec, field.Mask(0xc00), named("Ignore", "Alternative A", "Alternative B", "Both alternatives")),
		Proto.Uint16("lldp.ieee.802_3.bt_ds_pwr_class_ext_a", "DS Pwr Class Ext A", field.Dec, field.Mask(0x380), named(dualClasses...)),
		Proto.Uint16("lldp.ieee.802_3.bt_ds_pwr_class_ext_b", "DS Pwr Class Ext B", field.Dec, field.Mask(0x70), named(dualClasses...)),
		Proto.Uint16("lldp.ieee.802_3.bt_pwr_class_ext_", "Pwr Class Ext", field.Dec, field.Mask(0xf), named("", "Class 1", "Class 2", "Class 3", "Class 4", "Class 5", "Class 6", "Class 7", "Class 8", "", "", "", "", "", "", "Dual signature")),
	))
	fBTSetup = Proto.Uint8("lldp.ieee.802_3.bt_system_setup", "System Setup", field.Hex, field.Bits(
		Proto.Uint8("lldp.ieee.802_3.bt_power_type_ext", "Power Type Ext", field.Dec, field.Mask(0xe), named("Type 3 PSE Device", "Type 4 PSE Device", "Type 3 single-signature PD Device", "Type 3 dual-signature PD Device",
			"Type 4 single-signature PD Device", "Type 4 dual-signature PD Device", "Reserved/Ignore", "Reserved/Ignore")),
		Proto.Bit("lldp.ieee.802_3.bt_power.pd_load", "PD Load", 0x1, field.Two("Isolated", "Not isolated")),
	))
	fBTMost      = Proto.Uint16("lldp.ieee.802_3.bt_pse_maximum_available_power_value", "PSE Maximum Available Power Value", field.Dec, field.Format(formatWatt))
	fBTAutoclass = Proto.Uint8("lldp.ieee.802_3.bt_autoclass", "Autoclass", field.Hex, field.Bits(
		Proto.Uint8("lldp.ieee.802_3.bt_pse_autoclass_support", "PSE Autoclass support", field.Dec, field.Mask(0x4)),
		Proto.Uint8("lldp.ieee.802_3.bt_autoclass_completed", "Autoclass Completed", field.Dec, field.Mask(0x2)),
		Proto.Uint8("lldp.ieee.802_3.bt_autoclass_request", "Autoclass Request", field.Dec, field.Mask(0x1)),
		Proto.Uint8("lldp.ieee.802_3.bt_autoclass_reserved", "Autoclass Reserved", field.Hex, field.Mask(0xf8)),
	))
	fBTDown = Proto.Uint24("lldp.ieee.802_3.bt_power_down", "Power down", field.Hex, field.Bits(
		Proto.Uint24("lldp.ieee.802_3.bt_power_down_request", "Power down request", field.Dec, field.Mask(0xfc0000)),
		Proto.Uint24("lldp.ieee.802_3.bt_power_down_time", "Power down time", field.Dec, field.Mask(0x3ffff)),
	))
)

// dualClasses are the classes of one pair set of a dual-signature device.
var dualClasses = []string{
	"Reserved/Ignore", "Class 1", "Class 2", "Class 3", "Class 4", "Class 5", "Reserved/Ignore", "Single-signature or 2-pair PD",
}

// named makes a field's names of a list; a value without one has "".
func named(list ...string) field.Opt {
	return field.Named(func(v uint64) string {
		if v < uint64(len(list)) {
			return list[v]
		}
		return ""
	})
}

// sizeBT is the length of these fields. TLVs of another length have none.
const sizeBT = 17

func (p *Power) decodeBT(d *field.Decoder) {
	d.Uint16(fBTRequestedA)
	d.Uint16(fBTRequestedB)
	d.Uint16(fBTAllocatedA)
	d.Uint16(fBTAllocatedB)
	d.Uint16(fBTStatus)
	d.Uint8(fBTSetup)
	d.Uint16(fBTMost)
	d.Uint8(fBTAutoclass)
	d.Uint24(fBTDown)
}
