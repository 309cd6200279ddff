package inet

// To add a type: its constant and name here, the names of its codes below,
// and what it holds in (*ICMPv6).decodeBody.

// ICMPv6Type says what an ICMPv6 message is, RFC 4443 and IANA's registry.
type ICMPv6Type uint8

const (
	ICMPv6Unreachable     ICMPv6Type = 1
	ICMPv6TooBig          ICMPv6Type = 2
	ICMPv6TimeExceeded    ICMPv6Type = 3
	ICMPv6Parameter       ICMPv6Type = 4
	ICMPv6Echo            ICMPv6Type = 128
	ICMPv6EchoReply       ICMPv6Type = 129
	ICMPv6Query           ICMPv6Type = 130 // RFC 2710, RFC 3810
	ICMPv6Report          ICMPv6Type = 131
	ICMPv6Done            ICMPv6Type = 132
	ICMPv6RouterSolicit   ICMPv6Type = 133 // RFC 4861, as are those up to 137
	ICMPv6RouterAdvert    ICMPv6Type = 134
	ICMPv6NeighborSolicit ICMPv6Type = 135
	ICMPv6NeighborAdvert  ICMPv6Type = 136
	ICMPv6Redirect        ICMPv6Type = 137
	ICMPv6Renumbering     ICMPv6Type = 138 // RFC 2894
	ICMPv6NodeQuery       ICMPv6Type = 139 // RFC 4620
	ICMPv6NodeReply       ICMPv6Type = 140
	ICMPv6Report2         ICMPv6Type = 143 // RFC 3810
	ICMPv6AgentRequest    ICMPv6Type = 144 // RFC 6275
	ICMPv6AgentReply      ICMPv6Type = 145
	ICMPv6RPL             ICMPv6Type = 155 // RFC 6550
	ICMPv6ExtendedEcho    ICMPv6Type = 160 // RFC 8335
	ICMPv6ExtendedEchoRep ICMPv6Type = 161
)

// icmpv6TypeName is the name of a type, "" where it has none.
func icmpv6TypeName(v uint64) string {
	switch {
	case v >= 1 && v <= 4:
		return icmpv6ErrorNames[v-1]
	case v == 100, v == 101, v == 200, v == 201:
		return "Private experimentation"
	case v == 127:
		return "Reserved for expansion of ICMPv6 error messages"
	case v == 255:
		return "Reserved for expansion of ICMPv6 informational messages"
	case v >= 128 && v-128 < uint64(len(icmpv6InfoNames)):
		return icmpv6InfoNames[v-128]
	}
	return ""
}

var icmpv6ErrorNames = [...]string{"Destination Unreachable", "Packet Too Big", "Time Exceeded", "Parameter Problem"}

// icmpv6InfoNames are the names of the types from 128 on.
var icmpv6InfoNames = [...]string{
	"Echo (ping) request",
	"Echo (ping) reply",
	"Multicast Listener Query",
	"Multicast Listener Report",
	"Multicast Listener Done",
	"Router Solicitation",
	"Router Advertisement",
	"Neighbor Solicitation",
	"Neighbor Advertisement",
	"Redirect",
	"Router Renumbering",
	"Node Information Query",
	"Node Information Reply",
	"Inverse Neighbor Discovery Solicitation",
	"Inverse Neighbor Discovery Advertisement",
	"Multicast Listener Report Message v2",
	"Home Agent Address Discovery Request",
	"Home Agent Address Discovery Reply",
	"Mobile Prefix Solicitation",
	"Mobile Prefix Advertisement",
	"Certification Path Solicitation",
	"Certification Path Advertisement",
	"Experimental Mobility",
	"Multicast Router Advertisement",
	"Multicast Router Solicitation",
	"Multicast Router Termination",
	"FMIPv6",
	"RPL Control",
	"Locator Update",
	"Duplicate Address Request",
	"Duplicate Address Confirmation",
	"MPL Control Message",
	"Extended Echo request",
	"Extended Echo reply",
}

// codes lists the names of the type's codes, nil where codes have none.
func (t ICMPv6Type) codes() []string {
	switch t {
	case ICMPv6Unreachable:
		return icmpv6UnreachableCodes
	case ICMPv6TimeExceeded:
		return []string{"Hop limit exceeded in transit", "Fragment reassembly time exceeded"}
	case ICMPv6Parameter:
		return icmpv6ParameterCodes
	case ICMPv6Renumbering:
		return []string{"Command", "Result", 255: "Sequence number reset"}
	case ICMPv6NodeQuery:
		return []string{"Query subject = IPv6 addresses", "Query subject = DNS name or empty", "Query subject = IPv4 addresses"}
	case ICMPv6NodeReply:
		return []string{"Successful", "Refused", "Unknown query type"}
	case ICMPv6RPL:
		return icmpv6RPLCodes
	case ICMPv6ExtendedEcho:
		return []string{"No error"}
	case ICMPv6ExtendedEchoRep:
		return []string{"No error", "Malformed Query", "No Such Interface", "No Such Table Entry", "Multiple Interfaces Satisfy Query"}
	}
	return nil
}

// icmpv6RPLCodes are those of RFC 6550, section 6, and of later RFCs.
var icmpv6RPLCodes = []string{
	0: "DODAG Information Solicitation",
	1: "DODAG Information Object",
	2: "Destination Advertisement Object",
	3: "Destination Advertisement Object Acknowledgment",
	4: "P2P Discovery Reply Object", // RFC 6997
	5: "P2P Discovery Reply Object Acknowledgement",
	7: "Destination Cleanup Object", // RFC 9009
	8: "Destination Cleanup Object Acknowledgment",

	128: "Secure DODAG Information Solicitation",
	129: "Secure DODAG Information Object",
	130: "Secure Destination Advertisement Object",
	131: "Secure Destination Advertisement Object Acknowledgment",
	132: "P2P Secure Discovery Reply Object",
	133: "P2P Secure Discovery Reply Object Acknowledgement",
	138: "Consistency Check",
}

var icmpv6ParameterCodes = []string{
	"Erroneous header field encountered",
	"Unrecognized Next Header type encountered",
	"Unrecognized IPv6 option encountered",
	"IPv6 First Fragment has incomplete IPv6 Header Chain",           // RFC 7112
	"SR Upper-layer Header Error",                                    // RFC 8754
	"Unrecognized Next Header type encountered by intermediate node", // RFC 8883
	"Extension header too big",
	"Extension header chain too long",
	"Too many extension headers",
	"Too many options in extension header",
	"Option too big",
}

var icmpv6UnreachableCodes = []string{
	"No route to destination",
	"Administratively prohibited",
	"Beyond scope of source address",
	"Address unreachable",
	"Port unreachable",
	"Source address failed ingress/egress policy",
	"Reject route to destination",
	"Error in Source Routing Header",
	"Headers too long", // RFC 8883
}
