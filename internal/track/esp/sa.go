package esp

import (
	"net/netip"
	"time"

	"pktscope/dissect/esp"
	"pktscope/internal/crypt"
	"pktscope/internal/keys"
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
	Sequence  Sequence
	Elsewhere uint64        // packets that were seen on other interfaces as well; not counted in Packets
	Idle      time.Duration // the longest time without a packet

	Decrypted  uint64
	AuthFailed uint64     // of those that stayed shut: no candidate's ICV fits
	Shut       uint64     // that stayed shut
	Reason     esp.Reason // of the last one that stayed shut
	Encr       crypt.Encr // of the last one that was decrypted
	Integ      crypt.Integ
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

// widen makes p hold a.
func widen(p netip.Prefix, a netip.Addr) netip.Prefix {
	if !p.IsValid() {
		return netip.PrefixFrom(a, a.BitLen())
	}
	if p.Addr().BitLen() != a.BitLen() {
		return p
	}
	for !p.Contains(a) {
		p = netip.PrefixFrom(p.Addr(), p.Bits()-1).Masked()
	}
	return p
}
