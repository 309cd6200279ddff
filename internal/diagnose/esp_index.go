package diagnose

import (
	"net/netip"

	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// An espIndex finds the SAs of ESP and AH: rules ask for them once for each IKE SA or
// tunnel.
type espIndex struct {
	bySPI  map[uint32][]*esp.SA
	bySrc  map[netip.Addr][]*esp.SA
	byPair map[[2]netip.Addr][]*esp.SA // source and destination
}

// espSAs is the index, made when it is asked for; empty without a tracker of ESP.
func (f *Facts) espSAs() *espIndex {
	if f.esp != nil {
		return f.esp
	}
	x := &espIndex{map[uint32][]*esp.SA{}, map[netip.Addr][]*esp.SA{}, map[[2]netip.Addr][]*esp.SA{}}
	if f.ESP != nil {
		for s := range f.ESP.SAs() {
			k := [2]netip.Addr{s.Src, s.Dst}
			x.bySPI[s.SPI], x.bySrc[s.Src], x.byPair[k] = append(x.bySPI[s.SPI], s), append(x.bySrc[s.Src], s), append(x.byPair[k], s)
		}
	}
	f.esp = x
	return x
}

// from are the SAs from one address to another.
func (x *espIndex) from(src, dst netip.Addr) []*esp.SA { return x.byPair[[2]netip.Addr{src, dst}] }

// of yields the SAs between any addresses that the peers of s had, both ways.
func (x *espIndex) of(s *ike.SA) func(yield func(*esp.SA) bool) {
	return func(yield func(*esp.SA) bool) {
		for _, p := range append(s.Paths(), s.Peers) {
			for i := range p {
				for _, e := range x.from(p[i].Addr(), p[1-i].Addr()) {
					if !yield(e) {
						return
					}
				}
			}
		}
	}
}
