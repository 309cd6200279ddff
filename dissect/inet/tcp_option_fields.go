package inet

import "github.com/pktscope/pktscope/dissect/field"

var (
	tcpOptions   = TCPProto.Bytes("tcp.options", "Options", field.Format(appendOptions))
	tcpOptKind   = TCPProto.Uint8("tcp.option_kind", "Kind", field.Dec, field.Named(tcpOptionName))
	tcpOptLen    = TCPProto.Uint8("tcp.option_len", "Length", field.Dec)
	tcpOptData   = TCPProto.Bytes("tcp.options.unknown.payload", "Payload")
	tcpOptBad    = TCPProto.Scope("Option whose length cannot be")
	tcpPadding   = TCPProto.Scope("Non-zero header padding")
	tcpMSSValue  = TCPProto.Uint16("tcp.options.mss_val", "MSS Value", field.Dec)
	tcpShift     = TCPProto.Uint8("tcp.options.wscale.shift", "Shift count", field.Dec)
	tcpTimes     = TCPProto.Generated("tcp.options.wscale.multiplier", "Multiplier", field.Uint, field.Dec, 2)
	tcpSLE       = TCPProto.Uint32("tcp.options.sack_le", "TCP SACK Left Edge", field.Dec, field.Format(edge("left edge")))
	tcpSRE       = TCPProto.Uint32("tcp.options.sack_re", "TCP SACK Right Edge", field.Dec, field.Format(edge("right edge")))
	tcpDSLE      = TCPProto.Generated("tcp.options.sack.dsack_le", "TCP D-SACK Left Edge", field.Uint, field.Dec, 4, field.Format(edge("D-SACK Left Edge")))
	tcpDSRE      = TCPProto.Generated("tcp.options.sack.dsack_re", "TCP D-SACK Right Edge", field.Uint, field.Dec, 4, field.Format(edge("D-SACK Right Edge")))
	tcpDSACK     = TCPProto.Scope("D-SACK Sequence")
	tcpSACKCount = TCPProto.Generated("tcp.options.sack.count", "TCP SACK Count", field.Uint, field.Dec, 1)
	tcpEchoValue = TCPProto.Uint32("tcp.options.echo_value", "TCP Echo Option", field.Dec)
	tcpTSval     = TCPProto.Uint32("tcp.options.timestamp.tsval", "Timestamp value", field.Dec)
	tcpTSecr     = TCPProto.Uint32("tcp.options.timestamp.tsecr", "Timestamp echo reply", field.Dec)
	tcpCCValue   = TCPProto.Uint32("tcp.options.cc_value", "TCP CC Option", field.Dec)
	tcpDigest    = TCPProto.Bytes("tcp.options.md5.digest", "MD5 digest")
	tcpMinutes   = TCPProto.Bit("tcp.options.user_to_granularity", "Granularity", 0x8000, field.Width(16), field.Two("Minutes", "Seconds"))
	tcpTimeout   = TCPProto.Uint16("tcp.options.user_to_val", "User Timeout", field.Dec, field.Mask(0x7fff))
	tcpKeyID     = TCPProto.Uint8("tcp.options.ao.keyid", "AO KeyID", field.Dec)
	tcpRNextKey  = TCPProto.Uint8("tcp.options.ao.rnextkeyid", "AO RNextKeyID", field.Dec)
	tcpMAC       = TCPProto.Bytes("tcp.options.ao.mac", "AO MAC")
	tcpSubtype   = TCPProto.Uint8("tcp.options.mptcp.subtype", "Multipath TCP subtype", field.Dec, field.Mask(0xf0), field.Named(mptcpSubtype))
	tcpCookieReq = TCPProto.None("tcp.options.tfo.request", "Fast Open Cookie Request")
	tcpCookie    = TCPProto.Bytes("tcp.options.tfo.cookie", "Fast Open Cookie")
	tcpExID      = TCPProto.Uint16("tcp.options.experimental.exid", "Experiment Identifier", field.Hex, field.Named(tcpExperiment))
	tcpExpData   = TCPProto.Bytes("tcp.options.experimental.data", "Data")
	tcpE0B       = TCPProto.Uint24("tcp.options.acc_ecn.ee0b", "Accurate ECN Echo ECT(0) Byte Counter", field.Dec)
	tcpCEB       = TCPProto.Uint24("tcp.options.acc_ecn.eceb", "Accurate ECN Echo CE Byte Counter", field.Dec)
	tcpE1B       = TCPProto.Uint24("tcp.options.acc_ecn.ee1b", "Accurate ECN Echo ECT(1) Byte Counter", field.Dec)
)

