package cleartext

import "time"

// A correlator finds the packets that a gateway shows beside their ESP packet on one
// interface: before encryption, or after decryption.
type correlator struct {
	plain  [recentPackets]trace
	sealed [recentPackets]trace
	p, s   int
	last   int64 // time of the last of sealed
}

// recentPackets is how many packets of each kind are kept.
const recentPackets = 16

// atOnce is the time that a gateway takes to encrypt or decrypt, at most.
const atOnce = 20 * time.Millisecond

// What ESP adds to a packet, behind its own outer header: SPI and sequence number, an IV
// of up to 16 bytes, padding to 16, two bytes, an ICV of 8 to 32. In transport mode the
// IP header of the packet is the outer one.
const (
	leastAdded = 8 + 0 + 2 + 8 - ip6Header
	mostAdded  = 8 + 16 + 15 + 2 + 32
)

// A trace is a packet that may be in an ESP packet, or an ESP packet.
type trace struct {
	at   int64
	size int
	key  key // an ESP packet has its interface only
	link Link
	free bool
}

// addPlain keeps a packet in the clear, and reports whether it was in an ESP packet.
func (c *correlator) addPlain(k key, l Link, at int64, size int) bool {
	if c.s > 0 && at-c.last <= int64(atOnce) {
		for i := range c.sealed {
			if x := &c.sealed[i]; x.fits(k.iface, at) && wraps(x.size, size) && !l.answers(x.link) {
				x.free = false
				return true
			}
		}
	}
	x := &c.plain[c.p%recentPackets]
	x.at, x.size, x.key, x.link, x.free = at, size, k, l, true
	c.p++
	return false
}

// addSealed keeps an ESP packet, unless a packet before it is inside it: ok reports that,
// and k is the pair of that packet.
func (c *correlator) addSealed(iface uint16, l Link, at int64, size int) (k key, ok bool) {
	for i := range c.plain {
		if x := &c.plain[i]; x.fits(iface, at) && wraps(size, x.size) && !l.answers(x.link) && !l.follows(x.link) {
			x.free = false
			return x.key, true
		}
	}
	x := &c.sealed[c.s%recentPackets]
	x.at, x.size, x.key.iface, x.link, x.free = at, size, iface, l, true
	c.s++
	c.last = at
	return k, false
}

func (x *trace) fits(iface uint16, at int64) bool {
	return x.free && x.key.iface == iface && at >= x.at && at-x.at <= int64(atOnce)
}

// wraps reports whether an ESP packet of that size can hold a packet of that size.
func wraps(sealed, plain int) bool {
	added := sealed - plain
	return added >= leastAdded && added <= mostAdded
}

// answers reports whether frames of l go the way back of those of other.
func (l Link) answers(other Link) bool {
	return l.IsValid() && l.Src == other.Dst && l.Dst == other.Src
}

// follows reports whether frames of l go the way of those of other. Where a gateway sends
// ESP, it shows no packets before encryption.
func (l Link) follows(other Link) bool { return l.IsValid() && l == other }
