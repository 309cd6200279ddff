package ike

import (
	"hash/maphash"
	"iter"
	"net/netip"
	"time"

	"pktscope/dissect"
	"pktscope/dissect/field"
	"pktscope/dissect/inet"
	"pktscope/dissect/isakmp"
	"pktscope/internal/crypt"
	"pktscope/internal/keys"
	"pktscope/internal/track/bounded"
)

// Limits bound what a Tracker keeps.
type Limits struct {
	Bytes int // of all SAs and of first messages that nobody answered
}

// DefaultLimits hold a million unanswered first messages, or some hundred
// thousand SAs.
var DefaultLimits = Limits{Bytes: 256 << 20}

// Counts are what a Tracker had to forget for want of room.
type Counts struct {
	EvictedHalf uint64 // first messages that nobody answered
	EvictedSAs  uint64
}

// A Tracker follows SAs. It is a track.Tracker.
type Tracker struct {
	Counts
	// Derived is called with every ESP SA whose keys were derived; may be nil.
	Derived func(*keys.ESP)

	limits  Limits
	seed    maphash.Seed
	half    halves
	floats  *bounded.Table[flow, struct{}]
	sas     map[[2]SPI]*SA
	oldest  *SA // in the order of use
	newest  *SA
	count   uint64     // of SAs so far
	bytes   int        // of the SAs
	ring    *keys.Ring // nil: nothing is deciphered
	scratch crypt.Scratch
	reader  field.Decoder
	again   isakmp.Packet
}

// New makes a Tracker that deciphers what ring has keys for; zero limits are the
// default ones.
func New(ring *keys.Ring, l Limits) *Tracker {
	if l.Bytes == 0 {
		l.Bytes = DefaultLimits.Bytes
	}
	return &Tracker{ring: ring, limits: l, seed: maphash.MakeSeed(), half: newHalves(), floats: newFloats(), sas: map[[2]SPI]*SA{}}
}

// A sight is one message as it was seen: what does not stand in it.
type sight struct {
	frame uint64
	time  time.Time
	place place

	engine *dissect.Engine // nil: read once more, out of what was kept
	packet *dissect.Packet
	layer  int
}

// A place is where a message was seen: what a NAT changes, or another
// interface.
type place struct {
	iface    string
	src, dst netip.AddrPort
}

// Protos implements track.Selective.
func (*Tracker) Protos() []*field.Proto {
	return []*field.Proto{isakmp.Proto, inet.UDPProto}
}

// Observe implements track.Tracker.
func (t *Tracker) Observe(e *dissect.Engine, p *dissect.Packet) {
	if !p.Has(isakmp.Proto) && !t.mayFloat(p) {
		return
	}
	at := sight{frame: p.Number, time: p.Time, place: place{iface: p.Interface}, engine: e, packet: p}
	m := at.find(0)
	if m == nil && t.float(&at) {
		m = at.find(0)
	}
	for ; m != nil; m = at.find(at.layer + 1) { // a stream's segment may end several
		if len(m.Raw) == int(m.Length) && m.Length > 0 && !m.IsPart() {
			t.message(m, &at)
		}
	}
}

// find looks for a message in the packet from layer i on, nil without one, and
// for where it was seen.
func (at *sight) find(i int) *isakmp.Packet {
	for ; i < len(at.packet.Layers); i++ {
		l := &at.packet.Layers[i]
		if l.Quoted {
			return nil
		}
		at.layer = i
		switch m := l.Message.(type) {
		case *inet.IPv4:
			at.place.src, at.place.dst = netip.AddrPortFrom(m.Src, 0), netip.AddrPortFrom(m.Dst, 0)
		case *inet.IPv6:
			at.place.src, at.place.dst = netip.AddrPortFrom(m.Src, 0), netip.AddrPortFrom(m.Dst, 0)
		case *inet.UDP:
			at.place.src = netip.AddrPortFrom(at.place.src.Addr(), m.SrcPort)
			at.place.dst = netip.AddrPortFrom(at.place.dst.Addr(), m.DstPort)
		case *inet.TCP:
			at.place.src = netip.AddrPortFrom(at.place.src.Addr(), m.SrcPort)
			at.place.dst = netip.AddrPortFrom(at.place.dst.Addr(), m.DstPort)
		case *isakmp.Packet:
			return m
		}
	}
	return nil
}

