package inet

// tcpOptionName is the name of a kind of option.
func tcpOptionName(kind uint64) string {
	switch {
	case kind < uint64(len(tcpOptionNames)):
		return tcpOptionNames[kind]
	case kind == 34:
		return "TCP Fast Open Cookie"
	case kind == 76:
		return "Riverbed Probe"
	case kind == 78:
		return "Riverbed Transparency"
	case kind == tcpAccECN0:
		return "Accurate ECN Order 0"
	case kind == tcpAccECN1:
		return "Accurate ECN Order 1"
	case kind == tcpExp1:
		return "RFC3692-style Experiment 1"
	case kind == tcpExp2:
		return "RFC3692-style Experiment 2"
	}
	return ""
}

var tcpOptionNames = [...]string{
	"End of Option List",
	"No-Operation",
	"Maximum Segment Size",
	"Window Scale",
	"SACK Permitted",
	"SACK",
	"Echo",
	"Echo Reply",
	"Time Stamp Option",
	"Partial Order Connection Permitted",
	"Partial Order Service Profile",
	"CC",
	"CC.NEW",
	"CC.ECHO",
	"TCP Alternate Checksum Request",
	"TCP Alternate Checksum Data",
	"Skeeter",
	"Bubba",
	"Trailer Checksum Option",
	"MD5 Signature Option",
	"SCPS Capabilities",
	"Selective Negative Acknowledgements",
	"Record Boundaries",
	"Corruption experienced",
	"SNAP",
	"Unassigned",
	"TCP Compression Filter",
	"Quick-Start Response",
	"User Timeout Option",
	"The TCP Authentication Option",
	"Multipath TCP",
}

// mptcpSubtype is the name of a Multipath TCP option, RFC 8684 section 8.
func mptcpSubtype(v uint64) string {
	names := [...]string{
		"Multipath Capable", "Join Connection", "Data Sequence Signal", "Add Address", "Remove Address",
		"Change Subflow Priority", "MP_FAIL", "Fastclose", "TCP RST",
	}
	if v < uint64(len(names)) {
		return names[v]
	}
	return ""
}

// tcpExperiment is the name of an experiment, RFC 6994.
func tcpExperiment(id uint64) string {
	switch id {
	case 0x00ac:
		return "TCP ACK Rate Request"
	case 0x0348:
		return "Host ID"
	case 0x0a0d:
		return "Autonomous System Compensation"
	case 0x0ca0:
		return "Capability Option"
	case 0x0ed0:
		return "Extended Data Offset"
	case 0x454e:
		return "Encryption Negotiation"
	case 0x5323:
		return "Service Number"
	case 0x75ec:
		return "Timestamp Interval"
	case 0xacc0:
		return "Accurate ECN - Order 0"
	case 0xacc1:
		return "Accurate ECN - Order 1"
	case 0xacce:
		return "Accurate ECN"
	case 0xe2d4:
		return "Shared Memory communications over RMDA protocol"
	case tcpExpFastOpen:
		return "Fast Open"
	case 0xf990:
		return "Low Latency"
	}
	return ""
}
