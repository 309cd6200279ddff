package nat

import "time"

// A correlator finds out which conversations go into a tunnel that stays shut:
// a packet on one interface and, at once, an ESP packet on another that is as
// much longer as ESP makes it.
type correlator struct {
	plainPackets [recent]trace
	encrypted    [recent]trace
	p, s         int
	last         int64 // when the last of shuts was seen
}

// recent is how many packets of each kind are looked back at.
const recent = 64

// at once: a router's time to encrypt.
const atOnce = 20 * time.Millisecond

// What ESP adds to a datagram, behind its own outer header: SPI and sequence
// number, an IV of up to 16 bytes, padding to 16, two bytes, an ICV of 8 to 32.
const (
	leastAdded = 8 + 0 + 2 + 8
	mostAdded  = 8 + 16 + 15 + 2 + 32
)

// A trace is a packet that may have a partner.
type trace struct {
	at    int64
	size  int
	iface uint16
	flow  flow
	used  bool
}

// plain remembers a packet in the clear and reports whether it came out of an
// ESP packet.
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

// sealed remembers an ESP packet of that size, unless a packet went into it.
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
