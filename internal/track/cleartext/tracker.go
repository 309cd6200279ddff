package cleartext

import (
	"encoding/binary"
	"iter"
	"net/netip"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/dissect/link"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// MaxPairs is how many pairs a Tracker keeps by default: some 20 MiB.
const MaxPairs = 1 << 16

// A Tracker counts packets by pairs of addresses. It is a track.Watcher.
type Tracker struct {
	pairs      *bounded.Table[key, Counts]
	recent     [1 << recentBits]place // pairs at hand
	interfaces []string
	index      map[string]uint16
	last       uint16 // interface of the packet before
	clock      int64
	tunnels    correlator
	head       []Trace // see Edge
	begun      bool    // head is whole
}

// A key identifies a Pair, without pointers. An address of IPv4 is mapped into IPv6.
type key struct {
	src, dst address
	iface    uint16
	inside   bool
}

type address struct{ high, low uint64 }

// A place is where the pair with a key is.
type place struct {
	key key
	ref bounded.Ref
}

// recentBits is for as many pairs as are busy at one time.
const recentBits = 12

// maxInterfaces bounds the interfaces that are told apart.
const maxInterfaces = 1 << 12

// New makes a Tracker of at most max pairs, MaxPairs if it is 0.
func New(max int) *Tracker {
	if max == 0 {
		max = MaxPairs
	}
	return &Tracker{pairs: bounded.New[key, Counts](max), index: map[string]uint16{}}
}

// Len is how many pairs t keeps.
func (t *Tracker) Len() int { return t.pairs.Len() }

// Clear forgets everything.
func (t *Tracker) Clear() {
	t.pairs.Clear()
	t.recent = [1 << recentBits]place{}
	t.tunnels = correlator{}
	t.head, t.begun = nil, false
}

// Pairs are those that are kept, in no order.
func (t *Tracker) Pairs() iter.Seq[Pair] {
	return func(yield func(Pair) bool) {
		for e := range t.pairs.All() {
			k := &e.Key
			if !yield(Pair{k.src.netip(), k.dst.netip(), t.interfaces[k.iface], k.inside, &e.Value}) {
				return
			}
		}
	}
}

// Reads implements track.Frugal.
func (*Tracker) Reads() ([]*field.Proto, track.Depth, bool) {
	return []*field.Proto{
		link.EthernetProto, inet.IPv4Proto, inet.IPv6Proto, inet.TCPProto, inet.UDPProto, inet.ICMPProto, inet.ICMPv6Proto, isakmp.Proto, esp.Proto, esp.AHProto,
	}, track.Streams, true
}

// Watch implements track.Watcher.
func (t *Tracker) Watch(p *dissect.Packet) {
	if !p.Time.IsZero() {
		t.clock = p.Time.UnixNano()
	}
	w := walk{key: key{iface: t.number(p.Interface)}}
	for i := range p.Layers {
		l := &p.Layers[i]
		if l.Quoted {
			break
		}
		switch m := l.Message.(type) {
		case *link.Ethernet:
			if m.Addressed() {
				w.link = Link{m.Src, m.Dst}
			}
		case *link.Cooked:
			w.cooked = true
		case *inet.IPv4:
			if w.deeper = w.counts != nil; !w.deeper {
				t.count(p, &w, m.Src, m.Dst, m.Protocol, m.TTL, m.Length)
				if m.Fragment() && w.counts != nil {
					w.whole = m.Whole != nil
					w.head(p, l, m.Protocol, m.FragOffset)
				}
			}
		case *inet.IPv6:
			if w.deeper = w.counts != nil; !w.deeper {
				t.count(p, &w, m.Src, m.Dst, m.NextHeader, m.HopLimit, ip6Header+m.Length)
			}
		case *inet.IPv6Fragment:
			if m.Fragment() && w.counts != nil {
				w.whole = m.Whole != nil
				w.head(p, l, m.NextHeader, m.Offset)
			}
		case *inet.UDP:
			if m.HasPorts() {
				w.ports(m.SrcPort, m.DstPort)
			}
			t.shows(&w, p.Number)
		case *inet.TCP:
			if m.Whole() {
				w.ports(m.SrcPort, m.DstPort)
				w.segment(m, p.Number)
				t.tcp(&w, m, p.Number)
			}
		case *inet.ICMP:
			t.echo(&w, m.Type == inet.ICMPEcho, m.Whole(), p.Number)
		case *inet.ICMPv6:
			t.echo(&w, m.Type == inet.ICMPv6Echo, m.Whole(), p.Number)
		case *isakmp.Packet:
			if w.counts != nil {
				w.counts.IKE++
			}
			return
		case *esp.Packet:
			t.sealed(&w, espHeader+m.Wire)
			if m.Facts.Plain == nil {
				return
			}
		case *esp.AH:
			t.sealed(&w, 0)
		}
	}
	if w.counts == nil || w.key.inside {
		return
	}
	if !t.begun {
		t.begin(w.key, w.link, w.size, false)
	}
	if t.tunnels.addPlain(w.key, w.link, t.clock, w.size) {
		w.counts.Carried++
	}
}

const (
	ip6Header = 40
	espHeader = 8 // SPI and sequence number

	protoUDP = 17
	protoESP = 50
)

// A walk is one packet, layer by layer.
type walk struct {
	key    key
	counts *Counts // of key, nil before its addresses are known
	size   int     // of the IP packet
	first  bool    // the packet is the first of counts
	link   Link
	cooked bool
	whole  bool // put together of IP fragments
	deeper bool // in another packet of IP, which key is of
}

// count counts the packet that p has from src to dst.
func (t *Tracker) count(p *dissect.Packet, w *walk, src, dst netip.Addr, protocol, ttl uint8, size int) {
	w.key.src, w.key.dst, w.size = addressOf(src), addressOf(dst), size
	c := t.find(w.key)
	w.counts, w.first = c, c.Packets == 0
	if w.first {
		*c = Counts{First: t.clock, Frame: p.Number, Link: w.link, TTL: ttl, Protocol: protocol, Cooked: w.cooked}
	}
	c.Packets++
	c.Last, c.LastFrame = t.clock, p.Number
	c.Longest = max(c.Longest, size)
}

// head counts layer l of p, an IP fragment, if it is the first of an ESP packet.
func (w *walk) head(p *dissect.Packet, l *dissect.Layer, protocol uint8, offset int) {
	c := w.counts
	span, ok := l.Payload()
	if offset > 0 || !ok || span.End < span.Wire {
		return
	}
	b := p.Bufs[span.Buf][span.Off:span.End]
	if protocol == protoUDP && !encapsulated(b) || protocol != protoUDP && protocol != protoESP {
		return
	}
	if c.Heads++; c.Heads == 1 {
		c.HeadFrame = p.Number
	}
	c.HeadLength = max(c.HeadLength, w.size)
}

// encapsulated reports whether a datagram of UDP begins with an ESP packet: RFC 3948,
// section 2.1.
func encapsulated(b []byte) bool {
	const header = 8
	if len(b) < header+4 {
		return false
	}
	src, dst := binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
	return (src == isakmp.PortNATT || dst == isakmp.PortNATT) && binary.BigEndian.Uint32(b[header:]) != 0
}

// find is the entry of k, which is new or known.
func (t *Tracker) find(k key) *Counts {
	at := &t.recent[k.slot()]
	if at.key == k {
		if e := t.pairs.At(at.ref, k); e != nil {
			t.pairs.Promote(e)
			return &e.Value
		}
	}
	e := t.pairs.Find(k)
	if e == nil {
		e = t.pairs.Add(k)
	} else {
		t.pairs.Promote(e)
	}
	*at = place{k, e.Ref()}
	return &e.Value
}

// sealed counts the packet as one of ESP or AH. What follows is inside of it.
func (t *Tracker) sealed(w *walk, size int) {
	if c := w.counts; c != nil {
		c.Sealed++
		if w.whole {
			c.Whole++
		}
		if size > 0 && !w.key.inside {
			if !t.begun {
				t.begin(w.key, w.link, size, true)
			}
			if k, ok := t.tunnels.addSealed(w.key.iface, w.link, t.clock, size); ok {
				if e := t.pairs.Peek(k); e != nil {
					e.Value.Carried++
				}
			}
		}
	}
	w.counts, w.first, w.key.inside = nil, false, true
}

func (w *walk) ports(src, dst uint16) {
	if w.first {
		w.counts.Ports = [2]uint16{src, dst}
	}
}

// segment counts a segment of TCP.
func (w *walk) segment(m *inet.TCP, frame uint64) {
	c := w.counts
	if c == nil {
		return
	}
	if m.Flags&(inet.FlagFIN|inet.FlagRST) != 0 {
		c.Closing++
	}
	if m.Flags&inet.FlagSYN != 0 || m.Len > 0 {
		c.Asking++
	}
	if m.Len > 0 && w.key.inside {
		c.Resent.add(m.Seq, w.size, frame)
	}
	if m.Flags&inet.FlagSYN == 0 {
		return
	}
	if size, ok := m.MaxSegment(); ok && size > c.Segment {
		c.Segment, c.SegmentFrame = size, frame
	}
}

// echo counts a message of ICMP, which may be an echo request.
func (t *Tracker) echo(w *walk, request, whole bool, frame uint64) {
	switch {
	case !request:
		t.shows(w, frame)
	case whole && w.counts != nil:
		w.counts.Asking++
		t.ping(w, frame)
	}
}

// number is the number of an interface.
func (t *Tracker) number(name string) uint16 {
	if int(t.last) < len(t.interfaces) && t.interfaces[t.last] == name {
		return t.last
	}
	i, ok := t.index[name]
	switch {
	case ok:
	case len(t.interfaces) == maxInterfaces:
		i = maxInterfaces - 1
	default:
		i = uint16(len(t.interfaces))
		t.interfaces, t.index[name] = append(t.interfaces, name), i
	}
	t.last = i
	return i
}

// mapped marks an address of IPv4: RFC 4291, section 2.5.5.2.
const mapped = 0xffff << 32

func addressOf(a netip.Addr) address {
	if a.Is4() {
		b := a.As4()
		return address{0, mapped | uint64(binary.BigEndian.Uint32(b[:]))}
	}
	b := a.As16()
	return address{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

func (a address) netip() netip.Addr {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], a.high)
	binary.BigEndian.PutUint64(b[8:], a.low)
	return netip.AddrFrom16(b).Unmap()
}

// slot is the place of k in Tracker.recent.
func (k *key) slot() uint64 {
	const multiplier = 0x9e3779b97f4a7c15
	h := k.src.low*3 ^ k.src.high ^ k.dst.low*5 ^ k.dst.high ^ uint64(k.iface)<<1
	if k.inside {
		h = ^h
	}
	return h * multiplier >> (64 - recentBits)
}
