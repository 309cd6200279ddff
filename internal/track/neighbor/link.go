package neighbor

import (
	"strings"
	"time"
)

// A Link is one local interface on which neighbours were heard.
type Link struct {
	Name          string
	Encapsulation string // as IOS calls it
	First, Last   time.Time
	Packets       uint64
	Versions      Versions
	order         int
}

// Versions counts packets by the protocol's version, those of versions that
// are not known at 0.
type Versions [3]uint64

func (v *Versions) count(version uint8) {
	if int(version) >= len(v) {
		version = 0
	}
	v[version]++
}

// Links returns the local interfaces in the order in which neighbours were
// heard on them.
func (t *Table) Links() []*Link { return t.links }

// link is the interface on which an announcement was heard.
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

func (l *Link) hear(a *Announcement) {
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
