package inet

import "github.com/pktscope/pktscope/dissect/field"

// AppendSummary appends "Neighbor Solicitation for fe80::1 from
// 02:00:5e:01:00:02" and its like.
func (m *ICMPv6) AppendSummary(b []byte, _ *field.Names) []byte {
	if m.got < 1 {
		return b
	}
	if name := icmpv6TypeName(uint64(m.Type)); name != "" {
		b = append(b, name...)
	} else {
		b = append(field.AppendUint(append(b, "Unknown ("...), uint64(m.Type)), ')')
	}
	if m.got < 2 {
		return b
	}
	b = m.Type.appendCode(b, m.Code)
	switch m.Type {
	case ICMPv6Echo, ICMPv6EchoReply:
		return m.appendEcho(b)
	case ICMPv6NeighborSolicit, ICMPv6NeighborAdvert, ICMPv6RouterSolicit, ICMPv6RouterAdvert, ICMPv6Redirect:
		return m.appendDiscovery(b)
	}
	return b
}

func (m *ICMPv6) appendEcho(b []byte) []byte {
	if !m.Whole() {
		return b
	}
	b = field.AppendHex(append(b, " id=0x"...), uint64(m.ID), 2)
	b = field.AppendUint(append(b, ", seq="...), uint64(m.Seq))
	if !m.secured {
		b = field.AppendUint(append(b, ", hop limit="...), uint64(m.HopLimit))
	}
	return m.Facts.append(b)
}

// appendDiscovery appends whom a message of neighbour discovery is about, and
// the link-layer addresses of its options.
func (m *ICMPv6) appendDiscovery(b []byte) []byte {
	n := &m.Discovery
	if m.discovered {
		switch m.Type {
		case ICMPv6NeighborSolicit:
			b = field.AppendIPv6(append(b, " for "...), n.Target)
		case ICMPv6NeighborAdvert:
			b = field.AppendIPv6(append(b, ' '), n.Target)
			b = appendNeighborFlags(b, n.Flags)
		}
	}
	if n.HasSource {
		b = field.AppendBytes(append(b, " from "...), n.SourceLink[:], ':')
	}
	if n.HasTarget {
		b = field.AppendBytes(append(b, " is at "...), n.TargetLink[:], ':')
	}
	return b
}

// appendNeighborFlags appends " (rtr, sol, ovr)".
func appendNeighborFlags(b []byte, flags uint32) []byte {
	b = append(b, " ("...)
	some := false
	for i, name := range [...]string{"rtr", "sol", "ovr"} {
		if flags<<i>>31 == 0 {
			continue
		}
		if some {
			b = append(b, ", "...)
		}
		b, some = append(b, name...), true
	}
	if !some {
		b = append(b, "none"...)
	}
	return append(b, ')')
}
