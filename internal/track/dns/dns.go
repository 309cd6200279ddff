// Package dns follows requests and responses of DNS, Multicast DNS and LLMNR: which
// request a response is to, and what is sent again.
package dns

import (
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dns"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

const (
	// maxTransactions bounds how many requests are remembered.
	maxTransactions = 1 << 14
	// retransmissionTime is how long after a request one with the same ID is the same
	// request: Wireshark's default.
	retransmissionTime = 5 * time.Second
)

// A Tracker is a track.Tracker.
type Tracker struct {
	table    *bounded.Table[key, transaction]
	detailed bool // fields are read
}

// A key is a conversation and the ID of a request in it. A request to a multicast group
// is answered by anyone: its key has no other side.
type key struct {
	low, high netip.AddrPort
	id        uint16
}

// A transaction is a request and its response, by the numbers of their frames.
type transaction struct {
	request, response uint64
	sent              time.Time
}

// New makes a Tracker.
func New() *Tracker { return &Tracker{table: bounded.New[key, transaction](maxTransactions)} }

// Evicted is how many requests were forgotten for want of room.
func (t *Tracker) Evicted() uint64 { return t.table.Evicted }

// Protos implements track.Selective: none where no fields are read, for no column
// depends on what the Tracker learns.
func (t *Tracker) Protos() []*field.Proto {
	if !t.detailed {
		return nil
	}
	return t.Detailed()
}

// Detailed implements track.Detailed.
func (*Tracker) Detailed() []*field.Proto {
	return []*field.Proto{dns.Proto, dns.MDNSProto, dns.LLMNRProto}
}

// Detail implements track.Detailed.
func (t *Tracker) Detail() { t.detailed = true }

// Observe implements track.Tracker.
func (t *Tracker) Observe(_ *dissect.Engine, p *dissect.Packet) {
	for i := range p.Layers {
		l := &p.Layers[i]
		if l.Quoted {
			return // so are the layers behind it
		}
		switch m := l.Message.(type) {
		case *dns.Packet:
			t.messages(m, p)
		case *dns.MDNS:
			t.messages(&m.Packet, p)
			forget(&m.Packet)
		case *dns.LLMNR:
			t.messages(&m.Packet, p)
		}
	}
}

func (t *Tracker) messages(m *dns.Packet, p *dissect.Packet) {
	for i, h := range m.Headers[:m.N] {
		if h.Response() {
			m.Facts[i] = t.response(m, h.ID, p)
		} else {
			m.Facts[i] = t.request(m, h.ID, p)
		}
	}
}

// forget takes back of Multicast DNS what was sent again where the ID is 0, which all
// messages to the group have, whatever they ask: RFC 6762, section 18.1.
func forget(m *dns.Packet) {
	for i, h := range m.Headers[:m.N] {
		if h.ID == 0 {
			m.Facts[i].Original = 0
		}
	}
}

// request keeps a request, unless it repeats one.
func (t *Tracker) request(m *dns.Packet, id uint16, p *dissect.Packet) (f dns.Facts) {
	k := between(m, id)
	if m.Dst.IsMulticast() {
		k = key{low: netip.AddrPortFrom(m.Src, m.SrcPort), id: id}
	}
	e := t.table.Find(k)
	switch {
	case e == nil:
		e = t.table.Add(k)
	case e.Value.response == 0 && p.Time.Sub(e.Value.sent) < retransmissionTime:
		if e.Value.request != p.Number {
			f.Original = e.Value.request
		}
		return f
	}
	e.Value = transaction{request: p.Number, sent: p.Time}
	return f
}

// response finds the request that a response is to.
func (t *Tracker) response(m *dns.Packet, id uint16, p *dissect.Packet) (f dns.Facts) {
	e := t.table.Find(between(m, id))
	if e == nil {
		e = t.asked(m, id)
	}
	if e == nil {
		f.Unsolicited = true
		return f
	}
	switch x := &e.Value; x.response {
	case 0, p.Number:
		x.response = p.Number
		t.table.Promote(e)
		f.Request, f.Delay = x.request, p.Time.Sub(x.sent)
	default:
		f.Original = x.response
	}
	return f
}

// asked finds the request to a multicast group that m responds to: alone to who asked,
// or to the group again.
func (t *Tracker) asked(m *dns.Packet, id uint16) *bounded.Entry[key, transaction] {
	who := netip.AddrPortFrom(m.Dst, m.DstPort)
	if m.Dst.IsMulticast() {
		who = netip.AddrPortFrom(m.Src, m.SrcPort)
	}
	return t.table.Find(key{low: who, id: id})
}

// between is the key of a message between two hosts, of either direction.
func between(m *dns.Packet, id uint16) key {
	k := key{netip.AddrPortFrom(m.Src, m.SrcPort), netip.AddrPortFrom(m.Dst, m.DstPort), id}
	if k.high.Compare(k.low) < 0 {
		k.low, k.high = k.high, k.low
	}
	return k
}
