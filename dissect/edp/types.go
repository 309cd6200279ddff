package edp

import "github.com/pktscope/pktscope/dissect/field"

// A TLVType says what a TLV holds.
type TLVType uint8

const (
	Null       TLVType = 0 // the last one
	Display    TLVType = 1
	DeviceInfo TLVType = 2
	VLANInfo   TLVType = 5
	ESRP       TLVType = 8
	EAPS       TLVType = 11
	ELRP       TLVType = 13
	ESL        TLVType = 14
	ELSM       TLVType = 15
	LinkInfo   TLVType = 21
)

// String is Wireshark's name, "" for an unknown type.
func (t TLVType) String() string {
	switch t {
	case Null:
		return "Null"
	case Display:
		return "Display"
	case DeviceInfo:
		return "Info"
	case VLANInfo:
		return "VL"
	case ESRP:
		return "ESRP"
	case EAPS:
		return "EAPS"
	case ELRP:
		return "ELRP"
	case ESL:
		return "ESL"
	case ELSM:
		return "ELSM"
	case LinkInfo:
		return "Link"
	}
	return ""
}

func typeName(v uint64) string { return TLVType(v).String() }

// AppendName appends the name, or the number of a type that has none.
func (t TLVType) AppendName(b []byte) []byte {
	if s := t.String(); s != "" {
		return append(b, s...)
	}
	return append(field.AppendHex(append(b, "Unknown (0x"...), uint64(t), 1), ')')
}

// protocol reports whether the Protocol column is called by the TLV.
func (t TLVType) protocol() bool { return t == ESRP || t == EAPS || t == ESL }

// named makes a field's names of a list; a value without one has "".
func named(list ...string) field.Opt {
	return field.Named(func(v uint64) string {
		if v < uint64(len(list)) {
			return list[v]
		}
		return ""
	})
}
