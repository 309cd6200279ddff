package isakmp

// UDP ports of IKE: RFC 7296, section 2; RFC 3948, section 2.1.
const (
	Port     = 500
	PortNATT = 4500
)

// IsPort reports whether a UDP port is one of IKE.
func IsPort(port uint16) bool { return port == Port || port == PortNATT }
