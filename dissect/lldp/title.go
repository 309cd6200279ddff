package lldp

import "github.com/pktscope/pktscope/dissect/field"

// AppendName appends Wireshark's name of the type.
func (t TLVType) AppendName(b []byte) []byte { return append(b, typeName(uint64(t))...) }

func typeName(v uint64) string {
	switch TLVType(v) {
	case End:
		return "End of LLDPDU"
	case ChassisID:
		return "Chassis Id"
	case PortID:
		return "Port Id"
	case TimeToLive:
		return "Time to Live"
	case PortDescription:
		return "Port Description"
	case SystemName:
		return "System Name"
	case SystemDescription:
		return "System Description"
	case Capabilities:
		return "System Capabilities"
	case ManagementAddress:
		return "Management Address"
	case Organization:
		return "Organization Specific"
	}
	return ""
}

// formatTLV appends the line of a TLV: "System Name = S2".
func formatTLV(b []byte, t *field.Tree, i int) []byte {
	switch typ := TLVType(t.Nodes[i].Val); typ {
	case ChassisID:
		return appendID(append(b, "Chassis"...), t, t.Child(i, chassisFields.subtype), chassisKinds)
	case PortID:
		return appendID(append(b, "Port"...), t, t.Child(i, portFields.subtype), portKinds)
	case TimeToLive:
		c := t.Child(i, fTTL)
		if c >= 0 && t.Nodes[c].Val == 0 {
			return append(b, "Discard all info for this MSAP (Time To Live = 0)"...)
		}
		b = append(b, "Time To Live"...)
		if c >= 0 {
			b = append(field.AppendUint(append(b, " = "...), t.Nodes[c].Val), " sec"...)
		}
		return b
	case PortDescription:
		return appendNamed(b, typ, t, t.Child(i, fPortDescription))
	case SystemName:
		return appendNamed(b, typ, t, t.Child(i, fSystemName))
	case SystemDescription:
		return appendNamed(b, typ, t, t.Child(i, fSystemDescription))
	case Capabilities:
		return append(b, "Capabilities"...)
	case Organization:
		return appendOrganization(b, t, t.Child(i, fOUI))
	default:
		if s := typeName(uint64(typ)); s != "" {
			return append(b, s...)
		}
	}
	return append(b, "Unknown TLV"...)
}

// appendID appends " Subtype = MAC address, Id: 00:19:2f:a7:b2:8d"; node c
// holds the subtype.
func appendID(b []byte, t *field.Tree, c int, kinds [8]Kind) []byte {
	if c < 0 {
		return b
	}
	id := ID{Subtype: uint8(t.Nodes[c].Val)}
	if int(id.Subtype) < len(kinds) {
		id.Kind = kinds[id.Subtype]
	}
	b = append(append(b, " Subtype = "...), id.Kind.String()...)
	up, n := &t.Nodes[t.Nodes[c].Parent], &t.Nodes[c]
	if all := t.Bufs[n.Buf][:up.Off+up.Len]; int(n.Off)+1 <= len(all) {
		id.Value = all[n.Off+1:]
	}
	if !id.good() {
		return b
	}
	return id.AppendText(append(b, ", Id: "...))
}

func appendNamed(b []byte, typ TLVType, t *field.Tree, c int) []byte {
	b = append(b, typeName(uint64(typ))...)
	if c < 0 {
		return b
	}
	return appendText(append(b, " = "...), t.Text(c))
}

// appendOrganization appends "IEEE 802.1 Chair - VLAN Name"; node c holds the OUI, and the
// next one the number.
func appendOrganization(b []byte, t *field.Tree, c int) []byte {
	if c < 0 {
		return append(b, "Organization Specific"...)
	}
	n := &t.Nodes[c]
	if s := ouiName(n.Val); s != "" {
		b = append(b, s...)
	} else {
		b = n.Def.AppendNumber(b, n.Val)
	}
	next := int(n.End)
	if next >= int(t.Nodes[n.Parent].End) || t.Nodes[next].Def.Kind != field.Uint {
		return b
	}
	b = append(b, " - "...)
	sub := &t.Nodes[next]
	if sub.Def.Names == nil {
		return append(field.AppendUint(append(b, "Unknown ("...), sub.Val), ')')
	}
	if s := sub.Def.Names(sub.Val); s != "" {
		return append(b, s...)
	}
	return field.AppendHex(append(b, "Unknown subtype 0x"...), sub.Val, 1)
}
