// Package aggfrag attaches the packets within AGGFRAG payloads (RFC 9347) to the ESP
// packets that have their ends: a dissector hands on the first whole one only, and knows
// nothing of packets that are split.
package aggfrag

import (
	"net/netip"
	"slices"

	"github.com/pktscope/pktscope/dissect"
	wire "github.com/pktscope/pktscope/dissect/aggfrag"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// What is kept at most.
const (
	maxBytes    = 4 << 20 // of the beginnings of packets, of all SAs
	saCost      = 256     // of an SA beside them
	maxPacket   = 1 << 16 // of one packet
	maxAttached = 64      // packets that are attached to one; the rest are in its tree
)

// A Tracker follows ESP SAs with AGGFRAG payloads. It is a track.Tracker of decrypted
// packets.
type Tracker struct {
	sas *bounded.Table[key, sa]
}

// A key is an SA.
type key struct {
	src, dst netip.Addr
	spi      uint32
}

// An sa is the packet that goes on in the next payload.
type sa struct {
	next  uint32 // sequence number of that payload
	begun []byte // nil: there is none
}

// New makes a Tracker.
func New() *Tracker { return &Tracker{sas: bounded.New[key, sa](maxBytes)} }

// Protos implements track.Selective.
func (*Tracker) Protos() []*field.Proto { return []*field.Proto{wire.Proto} }

// Observe implements track.Tracker.
func (t *Tracker) Observe(e *dissect.Engine, p *dissect.Packet) {
	var k key
	for i := range p.Layers {
		if p.Layers[i].Quoted {
			return
		}
		switch m := p.Layers[i].Message.(type) {
		case *inet.IPv4:
			k.src, k.dst = m.Src, m.Dst
		case *inet.IPv6:
			k.src, k.dst = m.Src, m.Dst
		case *esp.Packet:
			k.spi = m.SPI
			if i+1 < len(p.Layers) {
				if a, ok := p.Layers[i+1].Message.(*wire.Packet); ok {
					t.payload(e, p, i+1, a, k, m.Seq)
					return
				}
			}
		}
	}
}

// payload attaches what ends in the payload a, layer i of p.
func (t *Tracker) payload(e *dissect.Engine, p *dissect.Packet, i int, a *wire.Packet, k key, seq uint32) {
	whole := t.continued(a, k, seq)
	if whole != nil {
		own := e.Own(len(whole))
		copy(own, whole)
		attach(e, p, i, own)
	}
	n, handed := 0, false
	for _, b := range slices.Clone(a.Blocks) { // attaching decodes a once more
		if !b.Whole() {
			continue
		}
		if !handed {
			handed = true // to the next layer
			continue
		}
		if n++; n > maxAttached {
			return
		}
		attach(e, p, i, b.Data)
	}
}

// attach attaches the IP packet b to layer i of p.
func attach(e *dissect.Engine, p *dissect.Packet, i int, b []byte) {
	const ipv4, ipv6 = 4, 41
	proto := uint64(ipv4)
	if b[0]>>4 == byte(wire.IPv6) {
		proto = ipv6
	}
	e.Attach(p, i, field.IPProto.Key(proto), b, nil)
}

// continued goes on with the packet that began in the payload before, and remembers the
// one that goes on in the next. It returns the packet if this payload ends it.
func (t *Tracker) continued(a *wire.Packet, k key, seq uint32) (whole []byte) {
	entry := t.sas.Find(k)
	if entry == nil {
		entry = t.sas.Add(k)
		entry.Value.next = seq
	}
	s := &entry.Value
	if int32(seq-s.next) < 0 {
		return nil // late, or captured twice
	}
	if seq != s.next {
		s.begun = nil // a payload is missing
	}
	s.next = seq + 1
	whole = s.take(a)
	t.sas.SetCost(entry, saCost+len(s.begun))
	t.sas.Trim()
	return whole
}

// take appends to s what a has of the packet that was begun, and returns it if it is
// whole; then it begins the packet that a ends with.
func (s *sa) take(a *wire.Packet) (whole []byte) {
	if len(a.Blocks) == 0 || a.Blocks[0].Type == wire.Pad {
		return nil // sent to keep the rate: the packet goes on behind it
	}
	if first := &a.Blocks[0]; first.Type == wire.Continued {
		if s.begun != nil {
			s.begun = append(s.begun, first.Data...)
			if n := wire.Length(s.begun); n > 0 && len(s.begun) >= n {
				whole, s.begun = s.begun[:n], nil
			}
		}
		if first.Ended || len(s.begun) > maxPacket {
			s.begun = nil
		}
	} else {
		s.begun = nil
	}
	last := &a.Blocks[len(a.Blocks)-1]
	if (last.Type == wire.IPv4 || last.Type == wire.IPv6) && !last.Whole() {
		s.begun = slices.Clone(last.Data)
	}
	return whole
}
