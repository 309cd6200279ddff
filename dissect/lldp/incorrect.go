package lldp

import "github.com/pktscope/pktscope/dissect/field"

// fIncorrect marks a TLV that is too short for its value, or a chassis or port that is
// not as long as its kind wants.
var fIncorrect = Proto.Expert("lldp.incorrect_length", "Invalid length, too short", field.Warning, field.OfMalformed, field.Format(formatIncorrect))

// incorrect puts fIncorrect into the tree. Its value is 0, or the length of an
// ID in the low 9 bits, above it the ID's kind, its family and the TLV's type.
func (p *Packet) incorrect(d *field.Decoder, t TLVType) {
	v := uint64(0)
	switch t {
	case End:
		return // it is too long: fExcess
	case ChassisID:
		v = p.Chassis.packed(t)
	case PortID:
		v = p.Port.packed(t)
	}
	d.Expert(fIncorrect, v)
}

func (id *ID) packed(t TLVType) uint64 {
	family := uint64(0)
	if len(id.Value) > 0 {
		family = uint64(id.Value[0])
	}
	return uint64(t)<<32 | family<<24 | uint64(id.Kind)<<16 | uint64(1+len(id.Value))
}

// formatIncorrect appends the line of fIncorrect: "Invalid Chassis ID Length (3) for Type
// (MAC address), expected (7)".
func formatIncorrect(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	if v == 0 {
		return append(b, t.Nodes[i].Def.Label...)
	}
	what := "Chassis"
	if TLVType(v>>32) == PortID {
		what = "Port"
	}
	b = append(append(append(b, "Invalid "...), what...), " ID Length ("...)
	size := v & 0x1ff
	b = append(field.AppendUint(b, size), ')')
	if size < 2 {
		return append(b, ", expected > (2)"...)
	}
	kind, family, want := Kind(v>>16), "", uint64(7)
	if kind == NetworkAddress {
		family, want = ", IPv6", 18
		if v>>24&0xff == familyIPv4 {
			family, want = ", IPv4", 6
		}
	}
	b = append(append(append(b, " for Type ("...), kind.String()...), family...)
	b = field.AppendUint(append(b, "), expected ("...), want)
	return append(b, ')')
}
