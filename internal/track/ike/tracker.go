package ike

import (
	"encoding/binary"
	"hash/maphash"
	"math"
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track/bounded"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
)

// Limits bound what a Tracker keeps.
type Limits struct {
	Bytes int // of all SAs and of first messages that nobody answered
}

// DefaultLimits hold a million unanswered first messages, or some hundred
// thousand SAs.
var DefaultLimits = Limits{Bytes: 256 << 20}

// Counts are what a Tracker could not keep.
type Counts struct {
	EvictedHalfOpen uint64 // first messages that nobody answered, forgotten for want of room
	EvictedSAs      uint64
	Strays          uint64 // messages that no SA can have: without an initiator's SPI, or of another version
}

// A Tracker follows SAs. It is a track.Tracker.
type Tracker struct {
	Counts
	// Derived is called with every ESP SA whose keys were derived; may be nil.
	Derived func(*keys.ESP)

	limits    Limits
	seed      maphash.Seed
	halfOpen  halfOpens
	floats    *bounded.Table[flow, struct{}]
	sas       *bounded.Table[[2]SPI, *SA] // promoted: see use
	starts    map[SPI]*SA                 // by the initiator's SPI, the last of them
	ready     map[peers]*SA               // of IKEv1, the last that came to be
	count     uint64
	decrypter *decrypt.Decrypter
	reader    field.Decoder
	again     isakmp.Packet
}

// peers are where an SA's two sides are, the lower first.
type peers [2]netip.AddrPort

// New makes a Tracker that decrypts what ring has keys for; zero limits are the
// default ones.
func New(ring *keys.Ring, l Limits) *Tracker {
	t := &Tracker{decrypter: decrypt.New(ring), limits: l, seed: maphash.MakeSeed()}
	if l.Bytes == 0 {
		t.limits.Bytes = DefaultLimits.Bytes
	}
	t.Clear()
	return t
}

// Clear forgets all SAs.
func (t *Tracker) Clear() {
	t.Counts = Counts{}
	t.halfOpen, t.floats = newHalfOpens(), newFloats()
	t.sas, t.starts, t.ready = bounded.New[[2]SPI, *SA](math.MaxInt), map[SPI]*SA{}, map[peers]*SA{}
	t.count = 0
}

// A sight is one message as it was seen: what does not stand in it.
type observation struct {
	frame uint64
	time  time.Time
	place place
	ttl   uint8 // 0: not known

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
	if !p.Has(isakmp.Proto) && !t.mayFloat(p) && !isKeepalive(p) {
		return
	}
	at := observation{frame: p.Number, time: p.Time, place: place{iface: p.Interface}, engine: e, packet: p}
	m := at.find(0)
	if m == nil && t.float(&at) {
		m = at.find(0)
	}
	t.keepalive(&at)
	for ; m != nil; m = at.find(at.layer + 1) { // a stream's segment may end several
		if m.Length > 0 && len(m.Raw) >= isakmp.HeaderSize && !m.IsPart() {
			t.message(m, &at)
		}
	}
}

