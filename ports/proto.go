package ports

import "strings"

// A Proto is a transport protocol that has ports. Its value is the protocol's
// number in the IP header, so that Proto(header.Protocol) needs no table.
type Proto uint8

// The protocols of IANA's registry (RFC 6335, section 6).
const (
	AnyProto Proto = 0 // in a [Query]: every protocol
	TCP      Proto = 6
	UDP      Proto = 17
	DCCP     Proto = 33
	SCTP     Proto = 132
)

// protos are the protocols in the order in which they are listed, and the
// numbers of their indexes.
var protos = [...]Proto{TCP, UDP, SCTP, DCCP}

// slot returns p's place in protos, or -1.
func (p Proto) slot() int {
	switch p {
	case TCP:
		return 0
	case UDP:
		return 1
	case SCTP:
		return 2
	case DCCP:
		return 3
	}
	return -1
}

// String returns the name that /etc/services uses: "tcp".
func (p Proto) String() string {
	switch p {
	case AnyProto:
		return "any"
	case TCP:
		return "tcp"
	case UDP:
		return "udp"
	case SCTP:
		return "sctp"
	case DCCP:
		return "dccp"
	}
	return "unknown"
}

// ParseProto returns the protocol called name, in whatever case.
func ParseProto(name string) (p Proto, ok bool) {
	for _, p := range protos {
		if strings.EqualFold(name, p.String()) {
			return p, true
		}
	}
	return AnyProto, false
}
