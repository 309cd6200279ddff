package lldp

import "github.com/pktscope/pktscope/dissect/field"

// The TLVs of IEEE 802.1: IEEE 802.1Q, annex D.
var (
	fPortVLAN       = Proto.Uint16("lldp.ieee.802_1.port_vlan.id", "Port VLAN Identifier", field.DecHex)
	fProtoVLANFlags = Proto.Uint8("lldp.ieee.802_1.port_and_vlan_id_flag", "Flags", field.Hex, field.Bits(
		Proto.Bit("lldp.ieee.802_1.port_and_vlan_id_flag.supported", "Port and Protocol VLAN", 2, supported),
		Proto.Bit("lldp.ieee.802_1.port_and_vlan_id_flag.enabled", "Port and Protocol VLAN", 4, enabled),
	))
	fProtoVLAN   = Proto.Uint16("lldp.ieee.802_1.port_proto_vlan.id", "Port and Protocol VLAN Identifier", field.DecHex)
	fVLAN        = Proto.Uint16("lldp.ieee.802_1.vlan.id", "VLAN Identifier", field.DecHex)
	fVLANNameLen = Proto.Uint8("lldp.ieee.802_1.vlan.name_len", "VLAN Name Length", field.Dec)
	fVLANName    = Proto.String("lldp.ieee.802_1.vlan.name", "VLAN Name", field.Ends(field.ByNUL))
	fIdentityLen = Proto.Uint8("lldp.ieee.802_1.proto.id_length", "Protocol Identity Length", field.Dec)
	fIdentity    = Proto.Bytes("lldp.ieee.802_1.proto.id", "Protocol Identity")
	fAggregation = Proto.Uint8("lldp.ieee.802_1.aggregation_status", "Aggregation Status", field.Hex, field.Bits(
		Proto.Bit("lldp.ieee.802_1.aggregation_status.cap", "Aggregation Capability", 1, yesNo),
		Proto.Bit("lldp.ieee.802_1.aggregation_status.enabled", "Aggregation Status", 2, enabled),
		Proto.Uint8("lldp.ieee.802_1.aggregation_status.porttype", "Aggregation Status", field.Dec, field.Mask(0x0c), field.Named(aggregationPort)),
	))
	fAggregatedPort = Proto.Uint32("lldp.ieee.802_1.aggregated_port_id", "Aggregated Port Id", field.Dec)
	fManagementVLAN = Proto.Uint16("pktscope.lldp.management_vlan", "Management VLAN Identifier", field.DecHex)
	fUsageDigest    = Proto.Uint32("pktscope.lldp.vid_usage_digest", "VID Usage Digest", field.Hex)
)

// A VLAN is one that a port belongs to.
type VLAN struct {
	ID   uint16
	Name []byte
}

// An Aggregation says whether a port may be and is part of a link of several.
type Aggregation struct {
	Capable, Enabled bool
	Port             uint32 // the number of the aggregated port
}

func (p *Packet) dot1(d *field.Decoder, subtype uint8) {
	switch subtype {
	case 1:
		p.PortVLAN = d.Uint16(fPortVLAN)
		p.has(d, foundPortVLAN)
	case 2:
		d.Uint8(fProtoVLANFlags)
		d.Uint16(fProtoVLAN)
	case 3:
		v := VLAN{ID: d.Uint16(fVLAN)}
		if n := int(d.Uint8(fVLANNameLen)); n > 0 {
			v.Name = d.TextN(fVLANName, n)
		}
		if !d.Bad() && len(p.VLANs) < maxList {
			p.VLANs = append(p.VLANs, v)
		}
	case 4:
		if n := int(d.Uint8(fIdentityLen)); n > 0 {
			d.Bytes(fIdentity, n)
		}
	case 5:
		d.Uint32(fUsageDigest)
	case 6:
		p.ManagementVLAN = d.Uint16(fManagementVLAN)
		p.has(d, foundManagementVLAN)
	case 7:
		p.aggregation(d, fAggregation, fAggregatedPort)
	case 12:
		priorities(d)
	}
}

// aggregation is read in the same way in its old place, IEEE 802.3.
func (p *Packet) aggregation(d *field.Decoder, status field.U8, port field.U32) {
	s := d.Uint8(status)
	p.Aggregation = Aggregation{Capable: s&1 != 0, Enabled: s&2 != 0, Port: d.Uint32(port)}
	p.has(d, foundAggregation)
}

func dot1Name(v uint64) string {
	if v < uint64(len(dot1Names)) {
		return dot1Names[v]
	}
	return ""
}

var dot1Names = [...]string{
	0x01: "Port VLAN ID",
	0x02: "Port and Protocol VLAN ID",
	0x03: "VLAN Name",
	0x04: "Protocol Identity",
	0x05: "VID Usage Digest",
	0x06: "Management VID",
	0x07: "Link Aggregation",
	0x08: "Congestion Notification",
	0x09: "ETS Configuration",
	0x0a: "ETS Recommendation",
	0x0b: "Priority Flow Control Configuration",
	0x0c: "Application Protocol",
	0x0d: "EVB",
	0x0e: "CDCP",
	0x0f: "Port extension",
	0x10: "Application VLAN",
	0x11: "LRP ECP Discovery",
	0x12: "LRP TCP Discovery",
	0x13: "Congestion Isolation",
	0x14: "Topology Recognition",
}

func aggregationPort(v uint64) string {
	return [...]string{"Not specified", "From aggregation port", "From aggregator", "From single-port aggregator"}[v&3]
}
