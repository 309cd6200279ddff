package ios

import (
	"net/netip"
	"strconv"
)

// ACLProtocol is a protocol in an extended access list: "ip" for any, "tcp", "89".
func ACLProtocol(v uint8) string {
	switch v {
	case 0:
		return "ip"
	case 1:
		return "icmp"
	case 6:
		return "tcp"
	case 17:
		return "udp"
	case 47:
		return "gre"
	case 50:
		return "esp"
	case 51:
		return "ahp"
	case 58:
		return "icmp"
	case 89:
		return "ospf"
	}
	return strconv.Itoa(int(v))
}

// ACLAddress is a range of addresses in an extended access list: "10.1.0.0 0.0.0.255",
// "host 10.1.0.1", "any"; of IPv6 "2001:db8::/32". A range that is no network is the
// smallest one that has both ends.
func ACLAddress(first, last netip.Addr) string {
	return aclAddress(first, last, false)
}

// ASAAddress is the same on ASA, which has a mask: "10.1.0.0 255.255.255.0".
func ASAAddress(first, last netip.Addr) string { return aclAddress(first, last, true) }

func aclAddress(first, last netip.Addr, mask bool) string {
	n := covering(first, last)
	switch {
	case n.Bits() == 0:
		return "any"
	case n.Bits() == first.BitLen():
		return "host " + n.Addr().String()
	case !first.Is4():
		return n.String()
	}
	bits := uint32(1)<<(32-n.Bits()) - 1
	if mask {
		bits = ^bits
	}
	return n.Addr().String() + " " + netip.AddrFrom4([4]byte{byte(bits >> 24), byte(bits >> 16), byte(bits >> 8), byte(bits)}).String()
}

// covering is the smallest network with both addresses.
func covering(first, last netip.Addr) netip.Prefix {
	for bits := first.BitLen(); bits > 0; bits-- {
		if p := netip.PrefixFrom(first, bits).Masked(); p.Contains(last) {
			return p
		}
	}
	return netip.PrefixFrom(first, 0).Masked()
}

// ACLPorts is the ports of an end: "", " eq 80", " range 80 90".
func ACLPorts(protocol uint8, first, last uint16) string {
	switch {
	case protocol != 6 && protocol != 17 || first == 0 && last == 0xffff || last < first:
		return ""
	case first == last:
		return " eq " + strconv.Itoa(int(first))
	}
	return " range " + strconv.Itoa(int(first)) + " " + strconv.Itoa(int(last))
}
