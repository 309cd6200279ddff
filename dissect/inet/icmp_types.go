package inet

// To add a type: its constant and name here, the names of its codes in
// icmpCodeName, and what it holds in (*ICMP).decodeBody.

// ICMPType says what an ICMP message is, RFC 792 and IANA's registry.
type ICMPType uint8

const (
	ICMPEchoReply       ICMPType = 0
	ICMPUnreachable     ICMPType = 3
	ICMPSourceQuench    ICMPType = 4
	ICMPRedirect        ICMPType = 5
	ICMPEcho            ICMPType = 8
	ICMPRouterAdvert    ICMPType = 9  // RFC 1256
	ICMPRouterSolicit   ICMPType = 10 // RFC 1256
	ICMPTimeExceeded    ICMPType = 11
	ICMPParameter       ICMPType = 12
	ICMPTimestamp       ICMPType = 13
	ICMPTimestampReply  ICMPType = 14
	ICMPInformation     ICMPType = 15
	ICMPInformationRep  ICMPType = 16
	ICMPAddressMask     ICMPType = 17 // RFC 950
	ICMPAddressMaskRep  ICMPType = 18
	ICMPPhoturis        ICMPType = 40 // RFC 2521
	ICMPExtendedEcho    ICMPType = 42 // RFC 8335
	ICMPExtendedEchoRep ICMPType = 43
)

// String is the type's name.
func (t ICMPType) String() string {
	if name := icmpTypeName(uint64(t)); name != "" {
		return name
	}
	return "Unknown ICMP (obsolete or malformed?)"
}

var icmpTypeNames = [...]string{
	0: "Echo (ping) reply",
	1: "Reserved", 2: "Reserved",
	3:  "Destination unreachable",
	4:  "Source quench (flow control)",
	5:  "Redirect",
	6:  "Alternate host address",
	8:  "Echo (ping) request",
	9:  "Router advertisement",
	10: "Router solicitation",
	11: "Time-to-live exceeded",
	12: "Parameter problem",
	13: "Timestamp request", 14: "Timestamp reply",
	15: "Information request", 16: "Information reply",
	17: "Address mask request", 18: "Address mask reply",
	19: "Reserved (for security)",
	30: "Traceroute",
	31: "Datagram Conversion Error",
	32: "Mobile Host Redirect",
	33: "IPv6 Where-Are-You", 34: "IPv6 I-Am-Here",
	35: "Mobile Registration Request", 36: "Mobile Registration Reply",
	37: "Domain Name Request", 38: "Domain Name Reply",
	39: "SKIP",
	40: "Photuris",
	41: "Experimental mobility protocols",
	42: "Extended Echo request", 43: "Extended Echo reply",
}

// codes lists the names of the type's codes, nil where codes have none.
func (t ICMPType) codes() []string {
	switch t {
	case ICMPUnreachable:
		return icmpUnreachableCodes
	case ICMPRedirect:
		return []string{"Redirect for network", "Redirect for host", "Redirect for TOS and network", "Redirect for TOS and host"}
	case 6:
		return []string{"Alternate address for host"}
	case ICMPRouterAdvert:
		return []string{"Normal router advertisement", 16: "Does not route common traffic"}
	case ICMPTimeExceeded:
		return []string{"Time to live exceeded in transit", "Fragment reassembly time exceeded"}
	case ICMPParameter:
		return []string{"Pointer indicates the error", "Required option missing", "Bad length"}
	case ICMPPhoturis:
		return []string{"Bad SPI", "Authentication Failed", "Decompression Failed", "Decryption Failed", "Need Authentication", "Need Authorization"}
	case ICMPExtendedEcho:
		return []string{"No error"}
	case ICMPExtendedEchoRep:
		return []string{"No error", "Malformed Query", "No Such Interface", "No Such Table Entry", "Multiple Interfaces Satisfy Query"}
	}
	return nil
}

var icmpUnreachableCodes = []string{
	"Network unreachable",
	"Host unreachable",
	"Protocol unreachable",
	"Port unreachable",
	"Fragmentation needed",
	"Source route failed",
	"Destination network unknown",
	"Destination host unknown",
	"Source host isolated",
	"Network administratively prohibited",
	"Host administratively prohibited",
	"Network unreachable for TOS",
	"Host unreachable for TOS",
	"Communication administratively filtered",
	"Host precedence violation",
	"Precedence cutoff in effect",
}

// quotes reports whether messages of type t return the packet that they are
// about.
func (t ICMPType) quotes() bool {
	switch t {
	case ICMPUnreachable, ICMPSourceQuench, ICMPRedirect, ICMPTimeExceeded, ICMPParameter:
		return true
	}
	return false
}

// identified reports whether messages of type t bear identifier and sequence
// number.
func (t ICMPType) identified() bool {
	return t == ICMPEcho || t == ICMPEchoReply || t >= ICMPTimestamp && t <= ICMPAddressMaskRep
}
