package link

import "github.com/pktscope/pktscope/dissect/field"

// Keys of payloads for which no number stands on the wire.
var (
	// LLCKey leads to LLC: a length stood where a type could.
	LLCKey = field.NewKey("link.llc")
	// EthernetKey leads to a whole Ethernet frame without its check sequence.
	EthernetKey = field.NewKey("link.ethernet")
	// CheckedKey leads to an Ethernet frame that ends in its check sequence.
	CheckedKey = field.NewKey("link.ethernet.fcs")
	// IPv4Key leads to an IPv4 packet.
	IPv4Key = field.NewKey("link.ipv4")
	// IPv6Key leads to an IPv6 packet.
	IPv6Key = field.NewKey("link.ipv6")
	// SLARPKey leads to SLARP, whose number is RARP's among EtherTypes.
	SLARPKey = field.NewKey("link.slarp")
	// ISLKey leads to an ISL frame, which Ethernet tells by its destination.
	ISLKey = field.NewKey("link.isl")
	// FabricPathKey leads to FabricPath, whose header is in place of Ethernet's.
	FabricPathKey = field.NewKey("link.fabricpath")
	// ControlWordKey leads to the control word of an Ethernet pseudowire.
	ControlWordKey = field.NewKey("link.pw.controlword")
	// ChannelKey leads to a pseudowire's associated channel.
	ChannelKey = field.NewKey("link.pw.channel")
	// PPPKey leads to a PPP protocol number without address and control.
	PPPKey = field.NLPID.Key(0xcf)
)

// The link types that other link layers may hold, as captures number them.
var (
	tokenRingKey = field.Link.Key(6)
	pppLinkKey   = field.Link.Key(9)
	hdlcKey      = field.Link.Key(104)
)

// EtherTypes that decide more than the protocol of the payload.
const (
	typeIPv4  = 0x0800
	typeARP   = 0x0806
	typeVINES = 0x0bad
	typeIPX   = 0x8137
	typeIPv6  = 0x86dd
)
