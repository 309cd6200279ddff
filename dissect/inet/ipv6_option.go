package inet

import (
	"net/netip"
	"strconv"

	"github.com/pktscope/pktscope/dissect/field"
)

// Option types, IANA's registry "Destination Options and Hop-by-Hop Options".
const (
	ip6Pad1         = 0x00
	ip6PadN         = 0x01
	ip6TunnelLimit  = 0x04
	ip6RouterAlert  = 0x05
	ip6PDM          = 0x0f
	ip6PathMTU      = 0x30
	ip6RPL          = 0x63
	ip6JumboPayload = 0xc2
	ip6HomeAddress  = 0xc9
)

// RFC 8200, section 4.2, and the RFC of each option. To add one: its type
// above, its name in ip6OptionName, its fields here and a case in ip6Value.
var (
	ip6Option       = IPv6Proto.None("ipv6.opt", "IPv6 Option", field.Named(ip6OptionTitle))
	ip6OptionType   = IPv6Proto.Uint8("ipv6.opt.type", "Type", field.Hex, field.Named(ip6OptionName), field.Bits(ip6OptionAction, ip6OptionChange, ip6OptionRest))
	ip6OptionAction = IPv6Proto.Uint8("ipv6.opt.type.action", "Action", field.Dec, field.Mask(0xc0), field.Named(ip6ActionName))
	ip6OptionChange = IPv6Proto.Bit("ipv6.opt.type.change", "May Change", 0x20, field.Named(field.YesNo))
	ip6OptionRest   = IPv6Proto.Uint8("ipv6.opt.type.rest", "Low-Order Bits", field.Hex, field.Mask(0x1f))
	ip6Pad1Type     = IPv6Proto.Uint8("ipv6.opt.type", "Type", field.Hex, field.Named(ip6OptionName))
	ip6OptionLen    = IPv6Proto.Uint8("ipv6.opt.length", "Length", field.Dec)
	ip6OptPadN      = IPv6Proto.Bytes("ipv6.opt.padn", "PadN", field.Format(formatPadN))
	ip6OptTunnel    = IPv6Proto.Uint8("ipv6.opt.tel", "Tunnel Encapsulation Limit", field.Dec)                                    // RFC 2473
	ip6OptAlert     = IPv6Proto.Uint16("ipv6.opt.router_alert", "Router Alert", field.Dec, field.Named(ip6AlertName))             // RFC 2711
	ip6OptJumbo     = IPv6Proto.Uint32("ipv6.opt.jumbo", "Payload Length", field.Dec)                                             // RFC 2675
	ip6OptHome      = IPv6Proto.IPv6("ipv6.opt.mipv6.home_address", "MIPv6 Home Address")                                         // RFC 6275
	ip6OptMTUMin    = IPv6Proto.Uint16("ipv6.opt.pmtu.min", "Minimum Reported PMTU", field.Dec)                                   // RFC 9268
	ip6OptMTUReturn = IPv6Proto.Uint16("ipv6.opt.pmtu.rtn", "Return Minimum PMTU", field.Dec, field.Mask(0xfffe), field.Scale(2)) // RFC 9268
	ip6OptExperimnt = IPv6Proto.Bytes("ipv6.opt.experimental", "Experimental Option")                                             // RFC 4727
	ip6OptUnknown   = IPv6Proto.Bytes("ipv6.opt.unknown", "Unknown Option Payload")
	ip6OptRest      = IPv6Proto.Bytes("ipv6.opt_unknown_data", "Unknown Data")

	// RFC 8250, section 3.2.
	ip6PDMScaleReceived = IPv6Proto.Uint8("ipv6.opt.pdm.scale_dtlr", "Scale DTLR", field.Dec)
	ip6PDMScaleSent     = IPv6Proto.Uint8("ipv6.opt.pdm.scale_dtls", "Scale DTLS", field.Dec)
	ip6PDMThis          = IPv6Proto.Uint16("ipv6.opt.pdm.psn_this_pkt", "PSN This Packet", field.Dec)
	ip6PDMLast          = IPv6Proto.Uint16("ipv6.opt.pdm.psn_last_recv", "PSN Last Received", field.Dec)
	ip6PDMDeltaReceived = IPv6Proto.Uint16("ipv6.opt.pdm.delta_last_recv", "Delta Time Last Received", field.Dec)
	ip6PDMDeltaSent     = IPv6Proto.Uint16("ipv6.opt.pdm.delta_last_sent", "Delta Time Last Sent", field.Dec)

	// RFC 6553, section 3.
	ip6RPLFlags    = IPv6Proto.Uint8("ipv6.opt.rpl.flag", "Flag", field.Hex, field.Bits(ip6RPLDown, ip6RPLRank, ip6RPLForward, ip6RPLReserved), field.Format(formatRPLFlags))
	ip6RPLDown     = IPv6Proto.Bit("ipv6.opt.rpl.flag.o", "Down", 0x80)
	ip6RPLRank     = IPv6Proto.Bit("ipv6.opt.rpl.flag.r", "Rank Error", 0x40)
	ip6RPLForward  = IPv6Proto.Bit("ipv6.opt.rpl.flag.f", "Forwarding Error", 0x20)
	ip6RPLReserved = IPv6Proto.Uint8("ipv6.opt.rpl.flag.rsv", "Reserved", field.Hex, field.Mask(0x1f))
	ip6RPLInstance = IPv6Proto.Uint8("ipv6.opt.rpl.instance_id", "RPLInstanceID", field.Hex)
	ip6RPLSender   = IPv6Proto.Uint16("ipv6.opt.rpl.sender_rank", "Sender Rank", field.Hex)
)

