package cdp

import "github.com/pktscope/pktscope/dissect/field"

// A title is how the line of a TLV begins, and the field whose value ends it.
type title struct {
	text  string
	value field.Field // nil: none
}

// titles of the TLVs that show their value in their line.
func titleOf(t TLVType) title {
	switch t {
	case DeviceID:
		return title{"Device ID: ", fDevice}
	case PortID:
		return title{"Port ID: ", fPort}
	case Platform:
		return title{"Platform: ", fPlatform}
	case VTPDomain:
		return title{"VTP Management Domain: ", fVTPDomain}
	case NativeVLAN:
		return title{"Native VLAN: ", fNativeVLAN}
	case Duplex:
		return title{"Duplex: ", fDuplex}
	case MTU:
		return title{"MTU: ", fMTU}
	case TrustBitmap:
		return title{"Trust Bitmap: ", fTrust}
	case UntrustedCoS:
		return title{"Untrusted port CoS: ", fCoS}
	case SystemName:
		return title{"System Name: ", fSysName}
	case Location:
		return title{"Location: ", fLocation}
	case BSSID:
		return title{"BSSID: ", fPlatform}
	case SerialNumber:
		return title{"Serial: ", fPlatform}
	case SSID:
		return title{"SSID: ", fPlatform}
	case Radio1Channel:
		return title{"Radio 1 channel: ", fPlatform}
	case SNMPPort:
		return title{"SNMP port: ", fPlatform}
	case WebPort:
		return title{"Web mgmt port: ", fPlatform}
	case SourceMAC:
		return title{"Source MAC: ", fPlatform}
	case Radio2Channel:
		return title{"Radio 2 channel: ", fPlatform}
	case Radio1Operating:
		return title{"Radio 1 operating mode: ", fPlatform}
	case Radio2Operating:
		return title{"Radio 2 operating mode: ", fPlatform}
	case Radio1Mode:
		return title{"Radio 1 radio mode: ", fPlatform}
	case Radio2Mode:
		return title{"Radio 2 radio mode: ", fPlatform}
	case Addresses:
		return title{text: "Addresses"}
	case Management:
		return title{text: "Management Addresses"}
	case Capabilities:
		return title{text: "Capabilities"}
	case SoftwareVersion:
		return title{text: "Software Version"}
	case SystemOID:
		return title{text: "System Object Identifier"}
	case EnergyWise:
		return title{text: "EnergyWise"}
	case SparePoE:
		return title{text: "Spare Pair PoE"}
	}
	return title{}
}

// formatTLV appends the line of a TLV, "Device ID: Switch".
func formatTLV(b []byte, t *field.Tree, i int) []byte {
	typ := TLVType(t.Nodes[i].Val)
	length := t.Child(i, fLen)
	if length >= 0 && t.Nodes[length].Val < tlvSize {
		b = field.AppendUint(append(b, "TLV with invalid length "...), t.Nodes[length].Val)
		return append(b, " (< 4)"...)
	}
	if x := titleOf(typ); x.text != "" {
		b = append(b, x.text...)
		if x.value == nil {
			return b
		}
		if c := t.Child(i, x.value); c >= 0 {
			b = appendValue(b, t, c)
		}
		return b
	}
	switch typ {
	case IPPrefix:
		return appendPrefixes(b, t, i)
	case ProtocolHello:
		b = append(b, "Protocol Hello: "...)
		if c := t.Child(i, fHelloID); c >= 0 {
			b = appendHello(b, t.Nodes[c].Val)
		}
		return b
	case VoiceReply, VoiceQuery:
		b = append(b, typ.String()...)
		if c := t.Child(i, fVoiceVLAN); c >= 0 {
			b = field.AppendUint(append(b, ": VLAN "...), t.Nodes[c].Val)
		}
		return b
	case PowerDraw:
		return appendPower(append(b, "Power Consumption"...), t, i, fPowerDraw)
	case PowerRequest:
		return appendPower(append(b, "Power Request"...), t, i, fPowerRequested)
	case PowerAvailable:
		return appendPower(append(b, "Power Available"...), t, i, fPowerAvailable)
	}
	b = typ.AppendName(append(b, "Type: "...))
	if length >= 0 {
		b = field.AppendUint(append(b, ", length: "...), t.Nodes[length].Val)
	}
	return b
}

// appendValue appends the value of node i as its own line ends.
func appendValue(b []byte, t *field.Tree, i int) []byte {
	switch n := &t.Nodes[i]; {
	case n.Def.Kind == field.Text:
		return field.AppendEscaped(b, t.Text(i))
	case n.Def.Names != nil:
		return append(b, n.Def.Names(n.Val)...)
	}
	return t.AppendShow(b, i)
}

func appendHello(b []byte, id uint64) []byte {
	if s := helloName(id); s != "" {
		return append(b, s...)
	}
	return append(field.AppendHex(append(b, "Unknown (0x"...), id, 2), ')')
}

// appendPrefixes appends "IP Prefixes: 2", or the gateway.
func appendPrefixes(b []byte, t *field.Tree, i int) []byte {
	if c := t.Child(i, fGateway); c >= 0 {
		return t.AppendShow(append(b, "ODR Default gateway: "...), c)
	}
	n := uint64(0)
	for c := t.Child(i, fPrefix); c >= 0; c = t.Next(c, fPrefix) {
		n++
	}
	return field.AppendUint(append(b, "IP Prefixes: "...), n)
}

// appendPower appends ": 15400 mW, 13000 mW", the values of the children
// of node i that are f.
func appendPower(b []byte, t *field.Tree, i int, f field.Field) []byte {
	sep := ": "
	for c := t.Child(i, f); c >= 0; c = t.Next(c, f) {
		b = field.AppendUint(append(b, sep...), t.Nodes[c].Val)
		b = append(b, " mW"...)
		sep = ", "
	}
	return b
}
