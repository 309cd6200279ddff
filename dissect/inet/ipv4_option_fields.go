package inet

import "github.com/pktscope/pktscope/dissect/field"

var ip4Options = IPv4Proto.Scope("Options", field.Format(formatIPv4Options))

// ip4Option declares an option's own line.
func ip4Option(name, label string) *field.Def {
	return IPv4Proto.Bytes("ip.options."+name, label, field.Format(formatIPv4Option)).Def
}

var (
	ip4LineEnd         = ip4Option("eol", "End of Options List (EOL)")
	ip4LineNOP         = ip4Option("nop", "No-Operation (NOP)")
	ip4LineRecordRoute = ip4Option("record_route", "Record Route")
	ip4LineMTUProbe    = ip4Option("mtu_probe", "MTU Probe")
	ip4LineMTUReply    = ip4Option("mtu_reply", "MTU Reply")
	ip4LineQuickStart  = ip4Option("qs", "Quick-Start")
	ip4LineTimestamp   = ip4Option("timestamp", "Time Stamp")
	ip4LineTraceroute  = ip4Option("traceroute", "Traceroute")
	ip4LineSecurity    = ip4Option("security", "Security")
	ip4LineLoose       = ip4Option("route", "Loose Source Route")
	ip4LineExtSecurity = ip4Option("ext_security", "Extended Security")
	ip4LineCIPSO       = ip4Option("cipso", "Commercial Security")
	ip4LineStreamID    = ip4Option("sid", "Stream ID")
	ip4LineStrict      = ip4Option("source_route", "Strict Source Route")
	ip4LineRouterAlert = ip4Option("routeralert", "Router Alert")
	ip4LineBroadcast   = ip4Option("sdb", "Selective Directed Broadcast")
	ip4LineBad         = IPv4Proto.Scope("Bad option", field.Format(formatIPv4Bad))
	ip4LineUnknown     = IPv4Proto.Scope("Unknown", field.Format(formatIPv4Unknown))
)

func ip4OptionField(typ uint8) *field.Def {
	switch typ {
	case ip4OptEnd:
		return ip4LineEnd
	case ip4OptNOP:
		return ip4LineNOP
	case ip4OptRecordRoute:
		return ip4LineRecordRoute
	case ip4OptMTUProbe:
		return ip4LineMTUProbe
	case ip4OptMTUReply:
		return ip4LineMTUReply
	case ip4OptQuickStart:
		return ip4LineQuickStart
	case ip4OptTimestamp:
		return ip4LineTimestamp
	case ip4OptTraceroute:
		return ip4LineTraceroute
	case ip4OptSecurity:
		return ip4LineSecurity
	case ip4OptLooseRoute:
		return ip4LineLoose
	case ip4OptExtSecurity:
		return ip4LineExtSecurity
	case ip4OptCIPSO:
		return ip4LineCIPSO
	case ip4OptStreamID:
		return ip4LineStreamID
	case ip4OptStrictRoute:
		return ip4LineStrict
	case ip4OptRouterAlert:
		return ip4LineRouterAlert
	case ip4OptBroadcast:
		return ip4LineBroadcast
	}
	return ip4LineUnknown
}

