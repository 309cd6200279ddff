package lldp

import "github.com/pktscope/pktscope/dissect/field"

// Power over the wires: IEEE 802.3, section 79.3.2.
var (
	fPowerSupport = Proto.Uint8("lldp.ieee.802_3.mdi_power_support", "MDI Power Support", field.Hex, field.Bits(
		Proto.Bit("lldp.ieee.802_3.mdi_power_support.port_class", "Port Class", 1, field.Two("PSE", "PD")),
		Proto.Bit("lldp.ieee.802_3.mdi_power_support.supported", "PSE MDI Power", 2, supported),
		Proto.Bit("lldp.ieee.802_3.mdi_power_support.enabled", "PSE MDI Power", 4, enabled),
		Proto.Bit("lldp.ieee.802_3.mdi_power_support.pse_pairs", "PSE Pairs Control Ability", 8, yesNo),
	))
	fPowerPair      = Proto.Uint8("lldp.ieee.802_3.mdi_pse_pair", "PSE Power Pair", field.Dec, named("", "Signal", "Spare"))
	fPowerClass     = Proto.Uint8("lldp.ieee.802_3.mdi_power_class", "Power Class", field.Dec, field.Named(powerClass))
	fPowerType      = Proto.Uint8("lldp.ieee.802_3.mdi_power_type", "Power Type", field.Dec, field.Mask(0xc0), field.Named(powerType))
	fPowerSource    = Proto.Uint8("lldp.ieee.802_3.mdi_power_source", "Power Source", field.Dec, field.Mask(0x30), field.Format(formatPowerSource))
	fPower4PID      = field.U8{Def: Proto.Bit("lldp.ieee.802_3.mdi_power_pd4pid", "PD 4PID", 0x04, supported, field.Size(1)).Def}
	fPowerPriority  = Proto.Uint8("lldp.ieee.802_3.mdi_power_priority", "Power Priority", field.Dec, field.Mask(0x03), field.Named(powerPriority))
	fPowerRequested = Proto.Uint16("lldp.ieee.802_3.mdi_pde_requested", "PD Requested Power Value", field.Dec, field.Format(formatWatt))
	fPowerAllocated = Proto.Uint16("lldp.ieee.802_3.mdi_pse_allocated", "PSE Allocated Power Value", field.Dec, field.Format(formatWatt))
)

// A Power is what a port gives or takes over its wires: section 79.3.2. From
// Type on, a device may leave it out; Requested is 0 then.
type Power struct {
	Support, Pair, Class uint8
	Type                 uint8  // with source and priority
	Requested, Allocated uint16 // tenths of a watt
}

func (p *Power) decode(d *field.Decoder) {
	p.Support = d.Uint8(fPowerSupport)
	p.Pair = d.Uint8(fPowerPair)
	p.Class = d.Uint8(fPowerClass)
	if !d.More() {
		return
	}
	p.Type = d.Shared8(fPowerType, fPowerSource, fPower4PID, fPowerPriority)
	p.Requested = d.Uint16(fPowerRequested)
	p.Allocated = d.Uint16(fPowerAllocated)
	if d.Len() == sizeBT {
		p.decodeBT(d)
	}
	excess(d)
}

// Device reports whether p is of what takes the power, not of what gives it.
func (p *Power) Device() bool { return p.Type>>6&1 != 0 }

// Kind is the type: 1 is of IEEE 802.3af, 2 of 802.3at.
func (p *Power) Kind() int { return 2 - int(p.Type>>7) }

// SourceName names the source of the power.
func (p *Power) SourceName() string { return powerSource(uint64(p.Type>>4&3), p.Device()) }

// PriorityName names the priority.
func (p *Power) PriorityName() string { return powerPriority(uint64(p.Type & 3)) }

// ClassName is the class, "" for one that is not defined.
func (p *Power) ClassName() string { return powerClass(uint64(p.Class)) }

// powerClass counts from 1 on the wire.
func powerClass(v uint64) string {
	if v >= 1 && v <= 5 {
		return string('0' + byte(v-1))
	}
	return ""
}

func powerType(v uint64) string {
	return [...]string{"Type 2 PSE Device", "Type 2 PD Device", "Type 1 PSE Device", "Type 1 PD Device"}[v&3]
}

func powerPriority(v uint64) string {
	switch v {
	case 0:
		return "Unknown"
	case 1:
		return "Critical"
	case 2:
		return "High"
	case 3:
		return "Low"
	}
	return ""
}

// powerSource names the source, whose values depend on the kind of sender.
func powerSource(v uint64, device bool) string {
	if device {
		return [...]string{"Unknown", "PSE", "Local", "PSE and Local"}[v&3]
	}
	return [...]string{"Unknown", "Primary Power Source", "Backup Power Source", "Reserved"}[v&3]
}

// formatPowerSource appends "..01 .... = Power Source: 1 PSE". The two bits
// before it, which are in the same byte, say whether it is a powered device's.
func formatPowerSource(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = append(t.AppendPattern(b, i), "Power Source: "...)
	b = append(field.AppendUint(b, n.Val), ' ')
	raw := t.Bytes(i)
	return append(b, powerSource(n.Val, len(raw) > 0 && raw[0]>>6&1 != 0)...)
}

// formatWatt appends "PD Requested Power Value: 13.0. Watt", Wireshark's dot
// included.
func formatWatt(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = field.AppendUint(append(append(b, n.Def.Label...), ": "...), n.Val/10)
	b = field.AppendUint(append(b, '.'), n.Val%10)
	return append(b, ". Watt"...)
}
