package nat

import "time"

// A correlator finds conversations that go through a tunnel whose packets are not
// decrypted: a packet on one interface and, at once, an ESP packet on another that
// is longer by what ESP adds.
type correlator struct {
	plainPackets [recent]trace
	encrypted    [recent]trace
	p, s         int
	last         int64 // time of the last of encrypted
}

// recent is how many packets of each kind are kept.
const recent = 64

// atOnce is the time that a router takes to encrypt, at most.
const atOnce = 20 * time.Millisecond

// What ESP adds to a datagram, behind its own outer header: SPI and sequence
// number, an IV of up to 16 bytes, padding to 16, two bytes, an ICV of 8 to 32.
const (
	leastAdded = 8 + 0 + 2 + 8
	mostAdded  = 8 + 16 + 15 + 2 + 32
)

// A trace is a packet that may be in an ESP packet, or an ESP packet.
type trace struct {
	at    int64
	size  int
	iface uint16
	flow  flow
	used  bool
}

// addPlain keeps an unencrypted packet, and reports whether it was inside an ESP
// packet.
func (c *correlator) addPlain(iface uint16, at int64, size int, k flow) bool {
	if at-c.last <= int64(atOnce) {
		for i := range c.encrypted {
			if x := &c.encrypted[i]; fits(x, iface, at) && wraps(x.size, size) {
				x.used = true
				return true
			}
		}
	}
	c.plainPackets[c.p%recent] = trace{at: at, size: size, iface: iface, flow: k}
	c.p++
	return false
}

// addEncrypted keeps an ESP packet, unless a packet before it is inside it, whose
// flow found is called with.
func (c *correlator) addEncrypted(iface uint16, at int64, size int, found func(flow)) {
	for i := range c.plainPackets {
		if x := &c.plainPackets[i]; fits(x, iface, at) && wraps(size, x.size) {
			x.used = true
			found(x.flow)
			return
		}
	}
	c.encrypted[c.s%recent] = trace{at: at, size: size, iface: iface}
	c.last = at
	c.s++
}

func fits(x *trace, iface uint16, at int64) bool {
	return !x.used && x.at != 0 && x.iface != iface && at >= x.at && at-x.at <= int64(atOnce)
}

// wraps reports whether an ESP packet of that size can hold a datagram of that
// size.
func wraps(encrypted, plain int) bool {
	added := encrypted - plain
	return added >= leastAdded && added <= mostAdded
}
