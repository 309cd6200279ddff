package edp

import "github.com/pktscope/pktscope/dissect/field"

// An element is what the Info column says of one TLV.
type element struct {
	typ  TLVType
	has  bool   // id and what follows were read
	id   uint16 // a VLAN; of ELSM, its type and subtype
	kind uint8  // of ELSM
	mac  [6]byte
}

// append appends "VL100", "EAPS ID: 100, MAC: 00:04:96:aa:bb:cc", or the name.
func (e *element) append(b []byte, sequence uint16) []byte {
	switch {
	case e.typ.String() == "":
		return append(field.AppendHex(append(b, "[0x"...), uint64(e.typ), 1), ']')
	case !e.has:
		return append(b, e.typ.String()...)
	}
	b = append(b, e.typ.String()...)
	switch e.typ {
	case VLANInfo:
		return field.AppendUint(b, uint64(e.id))
	case EAPS, ESL:
		b = field.AppendUint(append(b, " ID: "...), uint64(e.id))
		return field.AppendBytes(append(b, ", MAC: "...), e.mac[:], ':')
	case ELSM:
		b = appendELSM(append(b, ' '), uint64(e.id), uint64(e.kind))
		return append(field.AppendUint(append(b, " (#"...), uint64(sequence)), ')')
	}
	return b
}
