package report

import (
	"time"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/track/course"
)

// maxCaptured bounds the interfaces of which packets are counted.
const maxCaptured = 1 << 12

// Captured is what the captures of a run say of themselves, and what was read of them: all
// packets, whether they pass a display filter or not.
type Captured struct {
	Interfaces []*CapturedInterface // in the order of their first packets
	Beyond     uint64               // packets of interfaces behind maxCaptured
	Course     course.Course
	Metas      []*capture.Meta // one for each file that was opened

	known map[*capture.Interface]*CapturedInterface
	of    *CapturedInterface // of the packet before
}

// A CapturedInterface is an interface of a capture.
type CapturedInterface struct {
	*capture.Interface
	Packets     uint64
	Bytes       uint64    // on the wire
	Snapped     uint64    // packets of which not all bytes were captured
	First, Last time.Time // the earliest and the latest
	Untimed     uint64    // packets without a time
}

// note counts a packet.
func (c *Captured) note(p *capture.Packet) {
	i := c.of
	if i == nil || i.Interface != p.Iface {
		if i = c.find(p.Iface); i == nil {
			c.Beyond++
			return
		}
		c.of = i
	}
	i.Packets++
	i.Bytes += uint64(p.WireLen)
	if len(p.Data) < p.WireLen {
		i.Snapped++
	}
	if !p.HasTime {
		i.Untimed++
		return
	}
	if i.First.IsZero() || p.Time.Before(i.First) {
		i.First = p.Time
	}
	if p.Time.After(i.Last) {
		i.Last = p.Time
	}
	c.Course.Add(p.Time, course.Interval{Packets: 1, Bytes: uint64(p.WireLen)})
}

// find is the interface, nil where there is no room for it.
func (c *Captured) find(iface *capture.Interface) *CapturedInterface {
	i := c.known[iface]
	if i == nil && len(c.Interfaces) < maxCaptured {
		if c.known == nil {
			c.known = map[*capture.Interface]*CapturedInterface{}
		}
		i = &CapturedInterface{Interface: iface}
		c.known[iface] = i
		c.Interfaces = append(c.Interfaces, i)
	}
	return i
}

// Drops are the packets that interfaces dropped, as the captures say; known is false where
// none says it.
func (c *Captured) Drops() (n uint64, known bool) {
	for _, m := range c.Metas {
		for _, s := range m.Statistics {
			if s.Dropped >= 0 {
				n, known = n+uint64(s.Dropped), true
			}
		}
	}
	return n, known
}
