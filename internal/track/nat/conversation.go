package nat

import "github.com/pktscope/pktscope/internal/track/bounded"

// A conversation is both directions of a flow on one interface, recognised on
// another or not.
type conversation struct {
	first, last int64 // Unix nanoseconds
	frame       uint64
	packets     [2]uint32 // in the direction of its first packet, and back
	carried     uint32    // packets with an ESP packet of fitting size directly before or after
	ttl         [2]uint8
	partner     uint16 // the interface on which it was recognised
	partners    uint8  // conversations on other interfaces that it was recognised as
	changed     bool   // it was translated
	into        bool   // its partner is inside ESP
	inside      bool   // packets of it are
	nested      bool   // packets of it are in another tunnel
	back        bool   // its first packet has the reverse direction of its key
}

// An entry is a conversation in a Tracker's table.
type entry = bounded.Entry[key, conversationRecord]

// addPacket counts a packet and returns its conversation.
func (t *Tracker) addPacket(s *datagram, recognised bool) *entry {
	t.counts.Packets++
	at, back := s.at, s.place.back
	e := t.findPlaced(s)
	var v conversation
	if e == nil {
		e = t.addPlaced(s)
		v = conversation{first: at, last: at, frame: s.frame, back: back}
	} else {
		t.flows.Use(e)
		v = t.load(e)
	}
	v.first, v.last = min(v.first, at), max(v.last, at)
	way := 0
	if back != v.back {
		way = 1
	}
	if v.packets[way] == 0 {
		v.ttl[way] = s.ttl
	}
	v.packets[way]++
	t.flows.Raise(e, v.worth())
	v.inside, v.nested = v.inside || s.inside, v.nested || s.nested
	if !recognised && s.encrypted == 0 && t.tunnel.addPlain(s.flow.iface, at, s.size, s.place.flow) {
		v.carried++
	}
	t.store(e, &v)
	return e
}

// findFlow is the conversation with a key, nil without one.
func (t *Tracker) findFlow(f *flow) *entry {
	if k, ok := t.addresses.find(f); ok {
		return t.flows.Peek(k)
	}
	return nil
}

// carried counts an ESP packet that fits a packet of the conversation k.
func (t *Tracker) carried(k flow) {
	if e := t.findFlow(&k); e != nil {
		v := t.load(e)
		v.carried++
		t.store(e, &v)
	}
}

// answered reports whether there are packets in both directions.
func (v *conversation) answered() bool { return v.packets[0] > 0 && v.packets[1] > 0 }

// worth goes by packets; those that nobody answers are worth a sixteenth.
func (v *conversation) worth() bounded.Worth {
	n := uint64(v.packets[0]) + uint64(v.packets[1])
	if !v.answered() {
		n /= 16
	}
	return bounded.WorthOf(n)
}
