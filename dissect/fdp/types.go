package fdp

import "github.com/pktscope/pktscope/dissect/field"

// A TLVType says what a TLV holds.
type TLVType uint16

const (
	DeviceID     TLVType = 1
	Net          TLVType = 2
	Interface    TLVType = 3
	Capabilities TLVType = 4
	Version      TLVType = 5
	Platform     TLVType = 6
	VLANBitmap   TLVType = 0x0101
	Tagging      TLVType = 0x0102
)

// String is Wireshark's name, "" for an unknown type.
func (t TLVType) String() string {
	switch t {
	case DeviceID:
		return "DeviceID"
	case Net:
		return "Net?"
	case Interface:
		return "Interface"
	case Capabilities:
		return "Capabilities"
	case Version:
		return "Version"
	case Platform:
		return "Platform"
	case VLANBitmap:
		return "VLAN-Bitmap"
	case Tagging:
		return "Tagging-Info"
	}
	return ""
}

func typeName(v uint64) string { return TLVType(v).String() }

// AppendName appends the name, or the number of a type that has none.
func (t TLVType) AppendName(b []byte) []byte {
	if s := t.String(); s != "" {
		return append(b, s...)
	}
	return append(field.AppendUint(append(b, "Unknown ("...), uint64(t)), ')')
}

// isText reports whether the value is a text.
func (t TLVType) isText() bool { return t == DeviceID || t >= Interface && t <= Platform }

// bit is the type's in a set of those that have a name, 0 for others.
func (t TLVType) bit() uint8 {
	switch {
	case t >= DeviceID && t <= Platform:
		return 1 << (t - DeviceID)
	case t == VLANBitmap:
		return 1 << 6
	case t == Tagging:
		return 1 << 7
	}
	return 0
}
