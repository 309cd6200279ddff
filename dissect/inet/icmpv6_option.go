package inet

import "github.com/pktscope/pktscope/dissect/field"

// To add an option of neighbour discovery: its name in ndOptionName and what
// it holds in decodeNDBody.

// RFC 4861 section 4.6, RFC 4191 section 2.3, RFC 8106 section 5.
var (
	ndOption     = ICMPv6Proto.None("icmpv6.opt", "ICMPv6 Option", field.Format(appendNDOption))
	ndOptType    = ICMPv6Proto.Uint8("icmpv6.opt.type", "Type", field.Dec, field.Named(ndOptionName))
	ndOptLen     = ICMPv6Proto.Uint8("icmpv6.opt.length", "Length", field.Dec, field.Format(appendNDLength))
	ndOptData    = ICMPv6Proto.Bytes("icmpv6.opt.unknown_data", "Data")
	ndOptRsv     = ICMPv6Proto.None("icmpv6.opt.reserved", "Reserved")
	ndLink       = ICMPv6Proto.Ether("icmpv6.opt.linkaddr", "Link-layer address")
	ndSourceMAC  = ICMPv6Proto.Ether("icmpv6.opt.src_linkaddr", "Source Link-layer address", field.Hidden())
	ndTargetMAC  = ICMPv6Proto.Ether("icmpv6.opt.target_linkaddr", "Target Link-layer address", field.Hidden())
	ndPrefixLen  = ICMPv6Proto.Uint8("icmpv6.opt.prefix.length", "Prefix Length", field.Dec)
	ndPfxFlags   = ICMPv6Proto.Uint8("icmpv6.opt.prefix.flag", "Flag", field.Hex, field.Format(appendPrefixFlags), field.Bits(ndOnLink, ndAutonomous, ndRouterAddr, ndDelegated, ndPfxRsv))
	ndOnLink     = ICMPv6Proto.Bit("icmpv6.opt.prefix.flag.l", "On-link Flag (L)", 0x80, field.Named(field.SetNotSet))
	ndAutonomous = ICMPv6Proto.Bit("icmpv6.opt.prefix.flag.a", "Autonomous Address Configuration Flag (A)", 0x40, field.Named(field.SetNotSet))
	ndRouterAddr = ICMPv6Proto.Bit("icmpv6.opt.prefix.flag.r", "Router Address Flag (R)", 0x20, field.Named(field.SetNotSet))
	ndDelegated  = ICMPv6Proto.Bit("icmpv6.opt.prefix.flag.p", "DHCPv6-PD Preferred Flag (P)", 0x10, field.Named(field.SetNotSet)) // RFC 9762
	ndPfxRsv     = ICMPv6Proto.Uint8("icmpv6.opt.prefix.flag.reserved", "Reserved", field.Dec, field.Mask(0x0f))
	ndValid      = ICMPv6Proto.Uint32("icmpv6.opt.prefix.valid_lifetime", "Valid Lifetime", field.Dec, infinite)
	ndPreferred  = ICMPv6Proto.Uint32("icmpv6.opt.prefix.preferred_lifetime", "Preferred Lifetime", field.Dec, infinite)
	ndPrefix     = ICMPv6Proto.IPv6("icmpv6.opt.prefix", "Prefix")
	ndRedirected = ICMPv6Proto.None("icmpv6.opt.redirected_packet", "Redirected Packet")
	ndMTU        = ICMPv6Proto.Uint32("icmpv6.opt.mtu", "MTU", field.Dec)
	ndNonce      = ICMPv6Proto.Bytes("icmpv6.opt.nonce", "Nonce")
	ndDNSLife    = ICMPv6Proto.Uint32("icmpv6.opt.rdnss.lifetime", "Lifetime", field.Dec)
	ndDNSServer  = ICMPv6Proto.IPv6("icmpv6.opt.rdnss", "Recursive DNS Servers")
)

// Options of neighbour discovery that are looked into.
const (
	ndSourceLink = 1
	ndTargetLink = 2
	ndPrefixInfo = 3
	ndHeader     = 4
	ndLinkMTU    = 5
	ndNonceOpt   = 14 // RFC 3971
	ndRDNSS      = 25
)

// ndOptions are the names of IANA's registry of IPv6 Neighbor Discovery option formats,
// as Wireshark says them.
var ndOptions = [...]string{
	1:   "Source link-layer address",
	2:   "Target link-layer address",
	3:   "Prefix information",
	4:   "Redirected header",
	5:   "MTU",
	6:   "NBMA Shortcut Limit Option",
	7:   "Advertisement Interval",
	8:   "Home Agent Information",
	9:   "Source Address List",
	10:  "Target Address List",
	11:  "CGA",
	12:  "RSA Signature",
	13:  "Timestamp",
	14:  "Nonce",
	15:  "Trust Anchor",
	16:  "Certificate",
	17:  "IP Address/Prefix Option",
	18:  "New Router Prefix Information",
	19:  "Link-layer Address",
	20:  "Neighbor Advertisement Acknowledgment",
	21:  "PvD ID",
	23:  "MAP",
	24:  "Route Information",
	25:  "Recursive DNS Server",
	26:  "RA Flags Extension",
	27:  "Handover Key Request",
	28:  "Handover Key Reply",
	29:  "Handover Assist Information",
	30:  "Mobile Node Identifier Option",
	31:  "DNS Search List Option",
	32:  "Proxy Signature (PS)",
	33:  "Address Registration Option",
	34:  "6LoWPAN Context Option",
	35:  "Authoritative Border Router",
	36:  "6LoWPAN Capability Indication Option",
	37:  "DHCP Captive-Portal",
	38:  "PREF64 Option",
	39:  "Crypto-ID Parameters Option (CIPO)",
	40:  "NDP Signature Option (NDPSO)",
	41:  "Resource Directory Address Option",
	42:  "Consistent Uptime Option",
	138: "CARD Request",
	139: "CARD Reply",
	144: "Encrypted DNS Option",
}

