package nat

import "net/netip"

// A seenKey tells a conversation on one interface, in a direction of its own.
type seenKey struct {
	iface uint16
	flow  Flow
}

// A Seen is a conversation on one interface, whether it was recognised on
// another or not.
type Seen struct {
	Interface  string
	Flow       Flow // as its first packet went
	Packets    [2]uint64
	Recognised uint64
	Carried    uint64 // packets that an ESP packet of their size followed, or came before
	First      int64  // Unix nanoseconds
	Last       int64
	Frame      uint64
}

// see counts a packet.
func (t *Tracker) see(s *sight, iface uint16, at int64, frame uint64, recognised bool) {
	k, back := key(iface, s.flow)
	e := t.flows.Find(k)
	if e == nil {
		e = t.flows.Add(k)
		e.Value = Seen{Interface: t.ifaces[iface], Flow: s.flow, First: at, Frame: frame}
	}
	v := &e.Value
	v.Last = at
	way := 0
	if _, first := key(iface, v.Flow); back != first {
		way = 1
	}
	v.Packets[way]++
	if recognised {
		v.Recognised++
	}
	if v.Packets[0] > 0 && v.Packets[1] > 0 {
		t.flows.Promote(e)
	}
	if !recognised && t.tunnel.plain(iface, at, s.size, k) {
		v.Carried++
	}
}

// carried notes that an ESP packet fits one of the conversation k.
func (t *Tracker) carried(k seenKey) {
	if e := t.flows.Peek(k); e != nil {
		e.Value.Carried++
	}
}

// key is the same for both directions; back tells that f is the reverse of it.
func key(iface uint16, f Flow) (k seenKey, back bool) {
	if less(f.Dst, f.Src) {
		return seenKey{iface, f.Reverse()}, true
	}
	return seenKey{iface, f}, false
}

func less(a, b netip.AddrPort) bool { return a.Compare(b) < 0 }
