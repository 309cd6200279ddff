package longtail

import (
	"github.com/pktscope/pktscope/dissect/field"
)

// First hop redundancy.
var firstHop = []protocol{
	{name: "glbp", short: "GLBP", label: "Gateway Load Balancing Protocol", min: 12, keys: udp(glbpPort), is: isGLBP, info: glbpInfo},
}

const glbpPort = 3222

// Types of TLV in GLBP, and what a Hello has its virtual address in.
const (
	glbpHello       = 1
	glbpHelloFamily = 22 // offset in the TLV, with the address's length behind it
)

// isGLBP wants both ports, for routers speak it among themselves, and the version.
func isGLBP(m *Message) bool {
	return m.SrcPort == glbpPort && m.DstPort == glbpPort && m.Data.u8(0) == 1
}

// glbpInfo appends the group and what each TLV is, up to one that cannot be.
func glbpInfo(b []byte, m *Message) []byte {
	b = field.AppendUint(append(b, "G: "...), uint64(m.Data.u16(2)))
	v := m.Data.from(12)
	for n := 0; len(v) >= 2 && n < 32; n++ {
		typ, size := v.u8(0), int(v.u8(1))
		if size < 2 {
			break
		}
		b = append(b, ", "...)
		if name := pick(typ, "", "Hello", "Request/Response?", "Auth"); name != "" {
			b = append(b, name...)
		} else {
			b = field.AppendUint(b, uint64(typ))
		}
		if typ == glbpHello && size > glbpHelloFamily && len(v) > glbpHelloFamily+1 {
			b = appendGLBPFamily(b, v.u8(glbpHelloFamily), v.u8(glbpHelloFamily+1))
		}
		v = v.from(size)
	}
	return b
}

// appendGLBPFamily appends the family of an address of size bytes, nothing where they
// do not fit each other.
func appendGLBPFamily(b []byte, family, size uint8) []byte {
	switch {
	case family == 1 && size == 4:
		return append(b, ", IPv4"...)
	case family == 2 && size == 16:
		return append(b, ", IPv6"...)
	case family == 1 || family == 2:
		return b
	}
	return field.AppendUint(append(b, ", "...), uint64(family))
}
