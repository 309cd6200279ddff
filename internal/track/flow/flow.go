// Package flow follows TCP streams, SCTP associations and pings for what no packet
// has alone: where a stream's sequence numbers start, how its windows scale, which
// request a reply is to.
package flow

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track"
)

// A Tracker is a track.Tracker. It keeps a bounded number of streams and requests.
// A new one displaces the least recently used, those without a response before
// others: a flood of SYNs or pings does not displace what is real.
type Tracker struct {
	streams table[stream]
	count   uint32 // of streams so far
	echoes  table[request]
	told    []inet.TCPAnalysis // some to be handed out
}

// How many entries the tables hold, in 11 MiB and 1.5 MiB once all are in use.
const (
	maxStreams = 1 << 16
	maxEchoes  = 1 << 14
)

// New makes a Tracker.
func New() *Tracker {
	return &Tracker{streams: newTable[stream](maxStreams), echoes: newTable[request](maxEchoes)}
}

// Evicted is how many streams and requests were forgotten for want of room.
func (t *Tracker) Evicted() (streams, requests uint64) {
	return t.streams.evicted, t.echoes.evicted
}

// Protos implements track.Selective.
func (*Tracker) Protos() []*field.Proto {
	return []*field.Proto{inet.TCPProto, inet.SCTPProto, inet.ICMPProto, inet.ICMPv6Proto}
}

// Depth implements track.Deep.
func (*Tracker) Depth() track.Depth { return track.Streams }

// Observe implements track.Tracker.
func (t *Tracker) Observe(e *dissect.Engine, p *dissect.Packet) {
	for i := 0; i < len(p.Layers); i++ {
		l := &p.Layers[i]
		if l.Quoted {
			return // so are the layers behind it
		}
		switch m := l.Message.(type) {
		case *inet.TCP:
			switch marks := t.segment(p, m); {
			case marks == 0 || m.Len == 0:
			case marks.Repeats():
				e.Again(p, i)
			case marks&inet.MarkKeepAlive != 0:
				e.Bare(p, i) // a byte that means nothing: RFC 9293, section 3.8.4
			}
		case *inet.SCTP:
			t.chunks(m)
		case *inet.ICMP:
			t.ping(m, p.Number, p.Time)
		case *inet.ICMPv6:
			t.ping6(m, p.Number, p.Time)
		}
	}
}
