package neighbor

import (
	"strings"
	"time"
)

// A Link is a local interface on which announcements were captured.
type Link struct {
	Name          string
	Encapsulation string // as IOS calls it
	First, Last   time.Time
	Packets       uint64
	Versions      Versions
	order         int
}

// Versions counts packets by the protocol's version, at 0 those of an unknown
// one.
type Versions [3]uint64

func (v *Versions) count(version uint8) {
	if int(version) >= len(v) {
		version = 0
	}
	v[version]++
}

// Links returns the local interfaces in the order of their first announcements.
func (t *Table) Links() []*Link { return t.links }

// link is the interface on which an announcement was captured.
func (t *Table) link(a *Announcement) *Link {
	name := a.Packet.Interface
	if l := t.named[name]; l != nil {
		return l
	}
	l := &Link{Name: name, Encapsulation: encapsulation(a.Packet.Layers[0].Proto().Name), First: a.at, order: len(t.links)}
	t.links = append(t.links, l)
	t.named[name] = l
	return l
}

func (l *Link) count(a *Announcement) {
	l.Last = a.at
	l.Packets++
	l.Versions.count(a.Version)
}

// encapsulation is what IOS calls the outermost protocol of a frame.
func encapsulation(proto string) string {
	switch proto {
	case "eth":
		return "ARPA"
	case "chdlc":
		return "HDLC"
	case "fr":
		return "FRAME-RELAY"
	}
	return strings.ToUpper(proto)
}
