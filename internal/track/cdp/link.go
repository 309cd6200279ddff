package cdp

import (
	"strings"
	"time"
)

// A Link is one local interface on which CDP was heard: what "show cdp
// interface" tells.
type Link struct {
	Name          string
	Encapsulation string // as IOS calls it
	First, Last   time.Time
	Packets       uint64
	Versions      [3]uint64 // packets by version, others at 0
	order         int
}

// Links returns the local interfaces in the order in which CDP was heard on
// them.
func (t *Table) Links() []*Link { return t.links }

// link is the interface on which an announcement was heard.
func (t *Table) link(h *hearing) *Link {
	name := h.p.Interface
	if l := t.named[name]; l != nil {
		return l
	}
	l := &Link{Name: name, Encapsulation: encapsulation(h.p.Layers[0].Proto().Name), First: h.at, order: len(t.links)}
	t.links = append(t.links, l)
	t.named[name] = l
	return l
}

func (l *Link) hear(h *hearing) {
	l.Last = h.at
	l.Packets++
	if v := h.said.Version; v < 3 {
		l.Versions[v]++
	} else {
		l.Versions[0]++
	}
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
