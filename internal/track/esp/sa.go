package esp

import (
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
)

// A Key tells an SA: RFC 4301, section 4.1, and how it travels.
type Key struct {
	SPI   uint32
	Dst   netip.Addr
	Encap keys.Encap
	AH    bool // it is AH's, not ESP's
}

// An SA is one direction of a tunnel, as far as its packets tell.
type SA struct {
	Key
	Src       netip.Addr
	Ports     [2]uint16 // of UDP or TCP, the sender's first; 0: native
	Interface string    // where its first packet was seen
	First     time.Time
	Last      time.Time
	Packets   uint64
	Bytes     uint64 // of the ESP packets, from their SPI on
	Longest   int    // of the IP packets
	Sequence  Sequence
	Elsewhere uint64        // packets that were seen on other interfaces as well; not counted in Packets
	Idle      time.Duration // the longest time without a packet

	Decrypted  uint64
	AuthFailed uint64     // of those that stayed shut: no candidate's ICV fits
	Shut       uint64     // that stayed shut
	Reason     esp.Reason // of the last one that stayed shut
	Encr       ipsec.Encr // of the last one that was decrypted
	Integ      ipsec.Integ
	Verified   bool // its ICV was right
	Inner      Inner
}

// An Inner is what was seen inside a tunnel: the networks that its ends speak
// for, as far as packets tell.
type Inner struct {
	Src, Dst netip.Prefix // that hold all inner addresses
	Tunnel   bool         // there are inner addresses
	Protocol uint8        // of what is carried, where there are none
}

// Widen is the network that holds both p and q; an invalid one is nothing.
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

// widen makes p hold a.
func widen(p netip.Prefix, a netip.Addr) netip.Prefix {
	if p.IsValid() && p.Contains(a) {
		return p
	}
	return Widen(p, netip.PrefixFrom(a, a.BitLen()))
}

// Rate is how many bits a second its packets carried, 0 where they tell no time.
func (s *SA) Rate() float64 {
	d := s.Last.Sub(s.First).Seconds()
	if d <= 0 || s.Packets < 2 {
		return 0
	}
	return float64(s.Bytes) * 8 / d
}
