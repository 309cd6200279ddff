package esp

import (
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
)

// A Key identifies an SA: RFC 4301, section 4.1, and its encapsulation.
type Key struct {
	SPI   uint32
	Dst   netip.Addr
	Encap keys.Encap
	AH    bool // of AH, not of ESP
}

// An SA is one direction of a tunnel, as seen in its packets.
type SA struct {
	Key
	Src       netip.Addr
	Ports     [2]uint16 // of UDP or TCP, the sender's first; 0: native
	Interface string    // of its first packet
	First     time.Time
	Last      time.Time
	Packets   uint64
	Bytes     uint64 // of the ESP packets, from their SPI on
	Longest   int    // of the IP packets
	Sequence  Sequence
	Elsewhere uint64        // packets on other interfaces, which are not counted in Packets
	Idle      time.Duration // the longest time without a packet

	Decrypted    uint64
	AuthFailed   uint64     // of NotDecrypted: every candidate's ICV is wrong
	NotDecrypted uint64     // packets that no key decrypts
	Reason       esp.Reason // why not the last of them
	Encr         ipsec.Encr // of the last packet that was decrypted
	Integ        ipsec.Integ
	Verified     bool // the ICV of that packet was right
	Inner        Inner
}

// An Inner is what was seen inside a tunnel: the networks behind its ends.
type Inner struct {
	Src, Dst netip.Prefix // the smallest that hold all inner addresses
	Tunnel   bool         // there are inner addresses
	Protocol uint8        // of the last payload, in transport mode
	Mixed    bool         // there were payloads of several protocols
}

// Widen is the smallest network that holds p and q, either of which may be
// invalid.
func Widen(p, q netip.Prefix) netip.Prefix {
	switch {
	case !p.IsValid():
		return q
	case !q.IsValid() || p.Addr().BitLen() != q.Addr().BitLen():
		return p
	}
	for n := min(p.Bits(), q.Bits()); ; n-- {
		if p = netip.PrefixFrom(p.Addr(), n).Masked(); p.Contains(q.Addr()) {
			return p
		}
	}
}

// widen is the smallest network that holds p and a.
func widen(p netip.Prefix, a netip.Addr) netip.Prefix {
	if p.IsValid() && p.Contains(a) {
		return p
	}
	return Widen(p, netip.PrefixFrom(a, a.BitLen()))
}

// Rate is in bits a second, 0 where the packets have no time.
func (s *SA) Rate() float64 {
	d := s.Last.Sub(s.First).Seconds()
	if d <= 0 || s.Packets < 2 {
		return 0
	}
	return float64(s.Bytes) * 8 / d
}