func ndOptionName(v uint64) string {
	if v < uint64(len(ndOptions)) {
		return ndOptions[v]
	}
	return ""
}

// decodeNDOptions reads options up to the end; a length of zero ends them:
// RFC 4861, section 4.6.
func (m *ICMPv6) decodeNDOptions(d *field.Decoder) {
	for d.More() {
		mark := d.Begin(ndOption)
		kind := d.Uint8(ndOptType)
		n := int(d.Uint8(ndOptLen)) * 8
		if n == 0 && !d.Bad() {
			d.Note(ndOptLen, d.Off()-1)
			d.SkipRest()
			d.End(mark)
			return
		}
		d.Limit(mark, ndOptLen, n)
		m.decodeNDBody(d, kind)
		d.SkipRest()
		d.End(mark)
	}
}

func (m *ICMPv6) decodeNDBody(d *field.Decoder, kind uint8) {
	n := &m.Discovery
	switch kind {
	case ndSourceLink:
		n.SourceLink, n.HasSource = decodeNDLink(d, ndSourceMAC)
	case ndTargetLink:
		n.TargetLink, n.HasTarget = decodeNDLink(d, ndTargetMAC)
	case ndPrefixInfo:
		d.Uint8(ndPrefixLen)
		d.Uint8(ndPfxFlags)
		d.Uint32(ndValid)
		d.Uint32(ndPreferred)
		skipReserved(d, 4)
		d.IPv6(ndPrefix)
	case ndHeader:
		skipReserved(d, 6)
		d.Put(ndRedirected, d.Off(), d.Captured(), 0)
		if !d.Bad() && d.Len() > 0 {
			m.quoting, d.Env.Quoted = true, true
			d.Payload()
		}
	case ndLinkMTU:
		skipReserved(d, 2)
		d.Uint32(ndMTU)
	case ndNonceOpt:
		d.Bytes(ndNonce, d.Len())
	case ndRDNSS:
		skipReserved(d, 2)
		d.Uint32(ndDNSLife)
		for d.Len() >= 16 && !d.Bad() {
			d.IPv6(ndDNSServer)
		}
	default:
		d.Bytes(ndOptData, d.Len())
	}
}

// decodeNDLink reads a link-layer address, which is whose in a field of its own.
func decodeNDLink(d *field.Decoder, whose field.MAC) (a [6]byte, ok bool) {
	off := d.Off()
	a = d.Ether(ndLink)
	d.Put(whose, off, 6, 0)
	return a, !d.Bad()
}

// skipReserved passes over n bytes that mean nothing.
func skipReserved(d *field.Decoder, n int) {
	mark := d.Begin(ndOptRsv)
	d.Skip(ndOptRsv, n)
	d.End(mark)
}

// appendNDOption appends "ICMPv6 Option (MTU : 1500)".
func appendNDOption(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "ICMPv6 Option ("...)
	c := t.Child(i, ndOptType)
	if c < 0 {
		return append(b, ')')
	}
	kind := t.Nodes[c].Val
	name := ndOptionName(kind)
	if name == "" {
		b = field.AppendUint(append(b, "Unknown "...), kind)
	}
	b = append(b, name...)
	b = appendChild(b, t, i, " : ", ndLink)
	b = appendChild(b, t, i, " : ", ndMTU)
	if kind == ndPrefixInfo {
		b = appendChild(b, t, i, " : ", ndPrefix)
		b = appendChild(b, t, i, "/", ndPrefixLen)
	}
	for c = t.Child(i, ndDNSServer); c >= 0; c = t.Next(c, ndDNSServer) {
		b = t.AppendShow(append(b, ' '), c)
	}
	return append(b, ')')
}

// appendNDLength appends "Length: 1 (8 bytes)".
func appendNDLength(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendUint(append(appendPlain(b, t, i), " ("...), t.Nodes[i].Val*8)
	return append(b, " bytes)"...)
}

// infinite names a lifetime of all ones: RFC 4861, section 4.6.2.
func infinite(d *field.Def) {
	d.Format = func(b []byte, t *field.Tree, i int) []byte {
		if v := t.Nodes[i].Val; v == 0xffffffff {
			return append(field.AppendUint(append(append(b, d.Label...), ": Infinity ("...), v), ')')
		}
		return appendPlain(b, t, i)
	}
}

func appendPrefixFlags(b []byte, t *field.Tree, i int) []byte {
	return appendSet(appendPlain(b, t, i), t.Nodes[i].Val, 0x80,
		"On-link Flag (L)", "Autonomous Address Configuration Flag (A)", "Router Address Flag (R)", "DHCPv6-PD Preferred Flag (P)")
}
