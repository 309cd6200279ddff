package esp

import (
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track/course"
)

// A Key identifies an SA: RFC 4301, section 4.1, and its encapsulation. A Tracker
// tells SAs apart by their Ports, too: clients behind one NAT may have chosen the same
// SPI (RFC 3948, section 5.2), and so the senders to a group. Keys are looked for without
// them.
type Key struct {
	SPI   uint32
	Dst   netip.Addr
	Group netip.Addr // of a multicast Dst: who sends to it; else invalid
	Ports [2]uint16  // of UDP or TCP, the sender's first; 0: native
	Encap keys.Encap
	AH    bool // of AH, not of ESP
}

// withoutSender is the Key by which a Store finds keys.
func (k Key) withoutSender() Key {
	k.Group, k.Ports = netip.Addr{}, [2]uint16{}
	return k
}

// An SA is one direction of a tunnel, as seen in its packets.
type SA struct {
	Key
	Src                   netip.Addr // of its first packet
	Moved                 *Moved     // nil: its packets come from one address
	Interface             string     // of its first packet
	First                 time.Time
	Last                  time.Time
	Packets               uint64
	Bytes                 uint64 // of the ESP packets, from their SPI on
	Longest               int    // of the IP packets
	FirstFrame, LastFrame uint64
	Recent                Recent
	Sequence              Sequence
	Shared                bool           // Sequence counts no loss, no copies, no disorder: see series
	serial                bool           // it may be Shared
	Elsewhere             uint64         // packets on other interfaces, which are not counted in Packets
	Idle                  time.Duration  // the longest time without a packet
	Course                *course.Course // nil: it is not kept

	Decrypted    uint64
	AuthFailed   uint64     // of NotDecrypted: every candidate's ICV is wrong
	AuthFailing  uint64     // of AuthFailed: since the last packet that was decrypted
	FailedFrame  uint64     // of the first of AuthFailed
	NotDecrypted uint64     // packets that no key decrypts
	Reason       esp.Reason // why not the last of them
	Encr         ipsec.Encr // of the last packet that was decrypted
	Integ        ipsec.Integ
	Verified     bool   // the ICV of that packet was right
	Inside       *Inner // nil: no packet was decrypted
}

// Moved is when packets of an SA began to come from another address, last.
type Moved struct {
	To    netip.Addr
	Time  time.Time
	Frame uint64
	Times int // how often it changed: where each packet was captured twice, with it

	numbers netip.Addr // who sent the last number that was not there before
	turns   uint8      // how often that changed
}

// comesFrom notes the address that a packet of s came from.
func (s *SA) comesFrom(a netip.Addr, at time.Time, frame uint64) {
	switch m := s.Moved; {
	case m == nil && a != s.Src:
		s.Moved = &Moved{To: a, Time: at, Frame: frame, Times: 1, numbers: s.Src}
	case m != nil && a != m.To:
		m.To, m.Time, m.Frame, m.Times = a, at, frame, m.Times+1
	}
}

// Continued is s with the packets of next, which is the same SA after one of its ends
// had changed its address or port: RFC 4555, section 3.5; RFC 7296, section 2.23.
func (s *SA) Continued(next *SA) *SA {
	n := *s
	n.Key, n.Src, n.Last = next.Key, next.Src, next.Last
	n.Packets, n.Bytes, n.Elsewhere = s.Packets+next.Packets, s.Bytes+next.Bytes, s.Elsewhere+next.Elsewhere
	n.Longest = max(s.Longest, next.Longest)
	n.LastFrame, n.Recent = next.LastFrame, next.Recent
	n.Recent.join(&s.Recent)
	n.Idle = max(s.Idle, next.Idle, next.First.Sub(s.Last))
	if s.Course != nil && next.Course != nil {
		n.Course = s.Course.Joined(next.Course, s.Sequence.Lost)
	}
	n.Sequence.join(&next.Sequence)
	if next.Shared {
		n.share()
	}
	n.Decrypted, n.AuthFailed, n.NotDecrypted = s.Decrypted+next.Decrypted, s.AuthFailed+next.AuthFailed, s.NotDecrypted+next.NotDecrypted
	if n.FailedFrame == 0 {
		n.FailedFrame = next.FailedFrame
	}
	if n.AuthFailing = next.AuthFailing; next.Decrypted == 0 {
		n.AuthFailing += s.AuthFailing
	}
	if next.NotDecrypted > 0 {
		n.Reason = next.Reason
	}
	if next.Decrypted > 0 {
		n.Encr, n.Integ, n.Verified = next.Encr, next.Integ, next.Verified
		was, in := s.Inner(), next.Inner()
		in.Src, in.Dst = Widen(was.Src, in.Src), Widen(was.Dst, in.Dst)
		in.Tunnel = in.Tunnel || was.Tunnel
		n.Inside = &in
	}
	return &n
}

// An Inner is what was seen inside a tunnel: the networks behind its ends.
type Inner struct {
	Src, Dst netip.Prefix // the smallest that hold all inner addresses
	Tunnel   bool         // there are inner addresses
	Protocol uint8        // of the last payload, in transport mode
	Mixed    bool         // there were payloads of several protocols
}

// Inner returns what was seen inside, the zero value if that is nothing.
func (s *SA) Inner() (in Inner) {
	if s.Inside != nil {
		in = *s.Inside
	}
	return in
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
