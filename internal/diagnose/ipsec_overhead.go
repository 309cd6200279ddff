package diagnose

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// ethernetMTU is what a path takes of which nothing else is known.
const ethernetMTU = 1500

// innerMax is the longest packet that fits into the ESP packets of s, in tunnel mode, on a
// path of an MTU: RFC 4303, section 2. ok is false if the algorithms are not known.
func innerMax(s *tunnel.SA, mtu int) (size int, ok bool) {
	suite, ok := s.Suite()
	if !ok || s.AH || suite.Encr == 0 {
		return 0, false
	}
	return innerSize(suite, mtu-outer(s)), true
}

// innerSize is the longest packet that fits into an ESP packet of so many bytes.
func innerSize(suite ipsec.Suite, size int) int {
	const header, trailer, word = 8, 2, 4
	icv := suite.Encr.ICVLen() + suite.Integ.ICVLen()
	room := size - header - suite.Encr.IVLen() - icv
	return room - room%max(suite.Encr.BlockSize(), word) - trailer
}

// outer is the length of the headers before ESP.
func outer(s *tunnel.SA) int {
	const ip4, ip6, udp = 20, 40, 8
	n := ip4
	if s.Dst.Is6() {
		n = ip6
	}
	if s.Ports != [2]uint16{} {
		n += udp
	}
	return n
}

// segmentMax is the MSS of TCP over IPv4 whose packets have a length at most.
func segmentMax(packet int) int { return packet - 20 - 20 }
