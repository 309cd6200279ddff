package ipsec

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// A tunnel is what two peers protect between two networks: its SAs one after the
// other, and what made them. Local is the side that began.
type tunnel struct {
	local, remote     netip.Addr
	localID, remoteID string // networks, "" where they are not known
	out, in           []*half
	ike               *ike.SA // that made the last SAs, nil where it was not seen
}

// A half is one direction of a tunnel for the time of one SA.
type half struct {
	*esp.SA
	child *ike.Child // that it is part of, nil where it was not seen or not read
	owner ike.Role   // in child: who receives
	next  *half      // that replaced it
}

// tunnels pairs the SAs that esp has followed, by what ike knows of them.
func tunnels(sas *esp.Tracker, isakmp *ike.Tracker) []*tunnel {
	made := children(isakmp)
	var all []*half
	for s := range sas.SAs() {
		h := &half{SA: s}
		h.child, h.owner = made.of(s)
		all = append(all, h)
	}
	slices.SortStableFunc(all, func(a, b *half) int {
		return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.SPI, b.SPI))
	})
	var out []*tunnel
	for _, h := range all {
		out = place(out, h, isakmp)
	}
	for _, t := range out {
		replaced(t.out)
		replaced(t.in)
	}
	return out
}

// place puts h into its tunnel, or begins one.
func place(all []*tunnel, h *half, isakmp *ike.Tracker) []*tunnel {
	for _, t := range all {
		if !t.fits(h) {
			continue
		}
		t.take(h)
		return all
	}
	t := &tunnel{local: h.Src, remote: h.Dst}
	if s := madeBy(h, isakmp); s != nil {
		t.ike = s
		t.local, t.remote = s.Now[ike.Initiator].Addr(), s.Now[ike.Responder].Addr()
	}
	if !t.fits(h) { // its peers have other addresses than those of IKE
		t.local, t.remote = h.Src, h.Dst
	}
	t.take(h)
	return append(all, t)
}

// fits reports whether h is of t's peers and, where both are known, networks.
func (t *tunnel) fits(h *half) bool {
	local, remote := h.idents()
	switch {
	case h.Src == t.local && h.Dst == t.remote:
	case h.Src == t.remote && h.Dst == t.local:
		local, remote = remote, local
	default:
		return false
	}
	return (local == "" || t.localID == "" || local == t.localID) && (remote == "" || t.remoteID == "" || remote == t.remoteID)
}

func (t *tunnel) take(h *half) {
	local, remote := h.idents()
	if h.Src == t.local {
		t.out = append(t.out, h)
	} else {
		t.in = append(t.in, h)
		local, remote = remote, local
	}
	t.localID, t.remoteID = cmp.Or(t.localID, local), cmp.Or(t.remoteID, remote)
	if h.child != nil {
		t.ike = h.child.Parent
	}
}

// idents are the networks that the sender and the receiver of h speak for, as they
// were negotiated; "" where that is not known.
func (h *half) idents() (src, dst string) {
	if c := h.child; c != nil && len(c.Selectors[0]) > 0 && len(c.Selectors[1]) > 0 {
		return ios.Ident(c.Selectors[1-h.owner][0]), ios.Ident(c.Selectors[h.owner][0])
	}
	return "", ""
}

// seen are the networks that hold all addresses that were seen inside t.
func (t *tunnel) seen() (local, remote netip.Prefix) {
	for _, h := range t.out {
		local, remote = esp.Widen(local, h.Inner.Src), esp.Widen(remote, h.Inner.Dst)
	}
	for _, h := range t.in {
		local, remote = esp.Widen(local, h.Inner.Dst), esp.Widen(remote, h.Inner.Src)
	}
	return local, remote
}

// identLines are both networks as routers print them.
func (t *tunnel) identLines() (local, remote string) {
	line := func(id string, seen netip.Prefix) string {
		switch {
		case id != "":
			return "(" + id + ")"
		case seen.IsValid():
			return "(" + ios.Network(seen) + "/0/0), seen inside"
		}
		return "(unknown)"
	}
	l, r := t.seen()
	return line(t.localID, l), line(t.remoteID, r)
}

// replaced links each SA to the one that came after it.
func replaced(list []*half) {
	for i, h := range list {
		if c := h.child; c != nil && c.RekeyedTo != nil {
			for _, n := range list[i+1:] {
				if n.child == c.RekeyedTo {
					h.next = n
				}
			}
		}
		if h.next == nil && i+1 < len(list) {
			h.next = list[i+1]
		}
	}
}

// A childIndex finds what an exchange of IKE made.
type childIndex map[uint32][]*ike.Child

// children are all that were read, by their SPIs.
func children(t *ike.Tracker) childIndex {
	x := childIndex{}
	for s := range t.SAs() {
		for _, c := range s.Children {
			for _, spi := range c.SPIs {
				x[spi] = append(x[spi], c)
			}
		}
	}
	return x
}

// of is the child that s is part of, and which side receives on its SPI.
func (x childIndex) of(s *esp.SA) (*ike.Child, ike.Role) {
	var found *ike.Child
	var role ike.Role
	for _, c := range x[s.SPI] {
		for r, spi := range c.SPIs {
			if spi != s.SPI {
				continue
			}
			owner := ike.Role(r) ^ c.By
			if peers := c.Parent.Now; found == nil || peers[owner].Addr() == s.Dst {
				found, role = c, ike.Role(r)
			}
		}
	}
	return found, role
}

// madeBy is the IKE SA between the peers of h, the last one that began before
// it.
func madeBy(h *half, t *ike.Tracker) *ike.SA {
	if h.child != nil {
		return h.child.Parent
	}
	var found *ike.SA
	for s := range t.SAs() {
		a, b := s.Now[ike.Initiator].Addr(), s.Now[ike.Responder].Addr()
		if (a == h.Src && b == h.Dst || a == h.Dst && b == h.Src) && !s.First.After(h.First) {
			found = s
		}
	}
	return found
}

// deleted is when a peer told that it has forgotten the SA, zero before.
func (h *half) deleted() time.Time {
	switch {
	case h.child != nil:
		return h.child.Deleted
	}
	return time.Time{}
}

// afterDelete reports whether packets came after that.
func (h *half) afterDelete() bool {
	d := h.deleted()
	return !d.IsZero() && h.Last.After(d)
}

// protocolName is ESP's or AH's.
func (h *half) protocolName() string {
	if h.AH {
		return "ah"
	}
	return "esp"
}