// An ip6OptionValue is what the headers want to know of an option.
type ip6OptionValue struct {
	typ   uint8
	value uint32
	addr  netip.Addr
}

// ip6ReadOption reads one option, RFC 8200 section 4.2.
func ip6ReadOption(d *field.Decoder) (o ip6OptionValue) {
	mark := d.Begin(ip6Option)
	if b := d.Peek(1); b != nil && b[0] == ip6Pad1 {
		d.Title(mark, ip6Pad1)
		d.Uint8(ip6Pad1Type) // the one option without a length
		d.End(mark)
		return o
	}
	o.typ = d.Uint8(ip6OptionType)
	d.Title(mark, uint64(o.typ))
	d.Limit(mark, ip6OptionLen, 2+int(d.Uint8(ip6OptionLen)))
	ip6Value(d, &o)
	if d.More() {
		d.Bytes(ip6OptRest, d.Len())
	}
	d.End(mark)
	return o
}

func ip6Value(d *field.Decoder, o *ip6OptionValue) {
	switch o.typ {
	case ip6PadN:
		d.Bytes(ip6OptPadN, d.Len())
	case ip6TunnelLimit:
		o.value = uint32(d.Uint8(ip6OptTunnel))
	case ip6RouterAlert:
		o.value = uint32(d.Uint16(ip6OptAlert))
	case ip6JumboPayload:
		o.value = d.Uint32(ip6OptJumbo)
	case ip6HomeAddress:
		o.addr = d.IPv6(ip6OptHome)
	case ip6PathMTU:
		d.Uint16(ip6OptMTUMin)
		d.Uint16(ip6OptMTUReturn)
	case ip6PDM:
		d.Uint8(ip6PDMScaleReceived)
		d.Uint8(ip6PDMScaleSent)
		d.Uint16(ip6PDMThis)
		d.Uint16(ip6PDMLast)
		d.Uint16(ip6PDMDeltaReceived)
		d.Uint16(ip6PDMDeltaSent)
	case ip6RPL:
		d.Uint8(ip6RPLFlags)
		d.Uint8(ip6RPLInstance)
		d.Uint16(ip6RPLSender)
	case 0x1e, 0x3e, 0x5e, 0x7e, 0x9e, 0xbe, 0xde, 0xfe:
		d.Bytes(ip6OptExperimnt, d.Len())
	default:
		d.Bytes(ip6OptUnknown, d.Len())
	}
}

func ip6OptionTitle(v uint64) string {
	if s := ip6OptionName(v); s != "" {
		return s
	}
	return "Unknown IPv6 Option (" + strconv.FormatUint(v, 10) + ")"
}
