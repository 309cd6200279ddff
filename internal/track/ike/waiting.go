package ike

import (
	"iter"
	"math"
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A Waiting is the half-open SAs from one address to another: first messages that
// nobody has answered.
type Waiting struct {
	Src, Dst    netip.AddrPort // of the first one
	SAs         int
	SPIs        []SPI // of the first maxWaitingSPIs of SAs
	Version     uint8 // of the first one
	Exchange    isakmp.Exchange
	Sent        int // messages; a copy that comes within leastPause was captured twice
	Most        int // of Sent: of one SA
	First, Last time.Time
	Frame       uint64 // of the first message
}

// What is kept of half-open SAs by Waiting.
const (
	maxWaiting     = 1 << 12 // paths
	maxWaitingSPIs = 8       // of each
)

// Waiting sums up the half-open SAs by their addresses, the oldest first. Of a flood
// from more than maxWaiting addresses it has the first ones.
func (t *Tracker) Waiting() iter.Seq[*Waiting] {
	type ends struct{ src, dst [16]byte }
	index := map[ends]*Waiting{}
	var list []*Waiting
	for e := range t.halfOpen.table.All() {
		short := t.halfOpen.key(e)
		k := ends{short.src, short.dst}
		w := index[k]
		if w == nil {
			if len(list) == maxWaiting {
				continue
			}
			w = new(Waiting)
			index[k], list = w, append(list, w)
		}
		t.addWaiting(w, e)
	}
	return func(yield func(*Waiting) bool) {
		for _, w := range list {
			if !yield(w) {
				return
			}
		}
	}
}

// addWaiting adds a half-open SA to those of its addresses.
func (t *Tracker) addWaiting(w *Waiting, e *halfOpenEntry) {
	const exchange = 18 // its offset: RFC 7296, section 3.1
	v := &e.Value
	if first := timeOf(v.first()); w.SAs == 0 || first.Before(w.First) {
		o := t.halfOpen.observation(e)
		w.Src, w.Dst, w.First, w.Frame = o.place.src, o.place.dst, o.time, o.frame
		w.Version = t.halfOpen.summary(e).Version
		w.Exchange = isakmp.Exchange(t.halfOpen.bodies.of(v.body)[exchange-len(e.Key.spi)])
	}
	sent := 1
	again := t.halfOpen.repeated(v)
	if timeOf(again.last).Sub(timeOf(v.first())) >= leastPause {
		sent += int(again.times)
	}
	w.SAs++
	w.Sent += sent
	w.Most = max(w.Most, sent)
	if last := timeOf(again.last); w.Last.Before(last) {
		w.Last = last
	}
	if len(w.SPIs) < maxWaitingSPIs {
		w.SPIs = append(w.SPIs, e.Key.spi)
	}
}

// fragments is of how many fragments of IP the message is that o looks at, 0 for one
// that came in one datagram.
func (o *observation) fragments() uint8 {
	if o.packet == nil {
		return 0
	}
	for i := range o.packet.Layers[:o.layer] {
		var whole *inet.Reassembly
		switch m := o.packet.Layers[i].Message.(type) {
		case *inet.IPv4:
			whole = m.Whole
		case *inet.IPv6Fragment:
			whole = m.Whole
		}
		if whole != nil {
			return uint8(min(len(whole.Fragments), math.MaxUint8))
		}
	}
	return 0
}

// FullLog reports whether Log has no room for more messages, so that it may lack the
// last ones.
func (s *SA) FullLog() bool { return len(s.Log) >= maxLog }
