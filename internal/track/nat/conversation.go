package nat

import "github.com/pktscope/pktscope/internal/track/bounded"

// A seen is a conversation on one interface, whether it was recognised on
// another or not.
type conversation struct {
	first, last int64 // Unix nanoseconds
	frame       uint64
	packets     [2]uint32 // as its first packet went, and back
	recognised  uint32
	carried     uint32 // packets that an ESP packet of their size followed, or came before
	inside      uint32 // that were inside ESP
	ttl         [2]uint8
	partner     uint16 // the interface on which it was recognised
	partners    uint8  // conversations that it was recognised as
	changed     bool   // it was translated
	into        bool   // it was inside ESP where it was recognised
	back        bool   // its first packet went the other way than its key
}

// An entry is a conversation in a Tracker's table.
type entry = bounded.Entry[flow, conversation]

// see counts a packet and returns its conversation.
func (t *Tracker) addPacket(s *datagram, at int64, frame uint64, recognised bool) *entry {
	t.counts.Packets++
	k, back := s.flow.undirected()
	e := t.flows.Find(k)
	if e == nil {
		e = t.flows.Add(k)
		e.Value = conversation{first: at, last: at, frame: frame, back: back}
	}
	v := &e.Value
	v.first, v.last = min(v.first, at), max(v.last, at)
	way := 0
	if back != v.back {
		way = 1
	}
	if v.packets[way] == 0 {
		v.ttl[way] = s.ttl
	}
	v.packets[way]++
	if v.packets[0] > 0 && v.packets[1] > 0 {
		t.flows.Promote(e)
	}
	if s.inside {
		v.inside++
	}
	switch {
	case recognised:
		v.recognised++
	case s.encrypted == 0 && t.tunnel.addPlain(s.flow.iface, at, s.size, k):
		v.carried++
	}
	return e
}

// carried notes that an ESP packet fits one of the conversation k.
func (t *Tracker) carried(k flow) {
	if e := t.flows.Peek(k); e != nil {
		e.Value.carried++
	}
}

// answered reports whether there were packets both ways.
func (v *conversation) answered() bool { return v.packets[0] > 0 && v.packets[1] > 0 }
