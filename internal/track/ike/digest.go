package ike

import (
	"hash/maphash"
	"net/netip"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
)

// A digest is a hash of a message. Its seed differs from process to process.
type digest uint64

// seen is what is kept of every message of an SA.
type seen struct {
	digest digest
	frame  uint64
	view   uint8 // index into digests.views
	role   Role  // the sender
	proof  ipsec.Verdict
	iv     decrypt.IV
}

// digests find the messages of an SA that are captured again: a retransmission has
// the same bytes, and so has a copy on another interface.
type digests struct {
	list  []seen
	n     int // of all that were added
	views []view
}

// A view is where messages of an SA are captured: one side of a NAT, one interface.
type view struct {
	iface string
	ends  [2]netip.AddrPort // by Role
	group uint8             // first of the views with the same messages
}

func viewOf(p *place, from Role) (v view) {
	v.iface = p.iface
	v.ends[from], v.ends[from.Other()] = p.src, p.dst
	return v
}

// What is kept of one SA.
const (
	maxSeen  = 256
	maxViews = 16
)

// find returns the message of a digest, nil if it is new.
func (d *digests) find(x digest) *seen {
	for i := range d.list {
		if d.list[i].digest == x {
			return &d.list[i]
		}
	}
	return nil
}

// add keeps a message, in the place of the oldest but the first, which begins the
// SA.
func (d *digests) add(x digest, o *observation, from Role) *seen {
	n := seen{digest: x, frame: o.frame, role: from, view: d.number(viewOf(&o.place, from))}
	if len(d.list) < maxSeen {
		d.list = append(d.list, n)
		return &d.list[len(d.list)-1]
	}
	s := &d.list[1+d.n%(maxSeen-1)]
	d.n++
	*s = n
	return s
}

// number is the number of a view. The last of too many stands for all that
// follow.
func (d *digests) number(v view) uint8 {
	for i := range d.views {
		if w := &d.views[i]; w.iface == v.iface && w.ends == v.ends {
			return uint8(i)
		}
	}
	if len(d.views) == maxViews {
		return maxViews - 1
	}
	v.group = uint8(len(d.views))
	d.views = append(d.views, v)
	return v.group
}

// join makes two views one group: they have the same messages.
func (d *digests) join(a, b uint8) {
	into, from := d.views[a].group, d.views[b].group
	for i := range d.views {
		if d.views[i].group == from {
			d.views[i].group = into
		}
	}
}

// alike reports whether two views have the same messages.
func (d *digests) alike(a, b uint8) bool { return d.views[a].group == d.views[b].group }

func (t *Tracker) digest(message []byte) digest { return digest(maphash.Bytes(t.seed, message)) }
