package cdp

import "github.com/pktscope/pktscope/dissect/field"

// A TLVType says what a TLV holds.
type TLVType uint16

const (
	DeviceID        TLVType = 0x0001
	Addresses       TLVType = 0x0002
	PortID          TLVType = 0x0003
	Capabilities    TLVType = 0x0004
	SoftwareVersion TLVType = 0x0005
	Platform        TLVType = 0x0006
	IPPrefix        TLVType = 0x0007
	ProtocolHello   TLVType = 0x0008
	VTPDomain       TLVType = 0x0009
	NativeVLAN      TLVType = 0x000a
	Duplex          TLVType = 0x000b
	VoiceReply      TLVType = 0x000e
	VoiceQuery      TLVType = 0x000f
	PowerDraw       TLVType = 0x0010
	MTU             TLVType = 0x0011
	TrustBitmap     TLVType = 0x0012
	UntrustedCoS    TLVType = 0x0013
	SystemName      TLVType = 0x0014
	SystemOID       TLVType = 0x0015
	Management      TLVType = 0x0016
	Location        TLVType = 0x0017
	ExternalPort    TLVType = 0x0018
	PowerRequest    TLVType = 0x0019
	PowerAvailable  TLVType = 0x001a
	Unidirectional  TLVType = 0x001b
	EnergyWise      TLVType = 0x001d
	SparePoE        TLVType = 0x001f
	BSSID           TLVType = 0x1000 // from here on, HP's access points
	SerialNumber    TLVType = 0x1001
	SSID            TLVType = 0x1002
	Radio1Channel   TLVType = 0x1003
	SNMPPort        TLVType = 0x1006
	WebPort         TLVType = 0x1007
	SourceMAC       TLVType = 0x1008
	Radio2Channel   TLVType = 0x1009
	Radio1Operating TLVType = 0x100a
	Radio2Operating TLVType = 0x100b
	Radio1Mode      TLVType = 0x100c
	Radio2Mode      TLVType = 0x100d
)

// String is Wireshark's name, "" for an unknown type.
func (t TLVType) String() string {
	switch {
	case int(t) < len(typeNames):
		return typeNames[t]
	case t >= BSSID && int(t-BSSID) < len(hpNames):
		return hpNames[t-BSSID]
	}
	return ""
}

// AppendName appends the name, or the number of a type that has none.
func (t TLVType) AppendName(b []byte) []byte {
	if s := t.String(); s != "" {
		return append(b, s...)
	}
	return append(field.AppendHex(append(b, "Unknown (0x"...), uint64(t), 2), ')')
}

// HP reports whether t is one of the TLVs of HP's access points.
func (t TLVType) HP() bool {
	return t >= BSSID && int(t-BSSID) < len(hpNames) && hpNames[t-BSSID] != ""
}

var typeNames = [...]string{
	DeviceID:        "Device ID",
	Addresses:       "Addresses",
	PortID:          "Port ID",
	Capabilities:    "Capabilities",
	SoftwareVersion: "Software version",
	Platform:        "Platform",
	IPPrefix:        "IP Prefix/Gateway (used for ODR)",
	ProtocolHello:   "Protocol Hello",
	VTPDomain:       "VTP Management Domain",
	NativeVLAN:      "Native VLAN",
	Duplex:          "Duplex",
	VoiceReply:      "VoIP VLAN Reply",
	VoiceQuery:      "VoIP VLAN Query",
	PowerDraw:       "Power consumption",
	MTU:             "MTU",
	TrustBitmap:     "Trust Bitmap",
	UntrustedCoS:    "Untrusted Port CoS",
	SystemName:      "System Name",
	SystemOID:       "System Object ID",
	Management:      "Management Address",
	Location:        "Location",
	ExternalPort:    "External Port-ID",
	PowerRequest:    "Power Requested",
	PowerAvailable:  "Power Available",
	Unidirectional:  "Port Unidirectional",
	EnergyWise:      "EnergyWise",
	SparePoE:        "Spare PoE",
}

var hpNames = [...]string{
	0:                       "BSSID",
	SerialNumber - BSSID:    "Serial number",
	SSID - BSSID:            "SSID",
	Radio1Channel - BSSID:   "Radio1 channel",
	SNMPPort - BSSID:        "SNMP UDP port",
	WebPort - BSSID:         "Web TCP port",
	SourceMAC - BSSID:       "Source MAC address",
	Radio2Channel - BSSID:   "Radio2 channel",
	Radio1Operating - BSSID: "Radio1 Operating mode",
	Radio2Operating - BSSID: "Radio2 Operating mode",
	Radio1Mode - BSSID:      "Radio1 Radio mode",
	Radio2Mode - BSSID:      "Radio2 Radio mode",
}

func typeName(v uint64) string { return TLVType(v).String() }
