package inet

import "github.com/pktscope/pktscope/dissect/field"

// Keys of payloads that no number on the wire tells.
var (
	// IPv4Key leads to the IPv4 packet that an ICMP error returns.
	IPv4Key = field.NewKey("inet.ipv4")
	// IPv6Key leads to the IPv6 packet that an ICMPv6 error returns, and to one
	// whose header says that it is IPv4.
	IPv6Key = field.NewKey("inet.ipv6")
)
