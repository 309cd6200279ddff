package nat

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect"
)

// AppendEnds appends the addresses of the flows of p that a Tracker compares. A NAT that changes
// one end of a flow leaves the other as it is: packets that it may have translated have an
// address in common.
func AppendEnds(list []netip.Addr, p *dissect.Packet) []netip.Addr {
	for _, s := range appendDatagrams(nil, p, 0) {
		list = append(list, s.flow.src.netip(), s.flow.dst.netip())
	}
	return list
}

// A Part is what a Tracker knows of the whole where it is shown some of the packets: for each
// of some addresses all packets of flows that have it.
type Part struct {
	Links []Link                // the interfaces of all packets, by their first packets
	Owns  func(netip.Addr) bool // whether an address is one of these; translations that leave another one unchanged are left out
	// Kept is when it is known that NATs keep the identification: see Ballot.Kept. nil: never.
	Kept *int64
}

// A Link is an interface as all packets show it.
type Link struct {
	Name  string
	First int64 // Unix nanoseconds, of its first packet
	Votes int64 // the sum over all Parts: see Ballot.Votes
}

// Take has t, which has seen no packet, be shown a part.
func (t *Tracker) Take(p *Part) {
	t.part = p
	for i := range p.Links {
		t.links.number(p.Links[i].Name)
	}
}

// owns reports whether a pair is of t's part: all are where it is shown the whole.
func (t *Tracker) owns(p *pair) bool {
	switch {
	case t.part == nil:
		return true
	case sameDst(&p.low, &p.high):
		return t.part.Owns(p.low.dst.netip())
	case sameSrc(&p.low, &p.high):
		return t.part.Owns(p.low.src.netip())
	}
	return false
}

// votes are those for an interface to be inside.
func (t *Tracker) votes(iface uint16) int64 {
	if t.part != nil && int(iface) < len(t.part.Links) {
		return t.part.Links[iface].Votes
	}
	return t.links.list[iface].votes
}

// several reports whether there are more than two interfaces at a moment.
func (t *Tracker) several(at int64) bool {
	if len(t.links.list) <= 2 || t.part == nil {
		return len(t.links.list) > 2
	}
	return t.part.Links[2].First <= at
}
