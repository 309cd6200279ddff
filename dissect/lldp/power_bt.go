package lldp

import "github.com/pktscope/pktscope/dissect/field"

// What IEEE 802.3bt added to the TLV of power, for four pairs: section
// 79.3.2.6a to 79.3.2.6h. Powers are in tenths of a watt.
var (
	fBTRequestedA = Proto.Uint16("lldp.ieee.802_3.bt_ds_pd_requested_power_value_mode_a", "DS PD Requested Power Value Mode A", field.Dec)
	fBTRequestedB = Proto.Uint16("lldp.ieee.802_3.bt_ds_pd_requested_power_value_mode_b", "DS PD Requested Power Value Mode B", field.Dec)
	fBTAllocatedA = Proto.Uint16("lldp.ieee.802_3.bt_ds_pse_allocated_power_value_alt_a", "DS PSE Allocated Power Value Alt A", field.Dec)
	fBTAllocatedB = Proto.Uint16("lldp.ieee.802_3.bt_ds_pse_allocated_power_value_alt_b", "DS PSE Allocated Power Value Alt B", field.Dec)
	fBTStatus     = Proto.Uint16("lldp.ieee.802_3.bt_power_status", "Power Status", field.Hex, field.Bits(
		Proto.Uint16("lldp.ieee.802_3.bt_pse_powering_status", "PSE Powering Status", field.Dec, field.Mask(0xc000)),
		Proto.Uint16("lldp.ieee.802_3.bt_pd_powered_status", "PD Powered Status", field.Dec, field.Mask(0x3000)),
		Proto.Uint16("lldp.ieee.802_3.bt_pse_power_pairs_ext", "PSE Power Pairs ext", field.Dec, field.Mask(0xc00)),
		Proto.Uint16("lldp.ieee.802_3.bt_ds_pwr_class_ext_a", "DS Pwr Class Ext A", field.Dec, field.Mask(0x380)),
		Proto.Uint16("lldp.ieee.802_3.bt_ds_pwr_class_ext_b", "DS Pwr Class Ext B", field.Dec, field.Mask(0x70)),
		Proto.Uint16("lldp.ieee.802_3.bt_pwr_class_ext_", "Pwr Class Ext", field.Dec, field.Mask(0xf)),
	))
	fBTSetup = Proto.Uint8("lldp.ieee.802_3.bt_system_setup", "System Setup", field.Hex, field.Bits(
		Proto.Uint8("lldp.ieee.802_3.bt_power_type_ext", "Power Type Ext", field.Dec, field.Mask(0xe)),
	))
	fBTMost      = Proto.Uint16("lldp.ieee.802_3.bt_pse_maximum_available_power_value", "PSE Maximum Available Power Value", field.Dec)
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