// message takes in one message.
func (t *Tracker) message(m *isakmp.Packet, at *sight) {
	x := t.digest(m.Raw)
	if s := t.sas[[2]SPI{m.InitiatorSPI, m.ResponderSPI}]; s != nil {
		t.touch(s)
		t.take(s, m, at, x)
		return
	}
	if m.ResponderSPI == (SPI{}) && !t.answers(m, at) {
		t.first(m, at, x)
		return
	}
	t.take(t.begin(m, at), m, at, x)
}

// first takes in a message whose receiver has given no SPI yet.
func (t *Tracker) first(m *isakmp.Packet, at *sight, x digest) {
	k := halfKey{spi: m.InitiatorSPI, src: at.place.src.Addr(), dst: at.place.dst.Addr()}
	hash := maphash.Comparable(t.seed, k)
	if e := t.half.find(hash, &k); e != nil && e.digest == x {
		e.again++
		e.last = at.time.UnixNano()
		return
	} else if e != nil { // once more, with a COOKIE or another group: RFC 7296, section 1.2
		t.half.remove(e)
	}
	t.half.add(half{
		halfKey: k, hash: hash, frame: at.frame, at: at.time.UnixNano(), last: at.time.UnixNano(), iface: at.place.iface,
		ports: [2]uint16{at.place.src.Port(), at.place.dst.Port()}, digest: x,
	}, m.Raw)
	t.evict()
}

// answers reports whether m answers a first message, though it gives no SPI: it
// asks for a cookie or another group, or refuses (RFC 7296, section 2.6).
func (t *Tracker) answers(m *isakmp.Packet, at *sight) bool {
	k := halfKey{spi: m.InitiatorSPI, src: at.place.dst.Addr(), dst: at.place.src.Addr()}
	return k.src != k.dst && t.half.find(maphash.Comparable(t.seed, k), &k) != nil
}

// begin makes the SA that m, which has both SPIs, belongs to.
func (t *Tracker) begin(m *isakmp.Packet, at *sight) *SA {
	asked := [2]SPI{m.InitiatorSPI}
	if s := t.sas[asked]; s != nil && m.ResponderSPI != (SPI{}) { // refused at first
		delete(t.sas, asked)
		s.SPIs[Responder] = m.ResponderSPI
		t.sas[s.SPIs] = s
		t.touch(s)
		return s
	}
	t.count++
	s := &SA{ID: t.count, Version: m.Major(), Interface: at.place.iface, SPIs: [2]SPI{m.InitiatorSPI, m.ResponderSPI}, First: at.time}
	t.sas[s.SPIs] = s
	s.cost = saCost
	t.bytes += s.cost
	t.push(s)
	answered := halfKey{spi: m.InitiatorSPI, src: at.place.dst.Addr(), dst: at.place.src.Addr()}
	if e := t.half.find(maphash.Comparable(t.seed, answered), &answered); e != nil {
		t.replay(s, e)
		t.half.remove(e)
		return s
	}
	s.Late = true
	s.Exchange = m.Exchange
	sender := guess(m)
	s.Peers[sender], s.Peers[sender.Other()] = at.place.src, at.place.dst
	s.Now = s.Peers
	return s
}

// replay shows s its first message, now that it has been answered.
func (t *Tracker) replay(s *SA, e *half) {
	at := sight{frame: e.frame, time: e.time(), place: place{
		iface: e.iface, src: netip.AddrPortFrom(e.src, e.ports[0]), dst: netip.AddrPortFrom(e.dst, e.ports[1]),
	}}
	s.First, s.Interface = at.time, at.place.iface
	s.Peers = [2]netip.AddrPort{at.place.src, at.place.dst}
	s.Now = s.Peers
	m := &t.again
	raw := e.raw()
	t.reader.Reset(raw, field.Span{End: len(raw), Wire: len(raw)}, nil, -1)
	m.ClearFacts()
	if m.Decode(&t.reader) != nil {
		return // it could be read when it came
	}
	s.Exchange = m.Exchange
	t.take(s, m, &at, e.digest)
	s.Messages += uint64(e.again)
	s.Retransmits += uint64(e.again)
}

// guess is who sent a message of an SA of which nothing is known.
func guess(m *isakmp.Packet) Role {
	if m.Major() == 2 {
		if m.Flags&isakmp.FlagInitiator == 0 {
			return Responder
		}
		return Initiator
	}
	if len(m.Proposals) > 0 && m.Exchange != isakmp.ExchangeQuick { // the first message with both cookies answers
		return Responder
	}
	return Initiator
}

// SAs are the security associations, in the order of their first messages.
func (t *Tracker) SAs() iter.Seq[*SA] {
	return func(yield func(*SA) bool) {
		for _, s := range t.sorted() {
			if !yield(s) {
				return
			}
		}
	}
}
