package ike

import (
	"unsafe"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// saOverhead is what an SA takes beside its own bytes: its places in the tables
// of a Tracker, and what the allocator rounds up.
const saOverhead = 460

// childOverhead is the same for a Child.
const childOverhead = 100

// offerOverhead is the same for an Offer: its lists are short.
const offerOverhead = 64

// Bytes is how much t keeps at the moment, by its own reckoning.
func (t *Tracker) Bytes() int { return t.sas.Cost() + t.halfOpen.size() }

// reckon charges what s costs by now. Whatever a message adds to an SA is counted
// here, after the whole message.
func (t *Tracker) reckon(s *SA) {
	cost := s.size()
	t.sas.SetCost(s.entry, cost)
	if s.entry.Promoted() {
		cost = 0
	}
	t.charge(s, cost)
}

// charge counts that s, whose initiator did not go on, costs so much; 0: it did.
func (t *Tracker) charge(s *SA, cost int) {
	if s.begun != 0 {
		t.begunSAs--
	}
	if cost != 0 {
		t.begunSAs++
	}
	t.begunBytes += cost - s.begun
	s.begun = cost
}

// size is how many bytes s keeps, with all that it refers to.
func (s *SA) size() int {
	n := int(unsafe.Sizeof(*s)) + saOverhead + s.NAT.Size() + s.Transcript.Size() + room(s.reassemblies) + room(s.Asked.Data)
	for r := range s.Offers {
		n += sizeOf(s.Offers[r]) + room(s.IDs[r].Data) + rooms(s.Vendors[r]) + room(s.Methods[r])
		n += room(s.Certificates[r]) + rooms(s.Authorities[r])
		for i := range s.Certificates[r] {
			n += s.Certificates[r][i].size()
		}
	}
	n -= s.unpaid[Initiator] + s.unpaid[Responder]
	n += room(s.seen.list) + room(s.seen.views) + room(s.Moves) + room(s.Notices) + room(s.Log) + s.listed + room(s.exchanges) + room(s.Children)
	for i := range s.Notices {
		n += room(s.Notices[i].SPI)
	}
	for i := range s.reassemblies {
		n += room(s.reassemblies[i].list) + s.reassemblies[i].bytes
	}
	for _, x := range s.exchanges {
		n += x.size()
	}
	for _, c := range s.Children {
		n += c.size()
	}
	return n
}

func (n *negotiation) size() int {
	return int(unsafe.Sizeof(*n)) + n.child.size() + n.hello[Initiator].Size() + n.hello[Responder].Size() + rooms(n.spis[:]) + room(n.ipcomp)
}

// sizeOf is what offers take.
func sizeOf(list []isakmp.Offer) int {
	n := room(list)
	for i := range list {
		o := &list[i]
		n += offerOverhead + room(o.SPI) + room(o.Encr) + room(o.PRF) + room(o.Integ) + room(o.Hash) + room(o.Group) + room(o.Auth)
		n += room(o.Additional) + room(o.ESN) + room(o.Compression)
		for _, groups := range o.Additional {
			n += room(groups)
		}
	}
	return n
}

func (c *Child) size() int {
	n := int(unsafe.Sizeof(*c)) + childOverhead + sizeOf(c.Offers) + len(c.Label) + room(c.CPU)
	for r := range c.Selectors {
		n += room(c.Selectors[r]) + room(c.Wider[r]) + room(c.Nonces[r]) + room(c.KeyExchange[r])
	}
	return n
}

// room is what a list takes, filled or not.
func room[T any](list []T) int {
	var one T
	return cap(list) * int(unsafe.Sizeof(one))
}

// rooms is room for each of some byte strings, and for their list.
func rooms(list [][]byte) int {
	n := room(list)
	for _, b := range list {
		n += room(b)
	}
	return n
}
