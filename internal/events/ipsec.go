package events

import (
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report/ipsec"
	esptrack "github.com/pktscope/pktscope/internal/track/esp"
)

// packets tell of SAs of ESP and AH whose first packet comes, and of packets that are
// missing by the sequence numbers.
type packets struct {
	*Stream
	gaps []*gap                  // in the order of their moments
	of   map[esptrack.Key][]*gap // the same by their SAs
}

// A gap is numbers that are missing in an SA, and may yet come.
type gap struct {
	key     esptrack.Key
	due     time.Time // when those that are missing are taken for lost
	first   uint32
	length  uint32
	missing uint32
	frame   uint64 // the one behind the gap
	pair    *Pair
}

const (
	reordered = time.Second // packets that overtake each other arrive within it
	maxGaps   = 1 << 12     // at a time
)

func newPackets(s *Stream) kind {
	p := &packets{Stream: s, of: map[esptrack.Key][]*gap{}}
	s.esp.Counted = p.count
	return p
}

func (p *packets) observe(packet *dissect.Packet) { p.esp.Watch(packet) }

// count tells of the first packet of an SA, and notes a gap, or a packet that belongs in one.
func (p *packets) count(packet *dissect.Packet, s *esptrack.SA, c esptrack.Count) {
	pair := p.pairs.of(s)
	pair.count(c)
	switch {
	case c.Order == esp.First:
		p.tellPacket("ipsec.new", ipsec.Members(s, "spi", "src", "dst", "protocol", "encapsulation", "seq_first"))
	case c.Order == esp.Late:
		for _, g := range p.of[s.Key] {
			if c.Seq-g.first < g.length {
				g.missing--
			}
		}
	case c.Gap > 0:
		if len(p.gaps) == maxGaps {
			p.tellLost(packet.Time, false)
		}
		g := &gap{key: s.Key, due: p.now.Add(reordered), first: c.Seq - c.Gap, length: c.Gap, missing: c.Gap, frame: packet.Number, pair: pair}
		p.gaps, p.of[s.Key] = append(p.gaps, g), append(p.of[s.Key], g)
	}
}

func (p *packets) pass(to time.Time) {
	for len(p.gaps) > 0 && !p.gaps[0].due.After(to) {
		p.tellLost(p.gaps[0].due, false)
	}
}

// end tells what is still missing, which may have been on its way.
func (p *packets) end(at time.Time) {
	for len(p.gaps) > 0 {
		p.tellLost(at, true)
	}
}

// tellLost tells what is still missing of the oldest gap.
func (p *packets) tellLost(at time.Time, last bool) {
	g := p.gaps[0]
	p.gaps = p.gaps[1:]
	if rest := p.of[g.key][1:]; len(rest) > 0 {
		p.of[g.key] = rest
	} else {
		delete(p.of, g.key)
	}
	s := p.esp.Find(g.key)
	if s != nil && s.Shared {
		return // another SA has had the numbers
	}
	g.pair.Lost += uint64(g.missing)
	if s == nil || g.missing == 0 {
		return
	}
	o := ipsec.Members(s, "spi", "src", "dst", "protocol", "encapsulation")
	o = append(append(o, render.Member{Key: "missing", Value: g.missing}), ipsec.Members(s, "lost", "packets", "seq_first", "seq_last")...)
	p.tell(event{name: "ipsec.lost", time: at, frame: g.frame, iface: s.Interface, members: append(o, atEnd(last))})
}
