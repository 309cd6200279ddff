package ike

import (
	"hash/maphash"
	"net/netip"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
)

// A digest of a message has a seed of its own in each process: it never leaves
// it.
type digest uint64

// seen is a message that was seen.
type seen struct {
	digest digest
	frame  uint64
	view   uint8 // where, index into digests.views
	role   Role  // who sent it
	proof  ipsec.Verdict
	iv     decrypt.IV
}

// digests are those of the messages that an SA has seen: a peer that waits for
// an answer sends the same bytes again, and a capture of two places holds them
// twice.
type digests struct {
	list  []seen
	n     int // of all that were added
	views []view
}

// A view is where messages of an SA are seen: on one side of a NAT, on one
// interface.
type view struct {
	iface string
	ends  [2]netip.AddrPort // by Role
	group uint8             // those that show the same messages, by the first of them
}

func viewOf(p *place, from Role) (v view) {
	v.iface = p.iface
	v.ends[from], v.ends[from.Other()] = p.src, p.dst
	return v
}

// What is remembered of one SA.
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

// add remembers a message in the place of the oldest but the first, with which
// the SA began.
func (d *digests) add(x digest, at *observation, from Role) *seen {
	n := seen{digest: x, frame: at.frame, role: from, view: d.number(viewOf(&at.place, from))}
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

// join notes that two views show the same messages.
func (d *digests) join(a, b uint8) {
	into, from := d.views[a].group, d.views[b].group
	for i := range d.views {
		if d.views[i].group == from {
			d.views[i].group = into
		}
	}
}

// alike reports whether two views show the same messages.
func (d *digests) alike(a, b uint8) bool { return d.views[a].group == d.views[b].group }

func (t *Tracker) digest(message []byte) digest { return digest(maphash.Bytes(t.seed, message)) }
