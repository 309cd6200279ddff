// Package ipproto names the protocols that IP carries, for all that tell one:
// IP itself, what stands between it and them, and what negotiates about them.
package ipproto

import "strconv"

// Name is Wireshark's name of an IP protocol number, "" where it has none. The
// numbers are IANA's: IPv4's Protocol and IPv6's Next Header.
func Name(v uint64) string {
	switch {
	case v < uint64(len(byNumber)):
		return byNumber[v]
	case v == 173:
		return "AX/4000 Testframe"
	case v < 224:
		return "Unassigned"
	case v == 224:
		return "Novell NCS Heartbeat"
	}
	return ""
}

// AppendName appends the name of a protocol number, "Unknown" where it has none.
func AppendName(b []byte, proto uint8) []byte {
	name := Name(uint64(proto))
	if name == "" {
		name = "Unknown"
	}
	return append(b, name...)
}

const (
	IPv4   = 4 // in a tunnel
	TCP    = 6
	UDP    = 17
	IPv6   = 41 // likewise
	NoNext = 59 // the Next Header that ends an IPv6 packet, RFC 8200 section 4.7
)

// AppendNext appends the Info column of an IPv6 header, or of an extension
// header, whose payload is of protocol next and has no layer.
func AppendNext(b []byte, next uint8) []byte {
	if next == NoNext {
		return append(b, "IPv6 no next header"...)
	}
	b = append(AppendName(append(b, "Unknown IP Protocol: "...), next), " ("...)
	return append(strconv.AppendUint(b, uint64(next), 10), ')')
}

var byNumber = [...]string{
	0: "IPv6 Hop-by-Hop Option",
	"ICMP",
	"IGMP",
	"GGP",
	"IPIP",
	"Stream",
	"TCP",
	"CBT",
	"EGP",
	"IGRP",
	10: "BBN RCC",
	"Network Voice",
	"PUP",
	"ARGUS",
	"EMCON",
	"XNET",
	"CHAOS",
	"UDP",
	"Multiplex",
	"DCN Measurement",
	20: "Host Monitoring",
	"Packet radio",
	"IDP",
	"Trunk-1",
	"Trunk-2",
	"Leaf-1",
	"Leaf-2",
	"Reliable Data",
	"IRT",
	"ISO TP4",
	30: "Bulk Data",
	"MFE NSP",
	"Merit Internodal",
	"Datagram Congestion Control Protocol",
	"3rd Party Connect",
	"Inter-Domain Policy Routing Protocol",
	"XTP",
	"Datagram delivery",
	"Control Message",
	"TP++",
	40: "IL",
	"IPv6",
	"Source demand routing",
	"Routing Header for IPv6",
	"Fragment Header for IPv6",
	"Inter-Domain Routing Protocol",
	"Reservation Protocol",
	"Generic Routing Encapsulation",
	"Dynamic source routing",
	"BNA",
	50: "Encap Security Payload",
	"Authentication Header",
	"INSLP",
	"SWIPE",
	"NBMA ARP",
	"IP Mobility",
	"TLSP Kryptonet",
	"SKIP",
	"ICMPv6",
	"No Next Header for IPv6",
	60: "Destination Options for IPv6",
	"any host internal protocol",
	"Mobile IPv6 (old)",
	"any local network",
	"SATNET EXPAK",
	"Kryptolan",
	"Remote Virtual Disk",
	"IPPC",
	"any distributed file system",
	"SATNET Monitoring",
	70: "VISA",
	"IPCV",
	"CPNX",
	"CPHB",
	"Wang Span",
	"Packet Video",
	"Backroom SATNET Mon",
	"Sun ND Protocol",
	"Wideband Mon",
	"Wideband Expak",
	80: "ISO Internet Protocol",
	"VMTP",
	"Secure VMTP",
	"VINES",
	"TTP",
	"NSFNET IGP",
	"Dissimilar Gateway",
	"TCF",
	"EIGRP",
	"OSPF IGP",
	90: "Sprite RPC",
	"Locus ARP",
	"Multicast Transport",
	"AX.25 Frames",
	"IP in IP",
	"MICP",
	"Semaphore",
	"Ether in IP",
	"ENCAP",
	"any private encryption scheme",
	100: "GMTP",
	"Ipsilon Flow",
	"PNNI over IP",
	"PIM",
	"ARIS",
	"SCPS",
	"QNX",
	"Active Networks",
	"IPComp",
	"Sitara Networks",
	110: "Compaq Peer",
	"IPX IN IP",
	"VRRP",
	"PGM",
	"any 0-hop protocol",
	"Layer 2 Tunneling",
	"DDX",
	"IATP",
	"STP",
	"SpectraLink",
	120: "UTI",
	"SMP",
	"SM",
	"PTP",
	"ISIS over IP",
	"FIRE",
	"CRTP",
	"CRUDP",
	"SSCOPMCE",
	"IPLT",
	130: "Secure Packet",
	"PIPE",
	"SCTP",
	"Fibre Channel",
	"RSVP E2EI",
	"Mobile IPv6",
	"UDPLite",
	"MPLS in IP",
	"MANET",
	"HIP",
	140: "Shim6 header",
	"WESP",
	"ROHC",
	"Ethernet",
	"AGGFRAG",
	"NSH",
	"Homa",
	"Bit-stream Emulation",
}