// The options' own lines, by kind.
var (
	tcpOptUnknown = tcpOpt("unknown", "Unknown")
	tcpOptionDefs = [...]struct {
		kind uint8
		def  field.Bytes
	}{
		{tcpEOL, tcpOpt("eol", "End of Option List (EOL)")},
		{tcpNOP, tcpOpt("nop", "No-Operation (NOP)")},
		{tcpMSS, tcpOpt("mss", "Maximum segment size", field.Format(appendMSS))},
		{tcpWScale, tcpOpt("wscale", "Window scale", field.Format(appendWScale))},
		{tcpSACKPerm, tcpOpt("sack_perm", "SACK permitted")},
		{tcpSACK, tcpOpt("sack", "SACK", field.Format(appendSACK))},
		{tcpEcho, tcpOpt("echo", "Echo", field.Format(appendEcho))},
		{tcpEchoReply, tcpOpt("echo", "Echo", field.Format(appendEcho))},
		{tcpTimestamps, tcpOpt("timestamp", "Timestamps", field.Format(appendTimestamps))},
		{tcpCC, tcpOpt("cc", "CC")},
		{tcpCCNew, tcpOpt("cc", "CC")},
		{tcpCCEcho, tcpOpt("cc", "CC")},
		{tcpMD5, tcpOpt("md5", "TCP MD5 signature")},
		{20, tcpOpt("scps", "SCPS capabilities")},
		{21, tcpOpt("snack", "Selective Negative Acknowledgment")},
		{22, tcpOpt("scpsrec", "SCPS record boundary")},
		{23, tcpOpt("scpscor", "SCPS corruption experienced")},
		{27, tcpOpt("qs", "Quick-Start")},
		{tcpUserTO, tcpOpt("user_to", "User Timeout")},
		{tcpAO, tcpOpt("ao", "TCP AO")},
		{tcpMPTCP, tcpOpt("mptcp", "Multipath TCP")},
		{tcpFastOpen, tcpOpt("tfo", "TCP Fast Open")},
		{76, tcpOpt("rvbd.probe", "Riverbed Probe")},
		{78, tcpOpt("rvbd.trpy", "Riverbed Transparency")},
		{tcpAccECN0, tcpOpt("acc_ecn", "Accurate ECN (Order 0)")},
		{tcpAccECN1, tcpOpt("acc_ecn", "Accurate ECN (Order 1)")},
		{tcpExp1, tcpOpt("experimental", "Experimental", field.Format(appendExperiment))},
		{tcpExp2, tcpOpt("experimental", "Experimental", field.Format(appendExperiment))},
	}
)

func tcpOpt(name, label string, opts ...field.Opt) field.Bytes {
	opts = append([]field.Opt{field.Format(appendOptionTitle)}, opts...)
	return TCPProto.Bytes("tcp.options."+name, "TCP Option - "+label, opts...)
}

// tcpOptionDef is the line of an option of that kind.
func tcpOptionDef(kind uint8) field.Bytes {
	for i := range tcpOptionDefs {
		if tcpOptionDefs[i].kind == kind {
			return tcpOptionDefs[i].def
		}
	}
	return tcpOptUnknown
}
