// Package inet dissects the Internet's network and transport layers: ARP,
// IPv4, IPv6, ICMP, ICMPv6, UDP, TCP and SCTP.
package inet
