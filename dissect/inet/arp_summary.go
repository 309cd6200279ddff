package inet

import "github.com/pktscope/pktscope/dissect/field"

// AppendProtocol names the protocol that the operation belongs to.
func (m *ARP) AppendProtocol(b []byte) []byte {
	switch op := m.Operation; {
	case !m.whole:
	case op == ARPReverseRequest, op == ARPReverseReply:
		return append(b, "RARP"...)
	case op == ARPDynamicRequest, op == ARPDynamicReply, op == ARPDynamicError:
		return append(b, "DRARP"...)
	case op == ARPInverseRequest, op == ARPInverseReply:
		return append(b, "Inverse ARP"...)
	case op >= arpMARSFirst && op <= arpMARSLast:
		return append(b, "MARS"...)
	case op == arpMAPOS:
		return append(b, "MAPOS"...)
	}
	return append(b, "ARP"...)
}

// AppendSummary appends the Info column.
func (m *ARP) AppendSummary(b []byte, _ *field.Names) []byte {
	if !m.whole {
		return b
	}
	return m.appendDuplicate(m.appendSummary(b))
}

func (m *ARP) appendSummary(b []byte) []byte {
	switch op := m.Operation; {
	case m.Announcement():
		return m.appendProto(append(b, "ARP Announcement for "...), m.SenderProto)
	case m.Gratuitous():
		b = m.appendProto(append(b, "Gratuitous ARP for "...), m.SenderProto)
		if op == ARPReply {
			return append(b, " (Reply)"...)
		}
		return append(b, " (Request)"...)
	case m.Probe():
		return append(m.appendProto(append(b, "Who has "...), m.TargetProto), "? (ARP Probe)"...)
	case op == ARPRequest:
		b = m.appendProto(append(b, "Who has "...), m.TargetProto)
		return m.appendProto(append(b, "? Tell "...), m.SenderProto)
	case op == ARPReply:
		return m.appendHW(append(m.appendProto(b, m.SenderProto), " is at "...), m.SenderHW)
	case op == ARPReverseRequest, op == ARPDynamicRequest, op == ARPInverseRequest:
		b = m.appendHW(append(b, "Who is "...), m.TargetHW)
		return m.appendHW(append(b, "? Tell "...), m.SenderHW)
	case op == ARPReverseReply, op == ARPDynamicReply:
		return m.appendProto(append(m.appendHW(b, m.TargetHW), " is at "...), m.TargetProto)
	case op == ARPInverseReply:
		return m.appendProto(append(m.appendHW(b, m.SenderHW), " is at "...), m.SenderProto)
	}
	return m.appendRare(b)
}

func (m *ARP) appendRare(b []byte) []byte {
	switch op := m.Operation; {
	case op == ARPDynamicError:
		return append(b, "DRARP Error"...)
	case op == ARPNAK:
		return append(b, "ARP NAK"...)
	case op >= arpMARSFirst && op <= arpMARSLast:
		return m.appendFrom(append(b, arpMARS[op-arpMARSFirst]...))
	case op == arpMAPOS:
		return m.appendFrom(append(b, "MAPOS UNARP request"...))
	case op == arpExperimental1:
		return append(b, "Experimental 1 ( opcode 24 )"...)
	case op == arpExperimental2:
		return append(b, "Experimental 2 ( opcode 25 )"...)
	case op == 0, op == arpReserved:
		return field.AppendUint(append(b, "Reserved opcode "...), uint64(op))
	}
	return field.AppendHex(append(b, "Unknown ARP opcode 0x"...), uint64(m.Operation), 2)
}

func (m *ARP) appendFrom(b []byte) []byte {
	b = m.appendHW(append(b, " from "...), m.SenderHW)
	return m.appendProto(append(b, " at "...), m.SenderProto)
}

func (m *ARP) appendHW(b, addr []byte) []byte {
	switch {
	case len(addr) == 0:
		return append(b, "<No address>"...)
	case m.hasMAC():
		return field.AppendBytes(b, addr, ':')
	}
	return field.AppendBytes(b, addr, 0)
}

func (m *ARP) appendProto(b, addr []byte) []byte {
	switch {
	case len(addr) == 0:
		return append(b, "<No address>"...)
	case m.hasIPv4():
		return field.AppendIPv4(b, [4]byte(addr))
	}
	return field.AppendBytes(b, addr, 0)
}
