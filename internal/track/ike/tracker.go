package ike

import (
	"encoding/binary"
	"hash/maphash"
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track/bounded"
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
	EvictedHalf uint64 // first messages that nobody answered, forgotten for want of room
	EvictedSAs  uint64
	Strays      uint64 // messages that no SA can have: without an initiator's SPI, or of another version
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
	starts  map[SPI]*SA   // by the initiator's SPI, the last of them
	ready   map[peers]*SA // of IKEv1, the last that came to be
	begun   order         // SAs of which a stranger could have sent what one peer sent
	lasting order         // the others
	count   uint64
	bytes   int        // of the SAs
	ring    *keys.Ring // nil: nothing is deciphered
	scratch crypt.Scratch
	plain   []byte // what is deciphered, until it is known to be right
	reader  field.Decoder
	again   isakmp.Packet
}

// peers are where an SA's two sides are, the lower first.
type peers [2]netip.AddrPort

// New makes a Tracker that deciphers what ring has keys for; zero limits are the
// default ones.
func New(ring *keys.Ring, l Limits) *Tracker {
	t := &Tracker{ring: ring, limits: l, seed: maphash.MakeSeed()}
	if l.Bytes == 0 {
		t.limits.Bytes = DefaultLimits.Bytes
	}
	t.Clear()
	return t
}

// Clear forgets all SAs.
func (t *Tracker) Clear() {
	t.Counts = Counts{}
	t.half, t.floats = newHalves(), newFloats()
	t.sas, t.starts, t.ready = map[[2]SPI]*SA{}, map[SPI]*SA{}, map[peers]*SA{}
	t.begun, t.lasting = order{}, order{}
	t.count, t.bytes = 0, 0
}

// A sight is one message as it was seen: what does not stand in it.
type sight struct {
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
	at := sight{frame: p.Number, time: p.Time, place: place{iface: p.Interface}, engine: e, packet: p}
	m := at.find(0)
	if m == nil && t.float(&at) {
		m = at.find(0)
	}
	t.keepalive(&at)
	for ; m != nil; m = at.find(at.layer + 1) { // a stream's segment may end several
		if m.Length > 0 && len(m.Raw) >= headerSize && !m.IsPart() {
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
func (t *Tracker) message(m *isakmp.Packet, at *sight) {
	if v := m.Major(); v != 1 && v != 2 || m.InitiatorSPI == (SPI{}) {
		t.Strays++
		return
	}
	x := t.digest(m.Raw)
	s := t.find(m, at, x)
	if s == nil {
		if t.sas[[2]SPI{m.InitiatorSPI, m.ResponderSPI}] != nil {
			t.Strays++
			return
		}
		if m.ResponderSPI == (SPI{}) && !t.answers(m, at) {
			t.first(m, at, x)
			return
		}
		s = t.begin(m, at)
	}
	t.take(s, m, at, x)
}

// find returns the SA that m, whose digest is x, belongs to, nil if there is
// none yet.
func (t *Tracker) find(m *isakmp.Packet, at *sight, x digest) *SA {
	if s := t.sas[[2]SPI{m.InitiatorSPI, m.ResponderSPI}]; s != nil && s.Version == m.Major() {
		return s
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
func (t *Tracker) first(m *isakmp.Packet, at *sight, x digest) {
	k := keyOf(m.InitiatorSPI, at.place.src.Addr(), at.place.dst.Addr())
	hash := t.hash(&k)
	if r := t.half.find(hash, &k); r != 0 {
		e := t.half.entries.at(r)
		if e.digest == x {
			e.again++
			e.last = max(e.last, stamp(at.time))
			return
		}
		t.half.drop(hash, r) // once more, with a COOKIE or another group: RFC 7296, section 1.2
	}
	t.half.add(hash, half{
		halfKey: k, frame: at.frame, at: stamp(at.time), last: stamp(at.time), iface: t.half.names.number(at.place.iface),
		ports: [2]uint16{at.place.src.Port(), at.place.dst.Port()}, digest: x,
	}, m.Raw)
	t.evict(nil)
}

// answers reports whether m answers a first message, though it gives no SPI: it
// asks for a cookie or another group, or refuses (RFC 7296, section 2.6).
func (t *Tracker) answers(m *isakmp.Packet, at *sight) bool {
	k := keyOf(m.InitiatorSPI, at.place.dst.Addr(), at.place.src.Addr())
	return k.src != k.dst && t.half.find(t.hash(&k), &k) != 0
}

// begin makes the SA that m, which somebody has sent who was asked, belongs to.
func (t *Tracker) begin(m *isakmp.Packet, at *sight) *SA {
	t.count++
	s := &SA{ID: t.count, SPIs: [2]SPI{m.InitiatorSPI, m.ResponderSPI}}
	t.insert(s)
	k := keyOf(m.InitiatorSPI, at.place.dst.Addr(), at.place.src.Addr())
	for _, k := range [...]halfKey{k, k.swapped()} { // the answer, or what its receiver says to it
		hash := t.hash(&k)
		if r := t.half.find(hash, &k); r != 0 {
			e := *t.half.entries.at(r)
			raw, at := t.half.raw(&e), t.half.sight(&e)
			t.half.drop(hash, r)
			t.replay(s, &e, raw, &at)
			return s
		}
	}
	s.Version, s.State, s.Exchange, s.Late = m.Major(), initial(m.Major()), m.Exchange, true
	s.First, s.Interface = at.time, at.place.iface
	sender := guess(m, &at.place)
	s.Peers[sender], s.Peers[sender.Other()] = at.place.src, at.place.dst
	s.Now = s.Peers
	return s
}

// replay shows s its first message, of which e was kept.
func (t *Tracker) replay(s *SA, e *half, raw []byte, at *sight) {
	m := &t.again
	wire := max(len(raw), int(min(binary.BigEndian.Uint32(raw[24:]), 1<<16))) // the capture may have cut it
	t.reader.Reset(raw, field.Span{End: len(raw), Wire: wire}, nil, -1)
	m.ClearFacts()
	_ = m.Decode(&t.reader) // what of it could be read when it came
	s.Version, s.State, s.Exchange = m.Major(), initial(m.Major()), m.Exchange
	s.First, s.Interface = at.time, at.place.iface
	s.Peers = [2]netip.AddrPort{at.place.src, at.place.dst}
	s.Now = s.Peers
	t.take(s, m, at, e.digest)
	s.Messages += uint64(e.again)
	s.Retransmits += uint64(e.again)
	s.Last = timeOf(e.last)
}

// guess is who sent a message of an SA of which nothing is known.
func guess(m *isakmp.Packet, p *place) Role {
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

// headerSize is the length of a message's header: RFC 7296, section 3.1.
const headerSize = 28