// find looks for a message in the packet from layer i on, nil without one, and
// for where it was seen.
func (at *observation) find(i int) *isakmp.Packet {
	for ; i < len(at.packet.Layers); i++ {
		l := &at.packet.Layers[i]
		if l.Quoted {
			return nil
		}
		at.layer = i
		switch m := l.Message.(type) {
		case *inet.IPv4:
			at.place.src, at.place.dst, at.ttl = netip.AddrPortFrom(m.Src, 0), netip.AddrPortFrom(m.Dst, 0), m.TTL
		case *inet.IPv6:
			at.place.src, at.place.dst, at.ttl = netip.AddrPortFrom(m.Src, 0), netip.AddrPortFrom(m.Dst, 0), m.HopLimit
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
func (t *Tracker) message(m *isakmp.Packet, at *observation) {
	if v := m.Major(); v != 1 && v != 2 || m.InitiatorSPI == (SPI{}) {
		t.Strays++
		return
	}
	x := t.digest(m.Raw)
	s := t.find(m, at, x)
	if s == nil {
		if t.lookup(m.InitiatorSPI, m.ResponderSPI) != nil {
			t.Strays++
			return
		}
		if m.ResponderSPI == (SPI{}) && !t.isResponse(m, at) {
			t.addHalfOpen(m, at, x)
			return
		}
		s = t.newSA(m, at)
	}
	t.add(s, m, at, x)
}

// find returns the SA that m, whose digest is x, belongs to, nil if there is
// none yet.
func (t *Tracker) find(m *isakmp.Packet, at *observation, x digest) *SA {
	if s := t.lookup(m.InitiatorSPI, m.ResponderSPI); s != nil && s.Version == m.Major() {
		return s
	} else if s != nil {
		return nil
	}
	s := t.starts[m.InitiatorSPI]
	if s == nil || s.Version != m.Major() || !s.between(&at.place) && s.seen.find(x) == nil {
		return nil
	}
	switch {
	case m.ResponderSPI == (SPI{}):
		// The first message once more, perhaps with a cookie or for another
		// group, or a refusal of it: RFC 7296, sections 1.2 and 2.6. Or a
		// capture that does not have its packets in order.
		return s
	case s.SPIs[Responder] == (SPI{}) || s.State == InitRefused:
		t.rename(s, m.ResponderSPI)
		return s
	}
	return nil
}

// between reports whether a message at p was sent from one of s's peers to the
// other.
func (s *SA) between(p *place) bool {
	src, dst := p.src.Addr(), p.dst.Addr()
	for _, now := range [...][2]netip.AddrPort{s.Peers, s.Now} {
		i, r := now[Initiator].Addr(), now[Responder].Addr()
		if src == i && dst == r || src == r && dst == i {
			return true
		}
	}
	return false
}

// first takes in a message whose receiver has given no SPI yet.
func (t *Tracker) addHalfOpen(m *isakmp.Packet, at *observation, x digest) {
	k := keyOf(m.InitiatorSPI, at.place.src.Addr(), at.place.dst.Addr())
	if e := t.halfOpen.table.Peek(k); e != nil {
		if e.Value.digest == x {
			e.Value.repeated++
			e.Value.last = max(e.Value.last, stamp(at.time))
			return
		}
		t.halfOpen.remove(e) // once more, with a COOKIE or another group: RFC 7296, section 1.2
	}
	t.halfOpen.add(k, halfOpen{
		frame: at.frame, first: stamp(at.time), last: stamp(at.time), iface: t.halfOpen.names.number(at.place.iface),
		ports: [2]uint16{at.place.src.Port(), at.place.dst.Port()}, digest: x,
	}, m.Raw)
	t.evict(nil)
}

// answers reports whether m responds to a first message, though it gives no SPI:
// it asks for a cookie or another group, or refuses (RFC 7296, section 2.6).
func (t *Tracker) isResponse(m *isakmp.Packet, at *observation) bool {
	k := keyOf(m.InitiatorSPI, at.place.dst.Addr(), at.place.src.Addr())
	return k.src != k.dst && t.halfOpen.table.Peek(k) != nil
}

// begin makes the SA that m, which somebody has sent who was asked, belongs to.
func (t *Tracker) newSA(m *isakmp.Packet, at *observation) *SA {
	t.count++
	s := &SA{ID: t.count, Transcript: decrypt.Transcript{SPIs: [2]SPI{m.InitiatorSPI, m.ResponderSPI}}}
	t.insert(s)
	k := keyOf(m.InitiatorSPI, at.place.dst.Addr(), at.place.src.Addr())
	for _, k := range [...]halfOpenKey{k, k.swapped()} { // the response, or what its receiver sends then
		if e := t.halfOpen.table.Peek(k); e != nil {
			v, raw, at := e.Value, t.halfOpen.raw(e), t.halfOpen.observation(e)
			t.halfOpen.remove(e)
			t.replay(s, &v, raw, &at)
			return s
		}
	}
	s.Version, s.State, s.Exchange, s.Late = m.Major(), initial(m.Major()), m.Exchange, true
	s.First, s.Interface = at.time, at.place.iface
	sender := guessSender(m, &at.place)
	s.Peers[sender], s.Peers[sender.Other()] = at.place.src, at.place.dst
	s.Now = s.Peers
	return s
}

// replay shows s its first message, of which e was kept.
func (t *Tracker) replay(s *SA, e *halfOpen, raw []byte, at *observation) {
	m := &t.again
	wire := max(len(raw), int(min(binary.BigEndian.Uint32(raw[24:]), 1<<16))) // the capture may have cut it
	t.reader.Reset(raw, field.Span{End: len(raw), Wire: wire}, nil, -1)
	m.ClearFacts()
	_ = m.Decode(&t.reader) // what of it could be read when it came
	s.Version, s.State, s.Exchange = m.Major(), initial(m.Major()), m.Exchange
	s.First, s.Interface = at.time, at.place.iface
	s.Peers = [2]netip.AddrPort{at.place.src, at.place.dst}
	s.Now = s.Peers
	t.add(s, m, at, e.digest)
	s.Messages += uint64(e.repeated)
	s.Retransmits += uint64(e.repeated)
	s.Last = timeOf(e.last)
}

// guess is who sent a message of an SA of which nothing is known.
func guessSender(m *isakmp.Packet, p *place) Role {
	switch {
	case m.Major() == 2 && m.Flags&isakmp.FlagInitiator == 0:
		return Responder
	case m.Major() == 2:
		return Initiator
	case len(m.Proposals) > 0 && m.Exchange != isakmp.ExchangeQuick: // the first message with both cookies answers
		return Responder
	case isakmp.IsPort(p.src.Port()) && !isakmp.IsPort(p.dst.Port()): // who is behind a NAT asks
		return Responder
	}
	return Initiator
}
