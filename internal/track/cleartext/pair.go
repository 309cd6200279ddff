package cleartext

import (
	"net/netip"
	"time"
)

// A Pair is the packets from one address to another on one interface.
type Pair struct {
	Src, Dst  netip.Addr
	Interface string
	Inside    bool // of ESP or AH: packets that were decrypted, or that AH shows
	*Counts        // until the next packet
}

// Counts are those of a Pair.
type Counts struct {
	First, Last int64 // Unix nanoseconds
	Frame       uint64
	LastFrame   uint64
	Packets     uint64
	Sealed      uint64 // of Packets: with ESP or AH
	IKE         uint64 // of Packets: with IKE
	// Carried is how many of Packets are the content of an ESP packet directly before
	// or behind them on this interface, by time and length. Gateways show their
	// packets before encryption, or after decryption, on the interface of the tunnel.
	Carried uint64
	// Closing is how many of Packets are of TCP with FIN or RST: stray ones are sent
	// when a NAT has forgotten their translation.
	Closing uint64
	// Asking is how many of Packets want an answer: segments of TCP that carry data or
	// SYN, and echo requests.
	Asking   uint64
	Link     Link      // of the first packet
	Ports    [2]uint16 // likewise: 0 where there are none
	TTL      uint8     // likewise; the hop limit of IPv6
	Protocol uint8     // likewise
	Cooked   bool      // captured on all interfaces of a system at once
	Longest  int       // of Packets, with the IP header
	// Heads is how many of Packets are the first IP fragment of an ESP packet, and Whole
	// how many ESP packets were put together of their fragments.
	Heads, Whole uint64
	HeadFrame    uint64 // the first of Heads
	HeadLength   int    // of the longest of Heads, with its IP header
	Segment      int    // the largest MSS of a SYN, 0 without one: RFC 9293, section 3.7.1
	SegmentFrame uint64
	Resent       Resent
	Asked        *Asked `json:"-"` // nil: nothing was asked, or not inside of a tunnel
}

// A Resent is a long segment of TCP that was sent again and again, while no other one of
// its length was: what becomes of it where the path drops packets for their length.
type Resent struct {
	Times int    // at most
	Size  int    // of the IP packet
	Frame uint64 // of the last time
	seq   uint32 // of the last segment of the longest size
	size  int    // of that
	run   int
}

// add counts a segment with data in an IP packet of so many bytes.
func (r *Resent) add(seq uint32, size int, frame uint64) {
	switch {
	case size < r.size:
		return
	case size > r.size || seq != r.seq:
		r.seq, r.size, r.run = seq, size, 0
		return
	}
	if r.run++; r.run > r.Times {
		r.Times, r.Size, r.Frame = r.run, size, frame
	}
}

// A Link is the sender and the receiver of an Ethernet frame, zero for other links.
type Link struct{ Src, Dst [6]byte }

// IsValid reports whether the link has addresses.
func (l Link) IsValid() bool { return l != Link{} }

// Join adds those of the same pair in other packets, the first of which is behind that of c. What the
// tunnels of ESP alone are asked about is left as it is: lengths, fragments, segments.
func (c *Counts) Join(other *Counts) {
	if other.Last > c.Last {
		c.Last, c.LastFrame = other.Last, other.LastFrame
	}
	c.Packets += other.Packets
	c.Sealed += other.Sealed
	c.IKE += other.IKE
	c.Carried += other.Carried
	c.Closing += other.Closing
	c.Asking += other.Asking
}

// Start is when the first packet was captured.
func (c *Counts) Start() time.Time { return time.Unix(0, c.First) }

// End is when the last packet was captured.
func (c *Counts) End() time.Time { return time.Unix(0, c.Last) }

// Leaked is how many packets were in the clear and in no tunnel.
func (c *Counts) Leaked() uint64 { return c.Packets - c.Sealed - c.Carried }
