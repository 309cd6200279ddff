// Package nlpid names network layer protocol identifiers: ISO/IEC TR 9577. Frame Relay and
// CDP tell protocols by them.
package nlpid

// Identifiers with a meaning of their own.
const (
	Null = 0x00
	SNAP = 0x80
	CLNP = 0x81
	IPv4 = 0xcc
)

// Name is Wireshark's name of an identifier, "" where it has none, or several.
func Name(v uint64) string {
	switch v {
	case Null:
		return "NULL"
	case 0x03:
		return "X.633"
	case 0x0c:
		return "Q.2119"
	case SNAP:
		return "SNAP"
	case CLNP:
		return "CLNP"
	case 0x82:
		return "ESIS"
	case 0x83:
		return "ISIS"
	case 0x85:
		return "IDRP"
	case 0x8a:
		return "ESIS (X.25)"
	case 0x8c:
		return "ISO 10030"
	case 0x8d:
		return "ISO 11577"
	case 0x8e:
		return "IPv6"
	case 0xb0:
		return "Data compression protocol"
	case IPv4:
		return "IP"
	case 0xcf:
		return "PPP"
	}
	return ""
}
