package events

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/esp"
	esptrack "github.com/pktscope/pktscope/internal/track/esp"
)

// A Pair is the packets of ESP and AH that one peer sends to another, of all SAs. Its
// counts do not go down.
type Pair struct {
	Src, Dst netip.Addr // invalid: all pairs behind MaxPairs
	Packets  uint64
	Bytes    uint64 // from the SPI on
	Lost     uint64 // numbers that did not come within a second
	Replayed uint64 // packets that came again, or so late that a window of 1024 has gone by
}

// MaxPairs is how many pairs of peers are counted one by one: the first.
const MaxPairs = 256

type pairs struct {
	list  []*Pair
	index map[[2]netip.Addr]*Pair
}

// of is the pair that an SA is of.
func (p *pairs) of(s *esptrack.SA) *Pair {
	k := [2]netip.Addr{s.Src, s.Dst}
	if x := p.index[k]; x != nil {
		return x
	}
	if len(p.list) == MaxPairs {
		k = [2]netip.Addr{}
		if x := p.index[k]; x != nil {
			return x
		}
	}
	if p.index == nil {
		p.index = map[[2]netip.Addr]*Pair{}
	}
	x := &Pair{Src: k[0], Dst: k[1]}
	p.list, p.index[k] = append(p.list, x), x
	return x
}

func (p *Pair) count(c esptrack.Count) {
	p.Packets++
	p.Bytes += uint64(c.Bytes)
	if c.Order == esp.Duplicate || c.Order == esp.OutOfWindow {
		p.Replayed++
	}
}
