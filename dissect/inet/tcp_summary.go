package inet

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/field"
)

// AppendSummary appends "40000 → 80 [ACK] Seq=1 Ack=1 Win=64256 Len=0" and
// what the options say.
func (m *TCP) AppendSummary(b []byte, names *field.Names) []byte {
	if m.Facts.Part == PartFirst {
		b = append(m.appendFirstLine(b), ' ')
	} else {
		b = m.appendHeader(b, names)
	}
	if m.Facts.Frame > 0 {
		b = append(field.AppendUint(append(b, " [TCP PDU reassembled in "...), m.Facts.Frame), ']')
	}
	return b
}

// Printable implements dissect.Printable: only the first line of a message is a text of
// the packet's.
func (m *TCP) Printable() bool { return m.Facts.Part != PartFirst }

func (m *TCP) appendFirstLine(b []byte) []byte {
	line := m.Facts.Line
	if line == nil {
		line, _, _ = bytes.Cut(m.Data, []byte("\n"))
		line = bytes.TrimSuffix(line, []byte("\r"))
	}
	return field.AppendEscaped(b, line)
}

func (m *TCP) appendHeader(b []byte, names *field.Names) []byte {
	b = names.AppendPorts(b, field.TCP, m.SrcPort, m.DstPort)
	if !m.HasFlags() {
		return b
	}
	b = field.AppendUint(m.Flags.appendBeforeSeq(b), uint64(m.relativeSeq()))
	if m.Flags&FlagACK != 0 {
		b = field.AppendUint(append(b, " Ack="...), uint64(m.relativeAck()))
	}
	if !m.Whole() {
		return b
	}
	if m.HeaderLen < tcpHeaderLen {
		b = field.AppendUint(append(b, ", bogus TCP header length ("...), uint64(m.HeaderLen))
		return append(b, ", must be at least 20)"...)
	}
	b = field.AppendUint(append(b, " Win="...), uint64(m.ScaledWindow()))
	if m.got < tcpHeaderLen {
		return b
	}
	if m.Flags&FlagURG != 0 {
		b = field.AppendUint(append(b, " Urg="...), uint64(m.Urgent))
	}
	if m.HasLen {
		b = field.AppendUint(append(b, " Len="...), uint64(m.Len))
	}
	return m.appendOptions(b)
}

// flagsBeforeSeq are the texts of appendBeforeSeq for flags without a reserved one.
var flagsBeforeSeq = func() (t [1 << 9]string) {
	for f := range t {
		t[f] = " [" + string(TCPFlags(f).AppendNames(nil)) + "] Seq="
	}
	return t
}()

// appendBeforeSeq appends " [SYN, ACK] Seq=".
func (f TCPFlags) appendBeforeSeq(b []byte) []byte {
	if int(f) < len(flagsBeforeSeq) {
		return append(b, flagsBeforeSeq[f]...)
	}
	return append(f.AppendNames(append(b, " ["...)), "] Seq="...)
}

// appendOptions appends what the options say. Most segments have timestamps alone, behind
// two NOPs: RFC 7323, appendix A.
func (m *TCP) appendOptions(b []byte) []byte {
	if v := m.Options; len(v) == 12 && be32(v) == tcpNOP<<24|tcpNOP<<16|tcpTimestamps<<8|10 {
		return appendTimestampPair(b, v[4:])
	}
	for o, n := m.option(0); n > 0; o, n = m.option(o.off + n) {
		b = m.appendOption(b, o)
	}
	return b
}

func appendTimestampPair(b, v []byte) []byte {
	b = field.AppendUint(append(b, " TSval="...), uint64(be32(v)))
	return field.AppendUint(append(b, " TSecr="...), uint64(be32(v[4:])))
}

// appendOption appends " MSS=1460" and its like.
func (m *TCP) appendOption(b []byte, o tcpOption) []byte {
	v := o.body
	switch o.kind {
	case tcpNOP, tcpEOL:
	case tcpMSS:
		if len(v) == 2 {
			b = field.AppendUint(append(b, " MSS="...), uint64(be16(v)))
		}
	case tcpWScale:
		if len(v) == 1 {
			b = field.AppendUint(append(b, " WS="...), 1<<min(v[0], maxWindowShift))
		}
	case tcpSACKPerm:
		b = append(b, " SACK_PERM"...)
	case tcpSACK:
		for ; len(v) >= 8; v = v[8:] {
			b = field.AppendUint(append(b, " SLE="...), uint64(be32(v)-m.Facts.AckBase))
			b = field.AppendUint(append(b, " SRE="...), uint64(be32(v[4:])-m.Facts.AckBase))
		}
	case tcpEcho, tcpEchoReply:
		if len(v) == 4 {
			b = field.AppendUint(append(b, " ECHO="...), uint64(be32(v)))
		}
	case tcpTimestamps:
		if len(v) == 8 {
			b = appendTimestampPair(b, v)
		}
	default:
		b = appendRareOption(b, o)
	}
	return b
}

func appendRareOption(b []byte, o tcpOption) []byte {
	v := o.body
	switch o.kind {
	case tcpCC, tcpCCNew, tcpCCEcho:
		if len(v) == 4 {
			b = field.AppendUint(append(b, " CC="...), uint64(be32(v)))
		}
	case tcpMD5:
		if len(v) == 16 {
			b = append(b, " MD5"...)
		}
	case tcpUserTO:
		if len(v) == 2 {
			b = field.AppendUint(append(b, " USER_TO="...), uint64(be16(v)&0x7fff))
		}
	case tcpAO:
		b = append(b, "TCP AO"...)
	case tcpFastOpen:
		b = appendFastOpen(b, v)
	case tcpAccECN0:
		b = appendECNCounters(b, v, [...]string{" EE0B=", " ECEB=", " EE1B="})
	case tcpAccECN1:
		b = appendECNCounters(b, v, [...]string{" EE1B=", " ECEB=", " EE0B="})
	case tcpExp1, tcpExp2:
		switch {
		case len(v) < 2:
		case be16(v) == tcpExpFastOpen:
			b = appendFastOpen(b, v[2:])
		default:
			b = field.AppendHex(append(b, " ExID="...), uint64(be16(v)), 2)
		}
	}
	return b
}

// appendFastOpen tells a cookie from the request for one.
func appendFastOpen(b, cookie []byte) []byte {
	if len(cookie) == 0 {
		return append(b, " TFO=R"...)
	}
	return append(b, " TFO=C"...)
}

func appendECNCounters(b, v []byte, names [3]string) []byte {
	for _, name := range names {
		if len(v) < 3 {
			break
		}
		b = field.AppendUint(append(b, name...), uint64(be24(v)))
		v = v[3:]
	}
	return b
}
