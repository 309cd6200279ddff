package cleartext

import "github.com/pktscope/pktscope/dissect/inet"

// An Asked is what one address asks another one inside of a tunnel, and whether packets back
// show that it arrives: echo requests and the first segments of TCP, as long as they are short,
// for long packets may be lost for their length.
type Asked struct {
	// Pings and SYNs are the echo requests, and the SYNs that were sent again, since the last
	// packet back that shows that packets arrive.
	Pings, SYNs      int
	Since, Last      int64 // of those: Unix nanoseconds
	Frame, LastFrame uint64
	Arrived          int64 // when the last packet came back that shows that; 0: none did
	ArrivedFrame     uint64
	// Again is how often the other side has sent a SYN again that was answered: the answer is
	// of this pair, and does not arrive either.
	Again      int
	AgainFrame uint64
	AgainLast  int64

	connections [4]connection // the last ones
	next        int
}

// A connection is one of TCP, as its side that is the source of the pair has it.
type connection struct {
	ports    [2]uint16
	syn      bool // that side has begun it
	seq      uint32
	ack      uint32 // the last one; 0 before there is any
	at       int64  // of the first SYN
	frame    uint64
	answered int64 // of the first answer to the SYN
}

const (
	mostAsked  = 256                // bytes of a packet that asks, with its IP header
	onTheWay   = 250 * 1000 * 1000  // an answer may take so long to the side that asked
	giveUpAsks = 300 * 1000_000_000 // what was asked so long ago has nothing to do with what is asked now
)

// ask adds a packet that asks.
func (a *Asked) ask(n *int, at int64, frame uint64) {
	if a.Pings+a.SYNs > 0 && at-a.Last > giveUpAsks {
		a.Pings, a.SYNs = 0, 0
	}
	if a.Pings+a.SYNs == 0 {
		a.Since, a.Frame = at, frame
	}
	*n++
	a.Last, a.LastFrame = at, frame
}

// arrive notes that a packet back shows that packets arrive.
func (a *Asked) arrive(at int64, frame uint64) {
	a.Pings, a.SYNs, a.Again = 0, 0, 0
	a.Arrived, a.ArrivedFrame = at, frame
}

// connection is the one of these ports, nil if it is not among the last ones.
func (a *Asked) connection(ports [2]uint16) *connection {
	for i := range a.connections {
		if c := &a.connections[i]; c.ports == ports && ports != [2]uint16{} {
			return c
		}
	}
	return nil
}

// add adds a connection in place of the oldest one.
func (a *Asked) add(c connection) {
	a.connections[a.next] = c
	a.next = (a.next + 1) % len(a.connections)
}

// asked is what the pair of w asks, made if need be; nil outside of tunnels.
func (w *walk) asked() *Asked {
	if w.counts == nil || !w.key.inside {
		return nil
	}
	if w.counts.Asked == nil {
		w.counts.Asked = &Asked{}
	}
	return w.counts.Asked
}

// back is what the pair of the other direction asks, nil if it does not.
func (t *Tracker) back(w *walk) *Asked {
	if w.counts == nil || !w.key.inside {
		return nil
	}
	k := w.key
	k.src, k.dst = k.dst, k.src
	if e := t.pairs.Peek(k); e != nil {
		return e.Value.Asked
	}
	return nil
}

// ping notes an echo request inside of a tunnel.
func (t *Tracker) ping(w *walk, frame uint64) {
	if a := w.asked(); a != nil && w.size <= mostAsked && !w.deeper {
		a.ask(&a.Pings, t.clock, frame)
	}
}

// shows notes that a packet shows that those of the other direction arrive: an answer, or
// anything of which it is not known that it is none.
func (t *Tracker) shows(w *walk, frame uint64) {
	if a := t.back(w); a != nil {
		a.arrive(t.clock, frame)
	}
}

// tcp notes what a segment inside of a tunnel asks, or shows.
func (t *Tracker) tcp(w *walk, m *inet.TCP, frame uint64) {
	if w.counts == nil || !w.key.inside {
		return
	}
	if w.deeper {
		t.shows(w, frame)
		return
	}
	ports := [2]uint16{m.SrcPort, m.DstPort}
	other := [2]uint16{m.DstPort, m.SrcPort}
	a, back := w.asked(), t.back(w)
	known := a.connection(ports)
	switch m.Flags & (inet.FlagSYN | inet.FlagACK | inet.FlagRST) {
	case inet.FlagSYN:
		if known == nil || known.seq != m.Seq || !known.syn {
			if known != nil {
				*known = connection{}
			}
			a.add(connection{ports: ports, syn: true, seq: m.Seq, at: t.clock, frame: frame})
			return
		}
		if known.answered != 0 {
			if back != nil && t.clock-known.answered > onTheWay {
				back.Again++
				back.AgainFrame, back.AgainLast = frame, t.clock
			}
			return
		}
		if a.Pings+a.SYNs == 0 && known.at > a.Arrived {
			a.ask(&a.SYNs, known.at, known.frame)
		}
		a.ask(&a.SYNs, t.clock, frame)
	case inet.FlagSYN | inet.FlagACK:
		if back == nil {
			return
		}
		if c := back.connection(other); c != nil && c.answered == 0 {
			c.answered = t.clock
			back.arrive(t.clock, frame)
		}
	case inet.FlagACK:
		if known != nil && known.ack != 0 && int32(m.Ack-known.ack) <= 0 {
			return // what it has got is old
		}
		if known == nil {
			a.add(connection{ports: ports})
			known = a.connection(ports)
		}
		if known != nil {
			known.ack = m.Ack
		}
		t.shows(w, frame)
	default:
		t.shows(w, frame)
	}
}
