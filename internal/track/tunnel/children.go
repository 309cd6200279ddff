package tunnel

import (
	"iter"
	"net/netip"

	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// A childIndex finds the children of IKE SAs by their SPIs and, of an SPI that many
// have, by their endpoints.
type childIndex struct {
	bySPI  map[uint32][]receiver
	byEnds map[childEnds]receiver // of SPIs with more than fewChildren
}

// A receiver is a child and the side that receives on its SPI.
type receiver struct {
	child *ike.Child
	role  ike.Role
}

// A childEnds is an SPI with the addresses, or ports, of its receiver and its sender; a
// zero value stands for any.
type childEnds struct {
	spi            uint32
	receiver, peer netip.AddrPort
}

// fewChildren is how many children with one SPI are searched one by one.
const fewChildren = 8

func childrenOf(negotiations iter.Seq[*ike.SA]) childIndex {
	x := childIndex{map[uint32][]receiver{}, map[childEnds]receiver{}}
	for s := range negotiations {
		for _, c := range s.Children {
			if c.Failure.Failed() {
				continue
			}
			for r, spi := range c.SPIs {
				x.add(spi, receiver{c, ike.Role(r)})
			}
		}
	}
	return x
}

func (x childIndex) add(spi uint32, r receiver) {
	list := append(x.bySPI[spi], r)
	switch x.bySPI[spi] = list; {
	case len(list) == fewChildren+1:
		for _, r := range list {
			x.addEnds(spi, r)
		}
	case len(list) > fewChildren:
		x.addEnds(spi, r)
		x.bySPI[spi] = append(list[:fewChildren], r) // by SPI alone, the last one counts
	}
}

// addEnds adds a receiver by each way to be found.
func (x childIndex) addEnds(spi uint32, r receiver) {
	at, peer := r.ends()
	for fit := int8(1); fit <= address+port; fit++ {
		x.byEnds[endsFor(spi, at, peer, fit)] = r
	}
}

// ends returns the endpoints of the receiver and of its peer.
func (r receiver) ends() (at, peer netip.AddrPort) {
	now := &r.child.Parent.Now
	return now[r.role^r.child.By], now[r.role^r.child.By^1]
}

// How well a child's endpoints fit an SA's: the address of the receiver, with UDP
// encapsulation its port and the endpoint of its peer, or both.
const (
	port    = 1
	address = 2
)

// endsFor is what endpoints that fit so well have in common.
func endsFor(spi uint32, at, peer netip.AddrPort, fit int8) childEnds {
	switch fit {
	case address:
		return childEnds{spi: spi, receiver: netip.AddrPortFrom(at.Addr(), 0)}
	case port:
		return childEnds{spi: spi, receiver: netip.AddrPortFrom(netip.Addr{}, at.Port()), peer: peer}
	}
	return childEnds{spi: spi, receiver: at, peer: peer}
}

// of returns the child that s is of and the side that receives on its SPI, nil if
// there is none. Where several have the SPI, it is the last whose receiver has the
// address that the packets go to, and with UDP encapsulation the port.
func (x childIndex) of(s *esp.SA) (found *ike.Child, role ike.Role, best int8) {
	best = -1
	list := x.bySPI[s.SPI]
	to, from := netip.AddrPortFrom(s.Dst, s.Ports[1]), netip.AddrPortFrom(s.Src, s.Ports[0])
	if len(list) > fewChildren {
		for fit := int8(address + port); fit > 0; fit-- {
			if r, ok := x.byEnds[endsFor(s.SPI, to, from, fit)]; ok {
				return r.child, r.role, fit
			}
		}
		r := list[len(list)-1]
		return r.child, r.role, 0
	}
	for _, r := range list {
		at, peer := r.ends()
		fit := int8(0)
		if at.Addr() == s.Dst {
			fit += address
		}
		if at.Port() == s.Ports[1] && peer == from {
			fit += port
		}
		if fit >= best {
			best, found, role = fit, r.child, r.role
		}
	}
	return found, role, best
}
