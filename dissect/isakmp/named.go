package isakmp

import (
	"net/netip"
	"strconv"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// Names of values, for reports, which have no tree. "" is a value without a name.

// NotifyName is the name of a notification of a major version.
func NotifyName(major uint8, typ NotifyType) string {
	if major == 2 {
		return notifyNames2.name(uint64(typ))
	}
	return notifyNames.name(uint64(typ))
}

// ExchangeName is the name of an exchange of a major version.
func ExchangeName(major uint8, x Exchange) string {
	if major == 2 {
		return exchangeName2(uint64(x))
	}
	return exchangeName(uint64(x))
}

// ProtocolName is the name of a protocol of a major version.
func ProtocolName(major, protocol uint8) string {
	if major == 2 {
		return protocolNames2.name(uint64(protocol))
	}
	return protocolNames.name(uint64(protocol))
}

// GroupName is the name of a group, in both versions.
func GroupName(g ipsec.Group) string { return groupName(uint64(g)) }

// CompressionName is the name of an algorithm of IPComp: "DEFLATE".
func CompressionName(algorithm uint8) string {
	if name := ipcompTransforms.name(uint64(algorithm)); name != "" {
		return name
	}
	return strconv.Itoa(int(algorithm))
}

// AppendIdentity appends the identity of a type that data is: an address, a
// name, or bytes in hexadecimal.
func AppendIdentity(b []byte, typ uint8, data []byte) []byte {
	switch typ {
	case idIPv4, idIPv6:
		if a, ok := netip.AddrFromSlice(data); ok {
			return a.AppendTo(b)
		}
	case idFQDN, idUserFQDN:
		return append(b, data...)
	case idName:
		if n := len(b); true {
			if b = appendDN(b, data, rdnName); len(b) > n {
				return b
			}
		}
	case idKeyID:
		if printable(data) {
			return append(b, data...)
		}
	}
	const digits = "0123456789abcdef"
	for _, c := range data {
		b = append(b, digits[c>>4], digits[c&15])
	}
	return b
}
