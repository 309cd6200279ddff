package esp

import (
	"net/netip"
	"time"

	"pktscope/internal/crypt"
	"pktscope/internal/keys"
)

// A Key tells an SA: RFC 4301, section 4.1, and how it travels.
type Key struct {
	SPI   uint32
	Dst   netip.Addr
	Encap keys.Encap
}

// An SA is one direction of a tunnel, as far as its packets tell.
type SA struct {
	Key
	Src       netip.Addr
	Ports     [2]uint16 // of UDP or TCP, the sender's first; 0: native
	AH        bool      // it is AH's, not ESP's
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
	Reason     Reason     // of the last one that stayed shut
	Encr       crypt.Encr // of the last one that was decrypted
	Integ      crypt.Integ
	Verified   bool // its ICV was right
	Inner      Inner
}

// A Reason is why a packet stays shut.
type Reason uint8

const (
	Open      Reason = iota
	NoKeys           // there are none at all
	NoKey            // none for this SPI and destination
	WrongICV         // of every candidate
	WrongKey         // no algorithm takes it, such as for its length
	Cut              // the capture has not all of the packet
	BadPad           // decrypted, but there is no payload in it: the key is another SA's
	reasonEnd = iota
)

// String says it in a report.
func (r Reason) String() string {
	return [reasonEnd]string{
		"", "no keys given", "no key for this SPI", "ICV wrong for every candidate key", "the key fits no algorithm",
		"cut by the capture", "decrypted to no payload: wrong key",
	}[r]
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
