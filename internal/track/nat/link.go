package nat

import (
	"math"
	"strconv"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/link"
)

// A capturePoint is an interface on which packets were captured.
type capturePoint struct {
	name        string
	first, last int64 // Unix nanoseconds
	packets     uint64
	tunnels     uint64 // of packets: ESP that is not decrypted
	votes       int64  // of packets with one endpoint changed, for being inside: see vote
	mixed       bool   // of several devices, which the packets do not name
}

// links numbers interfaces in the order of their appearance.
type links struct {
	list  []capturePoint
	index map[string]uint16
	name  string // of the last packet's interface
	of    uint32 // and its device
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

// LinkName is the interface of p: of a capture of all devices of a host ("any" of libpcap), which
// has both sides of its NAT, the device, as FILE:NUMBER.
func LinkName(p *dissect.Packet) string { return deviceName(p.Interface, device(p)) }

func deviceName(name string, device uint32) string {
	if device == 0 {
		return name
	}
	return name + ":" + strconv.FormatUint(uint64(device), 10)
}

// device is the number of the device that Linux's cooked header of version 2 names; 0 without.
func device(p *dissect.Packet) uint32 {
	if len(p.Layers) > 0 {
		if m, ok := p.Layers[0].Message.(*link.Cooked); ok {
			return m.Interface
		}
	}
	return 0
}

// cooked reports whether p was captured on all devices of a host.
func cooked(p *dissect.Packet) bool {
	if len(p.Layers) == 0 {
		return false
	}
	_, ok := p.Layers[0].Message.(*link.Cooked)
	return ok
}

// addPacket counts a packet and numbers its interface.
func (l *links) addPacket(p *dissect.Packet, at int64) uint16 {
	if of := device(p); p.Interface != l.name || of != l.of || len(l.list) == 0 {
		l.name, l.of, l.last = p.Interface, of, l.number(deviceName(p.Interface, of))
	}
	k := &l.list[l.last]
	k.mixed = k.mixed || cooked(p) && l.of == 0
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
	l.list = append(l.list, capturePoint{name: name, first: math.MaxInt64, last: math.MinInt64})
	i := uint16(len(l.list) - 1)
	l.index[name] = i
	return i
}
