package ospf

import "github.com/pktscope/pktscope/dissect/field"

// appendArea appends "Area ID: 0.0.0.0 (Backbone)".
func appendArea(b []byte, t *field.Tree, i int) []byte {
	b = t.AppendShow(append(b, "Area ID: "...), i)
	if string(t.Bytes(i)) == "\x00\x00\x00\x00" {
		b = append(b, " (Backbone)"...)
	}
	return b
}

// appendOptions appends "Options: 0x12, (L) LLS Data block, (E) External Routing".
func appendOptions(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = field.AppendHex(append(append(b, n.Def.Label...), ": 0x"...), n.Val, int(n.Def.Size))
	for _, bit := range n.Def.Bits {
		if n.Val&bit.Mask != 0 {
			b = append(append(b, ", "...), bit.Label...)
		}
	}
	return b
}

// appendChecksum appends "Checksum: 0x6290 [correct]". Version 3's has a pseudo header,
// which is not at hand.
func appendChecksum(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = field.AppendHex(append(b, "Checksum: 0x"...), n.Val, 2)
	if n.Val == 0 {
		return append(b, " (None)"...)
	}
	whole := t.Bytes(int(t.Nodes[n.Parent].Parent))
	const at, auth, end = 12, 16, 24 // of the checksum, of what it leaves out
	if len(whole) < end || whole[0] != 2 {
		return b
	}
	if length := int(whole[2])<<8 | int(whole[3]); length >= end && length < len(whole) {
		whole = whole[:length]
	}
	v := add(add(add(0, whole[:at]), whole[at+2:auth]), whole[end:])
	v = v&0xffff + v>>16
	want := ^uint16(v + v>>16)
	if uint64(want) == n.Val {
		return append(b, " [correct]"...)
	}
	return append(field.AppendHex(append(b, " [incorrect, should be 0x"...), uint64(want), 2), ']')
}

// add adds the words of b to v.
func add(v uint32, b []byte) uint32 {
	for i, c := range b {
		v += uint32(c) << (8 * (1 - i&1))
	}
	return v
}

// typeName names a type of packets: RFC 2328, section A.1.
func typeName(v uint64) string {
	names := [...]string{"", "Hello Packet", "DB Description", "LS Request", "LS Update", "LS Acknowledge"}
	if v < uint64(len(names)) {
		return names[v]
	}
	return ""
}

func authName(v uint64) string {
	switch v {
	case authNone:
		return "Null"
	case authSimple:
		return "Simple password"
	case authCrypt:
		return "Cryptographic"
	}
	return ""
}

// instanceName names an instance of version 2: RFC 6549, section 5.
func instanceName(v uint64) string {
	switch {
	case v == 0:
		return "Base IPv4 Unicast Instance"
	case v == 1:
		return "Base IPv4 Multicast Instance"
	case v == 2:
		return "Base IPv4 In-band Management Instance"
	case v < 128:
		return "Private Use"
	}
	return "Unassigned"
}

// instance3Name names an instance of version 3: RFC 5838, section 2.1.
func instance3Name(v uint64) string {
	switch {
	case v == 0:
		return "Base IPv6 Unicast AF"
	case v < 32:
		return "Base IPv6 Unicast AF (local policy)"
	case v == 32:
		return "Base IPv6 Multicast"
	case v < 64:
		return "IPv6 Multicast AFs (local policy)"
	case v == 64:
		return "Base IPv4 Unicast AF"
	case v < 96:
		return "IPv4 Unicast AFs (local policy)"
	case v == 96:
		return "Base IPv4 Multicast"
	case v < 128:
		return "IPv4 Multicast AFs (local policy)"
	case v < 192:
		return "Unassigned"
	}
	return "Private Use"
}
