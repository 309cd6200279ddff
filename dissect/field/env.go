package field

import (
	"net/netip"
	"time"
)

// An Env is what the layers below tell the one that is decoded: carriers set
// it, messages copy what they need of it.
type Env struct {
	Src, Dst         netip.Addr // the innermost network layer's
	SrcPort, DstPort uint16     // the innermost transport layer's
	IPProto          uint8
	TTL              uint8     // or IPv6's hop limit
	Secured          bool      // IPsec stands between the innermost network layer, of AH IPv4's alone, and the message
	Fragment         bool      // the payload is part of a datagram
	Quoted           bool      // the packet is quoted in an ICMP error
	Coded            bool      // the payload is in chunks, compressed, or not all there
	Flawed           bool      // a message has a value that cannot be, and was read to its end nonetheless
	FCS              int       // bytes of check sequence at the frame's end; 0: unknown, -1: none
	Time             time.Time // of the packet; zero: the capture has none
	Key              Key       // under which the message was found

	Conversation *Conversation // that the message belongs to, as a tracker has found; nil if none looked
}

// A Conversation is what only the packets before it tell of a message: which
// conversation of its protocol it belongs to, and where in it it stands.
type Conversation struct {
	Number uint32        // among those of the protocol, from 0 in the order of their first packets
	Packet uint32        // the message's number in it, from 1; 0: it is quoted and does not count
	Since  time.Duration // the first packet
	Delta  time.Duration // since the packet before; 0 for the first
}

// A Transport is a protocol that has ports, by its number in the IP header.
type Transport uint8

const (
	TCP  Transport = 6
	UDP  Transport = 17
	DCCP Transport = 33
	SCTP Transport = 132
)

// Names turns numbers into names in a summary. A nil *Names leaves numbers.
type Names struct {
	// Port returns the name of a port, "" where it has none.
	Port func(t Transport, port uint16) string
	// Service has the port of the service alone named where two ports stand together.
	Service bool
	// Ether returns the name of an EUI-48 address, "" where it has none. nil: lines
	// have addresses alone.
	Ether func(a [6]byte) string
	// Organisation returns the name of whose block an EUI-48 address is of, "" where none is
	// known. nil: dissectors name those that they know.
	Organisation func(a [6]byte) string
}

// EtherName returns the name of an address, the address where it has none.
func (n *Names) EtherName(a [6]byte) string {
	if n != nil && n.Ether != nil {
		if s := n.Ether(a); s != "" {
			return s
		}
	}
	return string(AppendBytes(nil, a[:], ':'))
}

// OrganisationName returns the name of whose block an address is of, "" where none is known.
func (n *Names) OrganisationName(a [6]byte) string {
	if n == nil || n.Organisation == nil {
		return ""
	}
	return n.Organisation(a)
}

// The ports of clients: those that Linux gives out by itself begin here
// (net.ipv4.ip_local_port_range), IANA's (RFC 6335, section 6) behind them. Below the
// others are those that only a server may take.
const (
	firstClientPort = 32768
	lastSystemPort  = 1023
)

// service reports whether a port may be the service's, where the other is its client's.
// Two ports of which that is not known both may.
func service(port, other uint16) bool {
	switch {
	case port == other || port <= lastSystemPort:
		return true
	case other <= lastSystemPort:
		return false
	case port >= firstClientPort:
		return other >= firstClientPort && port < other
	}
	return true
}

// AppendPorts appends "55523 → https(443)".
func (n *Names) AppendPorts(b []byte, t Transport, src, dst uint16) []byte {
	if n == nil || !n.Service {
		return n.AppendPort(append(n.AppendPort(b, t, src), " → "...), t, dst)
	}
	for i, port := range [2]uint16{src, dst} {
		if i > 0 {
			b = append(b, " → "...)
		}
		if other := src ^ dst ^ port; service(port, other) {
			b = n.AppendPort(b, t, port)
		} else {
			b = AppendUint(b, uint64(port))
		}
	}
	return b
}

// AppendPort appends "https(443)", or "443" where the port has no name.
func (n *Names) AppendPort(b []byte, t Transport, port uint16) []byte {
	if n != nil && n.Port != nil {
		if s := n.Port(t, port); s != "" {
			b = append(append(b, s...), '(')
			return append(AppendUint(b, uint64(port)), ')')
		}
	}
	return AppendUint(b, uint64(port))
}