var (
	ip4OptType   = IPv4Proto.Uint8("ip.opt.type", "Type", field.Dec, field.Bits(ip4OptCopy, ip4OptClass, ip4OptNumber))
	ip4OptCopy   = IPv4Proto.Bit("ip.opt.type.copy", "Copy on fragmentation", 0x80, field.Named(field.YesNo))
	ip4OptClass  = IPv4Proto.Uint8("ip.opt.type.class", "Class", field.Dec, field.Mask(0x60), field.Named(ip4OptClassName))
	ip4OptData   = IPv4Proto.Bytes("ip.opt.data", "Data")
	ip4OptNumber = IPv4Proto.Uint8("ip.opt.type.number", "Number", field.Dec, field.Mask(0x1f), field.Named(ip4OptNumberName))
	ip4OptLen    = IPv4Proto.Uint8("ip.opt.len", "Length", field.Dec)
	ip4OptPtr    = IPv4Proto.Uint8("ip.opt.ptr", "Pointer", field.Dec)

	// Routes.
	ip4CurrentRoute  = IPv4Proto.IPv4("ip.cur_rt", "Current Route")
	ip4RecordedRoute = IPv4Proto.IPv4("ip.rec_rt", "Recorded Route")
	ip4EmptyRoute    = IPv4Proto.IPv4("ip.empty_rt", "Empty Route", field.Format(formatIPv4Stop))
	ip4SourceRoute   = IPv4Proto.IPv4("ip.src_rt", "Source Route", field.Format(formatIPv4Stop))

	// Internet Timestamp.
	ip4OptOverflow  = IPv4Proto.Uint8("ip.opt.overflow", "Overflow", field.Dec, field.Mask(0xf0))
	ip4OptFlag      = IPv4Proto.Uint8("ip.opt.flag", "Flag", field.Hex, field.Mask(0x0f), field.Named(ip4OptFlagName))
	ip4OptStamp     = IPv4Proto.Uint32("ip.opt.time_stamp", "Time stamp", field.Dec)
	ip4OptStampAddr = IPv4Proto.IPv4("ip.opt.time_stamp_addr", "Address")

	// Security, RFC 791 and RFC 1108.
	ip4OptSecLevel        = IPv4Proto.Uint16("ip.opt.sec_rfc791_sec", "Security", field.Hex, field.Named(ip4SecLevelName))
	ip4OptSecCompartments = IPv4Proto.Uint16("ip.opt.sec_rfc791_comp", "Compartments", field.Dec)
	ip4OptSecHandling     = IPv4Proto.String("ip.opt.sec_rfc791_hr", "Handling Restrictions")
	ip4OptSecTransmission = IPv4Proto.String("ip.opt.sec_rfc791_tcc", "Transmission Control Code")
	ip4OptSecClass        = IPv4Proto.Uint8("ip.opt.sec_cl", "Classification Level", field.Hex, field.Named(ip4SecClassName))
	ip4OptSecFlags        = IPv4Proto.Uint8("ip.opt.sec_prot_auth_flags", "Protection Authority Flags", field.Hex,
		field.Bits(ip4SecGENSER, ip4SecSIOP, ip4SecSCI, ip4SecNSA, ip4SecDOE, ip4SecUnassigned, ip4SecMore), field.Format(formatIPv4SecFlags))
	ip4OptSecFlagsMore = IPv4Proto.Uint8("ip.opt.sec_prot_auth_flags", "Protection Authority Flags", field.Hex,
		field.Bits(ip4SecRest, ip4SecRestMore))
	ip4SecGENSER     = IPv4Proto.Bit("ip.opt.sec_prot_auth_genser", "GENSER", 0x80, ip4SecProtected)
	ip4SecSIOP       = IPv4Proto.Bit("ip.opt.sec_prot_auth_siop_esi", "SIOP-ESI", 0x40, ip4SecProtected)
	ip4SecSCI        = IPv4Proto.Bit("ip.opt.sec_prot_auth_sci", "SCI", 0x20, ip4SecProtected)
	ip4SecNSA        = IPv4Proto.Bit("ip.opt.sec_prot_auth_nsa", "NSA", 0x10, ip4SecProtected)
	ip4SecDOE        = IPv4Proto.Bit("ip.opt.sec_prot_auth_doe", "DOE", 0x08, ip4SecProtected)
	ip4SecUnassigned = IPv4Proto.Uint8("ip.opt.sec_prot_auth_unassigned", "Unassigned", field.Hex, field.Mask(0x06))
	ip4SecRest       = IPv4Proto.Uint8("ip.opt.sec_prot_auth_unassigned", "Unassigned", field.Hex, field.Mask(0xfe))
	ip4SecMore       = IPv4Proto.Bit("ip.opt.sec_prot_auth_fti", "Field Termination Indicator", 0x01, ip4SecContinues)
	ip4SecRestMore   = IPv4Proto.Bit("ip.opt.sec_prot_auth_fti", "Field Termination Indicator", 0x01, ip4SecContinues)
	ip4SecProtected  = field.Two("Datagram protected in accordance with its rules", "Datagram not protected in accordance with its rules")
	ip4SecContinues  = field.Two("Additional octet present", "Final octet")
	ip4OptExtFormat  = IPv4Proto.Uint8("ip.opt.ext_sec_add_sec_info_format_code", "Additional Security Info Format Code", field.Hex)
	ip4OptExtInfo    = IPv4Proto.Bytes("ip.opt.ext_sec_add_sec_info", "Additional Security Info")

	// CIPSO.
	ip4OptDomain      = IPv4Proto.Uint32("ip.cipso.doi", "DOI", field.Dec)
	ip4OptTagType     = IPv4Proto.Uint8("ip.cipso.tag_type", "Tag Type", field.Dec, field.Named(ip4TagName))
	ip4OptSensitivity = IPv4Proto.Uint8("ip.cipso.sensitivity_level", "Sensitivity Level", field.Dec)
	ip4OptTagData     = IPv4Proto.Bytes("ip.cipso.tag_data", "Tag data")

	// Quick-Start, RFC 4782.
	ip4OptQSFunc     = IPv4Proto.Uint8("ip.opt.qs_func", "Function", field.Dec, field.Mask(0xf0), field.Named(ip4QSFuncName))
	ip4OptQSRate     = IPv4Proto.Uint8("ip.opt.qs_rate", "Rate", field.Dec, field.Mask(0x0f), field.Named(ip4QSRateName))
	ip4OptQSTTL      = IPv4Proto.Uint8("ip.opt.qs_ttl", "QS TTL", field.Dec)
	ip4OptQSTTLDiff  = IPv4Proto.Generated("ip.opt.qs_ttl_diff", "TTL Diff", field.Uint, field.Dec, 1)
	ip4OptQSUnused   = IPv4Proto.Uint8("ip.opt.qs_unused", "Not Used", field.Dec)
	ip4OptQSNonce    = IPv4Proto.Uint32("ip.opt.qs_nonce", "QS Nonce", field.Hex, field.Mask(0xfffffffc))
	ip4OptQSReserved = IPv4Proto.Uint32("ip.opt.qs_reserved", "Reserved", field.Hex, field.Mask(0x00000003))

	// RFC 1393, RFC 1063, RFC 791, RFC 2113, and Selective Directed Broadcast.
	ip4OptTraceID    = IPv4Proto.Uint16("ip.opt.id_number", "ID Number", field.Dec)
	ip4OptOutbound   = IPv4Proto.Uint16("ip.opt.ohc", "Outbound Hop Count", field.Dec)
	ip4OptReturn     = IPv4Proto.Uint16("ip.opt.rhc", "Return Hop Count", field.Dec)
	ip4OptOriginator = IPv4Proto.IPv4("ip.opt.originator", "Originator IP Address")
	ip4OptMTU        = IPv4Proto.Uint16("ip.opt.mtu", "MTU", field.Dec)
	ip4OptSID        = IPv4Proto.Uint16("ip.opt.sid", "Stream Identifier", field.Dec)
	ip4OptAlert      = IPv4Proto.Uint16("ip.opt.ra", "Router Alert", field.Dec, field.Named(ip4AlertName))
	ip4OptAddr       = IPv4Proto.IPv4("ip.opt.addr", "IP Address")
)
