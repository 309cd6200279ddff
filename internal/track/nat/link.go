package nat

import (
	"math"

	"github.com/pktscope/pktscope/dissect"
)

// A link is an interface on which packets were captured.
type link struct {
	name        string
	first, last int64 // Unix nanoseconds
	packets     uint64
	tunnels     uint64 // of packets: ESP that is not decrypted
	votes       int64  // of packets with one endpoint changed, for being inside: see vote
}

// links numbers interfaces in the order of their appearance.
type links struct {
	list  []link
	index map[string]uint16
	name  string // of the last packet
	last  uint16
	clock int64 // of the last packet with a time
}

// maxLinks bounds how many interfaces have a number of their own.
const maxLinks = 1 << 12

func newLinks() links { return links{index: map[string]uint16{}} }

// time is that of p, or of the packet before if p has none.
func (l *links) time(p *dissect.Packet) int64 {
	if !p.Time.IsZero() {
		l.clock = p.Time.UnixNano()
	}
	return l.clock
}

// addPacket counts a packet and numbers its interface.
func (l *links) addPacket(name string, at int64) uint16 {
	if name != l.name || len(l.list) == 0 {
		l.name, l.last = name, l.number(name)
	}
	k := &l.list[l.last]
	k.packets++
	k.first, k.last = min(k.first, at), max(k.last, at)
	return l.last
}

func (l *links) number(name string) uint16 {
	if i, ok := l.index[name]; ok {
		return i
	}
	if len(l.list) == maxLinks {
		return maxLinks - 1
	}
	l.list = append(l.list, link{name: name, first: math.MaxInt64, last: math.MinInt64})
	i := uint16(len(l.list) - 1)
	l.index[name] = i
	return i
}
