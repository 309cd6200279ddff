package cdp

import "github.com/pktscope/pktscope/dissect/field"

// Power over Ethernet, in milliwatts, and the voice VLAN that goes with it.
var (
	fPowerDraw      = Proto.Uint16("cdp.power_consumption", "Power Consumption", field.Dec, field.Unit("mW", "mW"))
	fRequestID      = Proto.Uint16("cdp.request_id", "Request-ID", field.Dec)
	fManagementID   = Proto.Uint16("cdp.management_id", "Management-ID", field.Dec)
	fPowerRequested = Proto.Uint32("cdp.power_requested", "Power Requested", field.Dec, field.Unit("mW", "mW"))
	fPowerAvailable = Proto.Uint32("cdp.power_available", "Power Available", field.Dec, field.Unit("mW", "mW"))
	fSparePoE       = Proto.Uint8("cdp.spare_poe_tlv", "Spare Pair PoE", field.Hex, field.Bits(
		Proto.Bit("cdp.spare_poe_tlv.poe", "PSE Four-Wire PoE", 1, field.Two("Supported", "Not supported")),
		Proto.Bit("cdp.spare_poe_tlv.spare_pair_arch", "PD Spare Pair Architecture", 2, field.Two("Shared", "Independent")),
		Proto.Bit("cdp.spare_poe_tlv.req_spare_pair_poe", "PD Request Spare Pair PoE", 4, field.Two("On", "Off")),
		Proto.Bit("cdp.spare_poe_tlv.pse_spare_pair_poe", "PSE Spare Pair PoE", 8, field.Two("On", "Off")),
	))
	// The two levels that Power Available has: what there is, and what the
	// management would have the device take.
	fAvailable = [...]field.U32{
		Proto.Uint32("pktscope.cdp.power_available", "Available power", field.Dec, field.Format(formatAvailable)),
		Proto.Uint32("pktscope.cdp.power_management_level", "Management power level", field.Dec, field.Format(formatAvailable)),
	}

	fAppliance = Proto.Uint8("pktscope.cdp.appliance", "Appliance ID", field.Dec)
	fVoiceVLAN = Proto.Uint16("cdp.voice_vlan", "Voice VLAN", field.Dec)
)

// A Power is what a device asks for, or what it may have.
type Power struct {
	RequestID, ManagementID uint16
	Levels                  []uint32 // milliwatts, or NoPreference
}

// NoPreference is a level of power that the management does not set. IOS
// prints it as -1.
const NoPreference = 0xffffffff

// decode reads the numbers and f, as often as it is there.
func (p *Power) decode(d *field.Decoder, f field.U32) {
	p.RequestID = d.Uint16(fRequestID)
	p.ManagementID = d.Uint16(fManagementID)
	for i := 0; d.Len() >= 4 && !d.Bad(); i++ {
		v := d.Uint32(f)
		if f == fPowerAvailable && i < len(fAvailable) {
			d.Put(fAvailable[i], d.Off()-4, 4, uint64(v))
		}
		if len(p.Levels) < maxList {
			p.Levels = append(p.Levels, v)
		}
	}
}

// A Voice is the VLAN that a phone asks for or shall use, and for which
// appliance.
type Voice struct {
	Appliance uint8
	VLAN      uint16
}

// decode reads either. What the form of two bytes means is not known.
func (v *Voice) decode(d *field.Decoder) {
	if d.Len() == 2 {
		d.Bytes(fData, 2)
		return
	}
	if b := d.Bytes(fData, 1); b != nil {
		v.Appliance = b[0]
		d.Put(fAppliance, d.Off()-1, 1, uint64(b[0]))
	}
	v.VLAN = d.Uint16(fVoiceVLAN)
}

// formatAvailable appends "Management power level: no preference (0xffffffff)".
func formatAvailable(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = append(append(b, n.Def.Label...), ": "...)
	if n.Val == NoPreference {
		return append(b, "no preference (0xffffffff)"...)
	}
	return append(field.AppendUint(b, n.Val), " mW"...)
}
