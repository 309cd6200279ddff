package cdp

import (
	"encoding/binary"
	"strconv"

	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/nlpid"
)

var fAddrText = Proto.String("pktscope.cdp.address", "Address as Cisco writes it")

// An Address is one that is not IP's.
type Address struct {
	Kind     uint8  // what Protocol is: 1 a network layer protocol identifier, 2 an LLC header
	Protocol []byte // whose address it is
	Bytes    []byte
}

// EtherTypes of those that Cisco's devices have
// addresses of.
const (
	typeXNS       = 0x0600
	typeIPv4      = 0x0800
	typeDECnet    = 0x6003
	typeLANBridge = 0x8038
	typeAppleTalk = 0x809b
	typeIPX       = 0x8137
	typeIPv6      = 0x86dd
)

// protocolName is Wireshark's name, "" for others.
func protocolName(kind uint8, raw []byte) string {
	if kind == typeNLPID && len(raw) == 1 {
		return nlpidName(uint64(raw[0]))
	}
	if kind != typeLLC {
		return ""
	}
	switch typ := etherType(raw); typ {
	case typeXNS:
		return "XNS Internet Datagram Protocol"
	case typeIPv4:
		return "IPv4"
	case typeDECnet:
		return "DEC DNA Routing"
	case typeLANBridge:
		return "DEC LanBridge"
	case typeAppleTalk:
		return "AppleTalk LLAP bridging"
	case typeIPX:
		return "Netware IPX/SPX"
	case typeIPv6:
		return "IPv6"
	case 0:
		return ""
	default:
		return ethertype.Name(uint64(typ))
	}
}

// nlpidName names an identifier as Wireshark does in CDP.
func nlpidName(v uint64) string {
	switch v {
	case 0x01:
		return "X.29"
	case 0x08:
		return "Q.931"
	case 0x09:
		return "Q.2931"
	case 0x8f:
		return "Avaya SPBM Fabric IPVPN"
	case 0xc0:
		return "TRILL"
	case 0xc1:
		return "SubNetwork Dependent Convergence Function"
	}
	return nlpid.Name(v)
}

// etherType is the EtherType in an LLC header with SNAP, 0 without one.
func etherType(proto []byte) uint16 {
	if !snap(proto) {
		return 0
	}
	return binary.BigEndian.Uint16(proto[len(snapHeader):])
}

// snap reports whether proto is an LLC header with SNAP, whose organization is that of
// EtherTypes.
func snap(proto []byte) bool {
	return len(proto) == len(snapHeader)+2 && string(proto[:len(snapHeader)]) == snapHeader
}

// clnp reports whether a is an NSAP.
func (a *Address) clnp() bool {
	return a.Kind == typeNLPID && len(a.Protocol) == 1 && a.Protocol[0] == nlpid.CLNP && len(a.Bytes) > 0
}

// of is the protocol's EtherType where the address is as long as its own are.
func (a *Address) of() uint16 {
	if a.Kind != typeLLC {
		return 0
	}
	n := 0
	typ := etherType(a.Protocol)
	switch typ {
	case typeDECnet:
		n = 2
	case typeAppleTalk:
		n = 3
	case typeIPX, typeXNS:
		n = 10
	}
	if n == 0 || n != len(a.Bytes) {
		return 0
	}
	return typ
}

// known reports whether AppendText knows how the address is written.
func (a *Address) known() bool { return a.clnp() || a.of() != 0 }

// Name is how IOS calls the protocol.
func (a *Address) Name() string {
	if a.clnp() {
		return "CLNS"
	}
	switch a.of() {
	case typeDECnet:
		return "DECnet"
	case typeAppleTalk:
		return "Appletalk"
	case typeIPX:
		return "Novell"
	case typeXNS:
		return "XNS"
	}
	return ""
}

// AppendText appends the address as IOS writes it: 49.0001.1111.1111.1111.00
// of CLNS, 10.1 of AppleTalk and DECnet, c.0000.0c33.c1d2 of Novell. Others
// are hexadecimal digits.
func (a *Address) AppendText(b []byte) []byte {
	raw := a.Bytes
	if a.clnp() {
		b = field.AppendBytes(b, raw[:1], 0)
		return appendPairs(b, raw[1:])
	}
	switch a.of() {
	case typeDECnet: // the area is the upper six bits; the lower byte comes first
		v := uint64(binary.LittleEndian.Uint16(raw))
		return field.AppendUint(append(field.AppendUint(b, v>>10), '.'), v&1023)
	case typeAppleTalk:
		b = field.AppendUint(b, uint64(binary.BigEndian.Uint16(raw)))
		return field.AppendUint(append(b, '.'), uint64(raw[2]))
	case typeIPX, typeXNS:
		b = strconv.AppendUint(b, uint64(binary.BigEndian.Uint32(raw)), 16)
		return appendPairs(b, raw[4:])
	}
	return field.AppendBytes(b, raw, 0)
}

// appendPairs appends ".0000.0c33.c1d2".
func appendPairs(b, raw []byte) []byte {
	for len(raw) > 0 {
		n := min(2, len(raw))
		b = field.AppendBytes(append(b, '.'), raw[:n], 0)
		raw = raw[n:]
	}
	return b
}
