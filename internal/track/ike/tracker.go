package ike

import (
	"encoding/binary"
	"hash/maphash"
	"math"
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track/bounded"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
)

// Limits bound what a Tracker keeps.
type Limits struct {
	Bytes int // of all SAs and half-open SAs
	// Begun are the SAs that are kept as such though their initiator did not go on; 0: maxBegun,
	// less than 0: none.
	Begun int
}

// DefaultLimits are for a million half-open SAs, half a million begun ones, or some
// seventy thousand SAs.
var DefaultLimits = Limits{Bytes: 256 << 20}

// Counts are what a Tracker could not keep.
type Counts struct {
	EvictedHalfOpen uint64 // half-open SAs, for want of room
	EvictedSAs      uint64
}

// A Tracker follows SAs. It is a track.Tracker.
type Tracker struct {
	Counts
	// Derived is called with every ESP SA whose keys were derived; may be nil.
	Derived func(*keys.ESP)
	// Turned is called with what becomes of SAs, by the packet that shows it; may be nil.
	Turned func(*SA, Turn)

	limits       Limits
	seed         maphash.Seed
	halfOpen     halfOpens
	floats       *bounded.Table[flow, struct{}]
	sas          *bounded.Table[[2]SPI, kept] // promoted: see use
	compacted    bounded.Slab[begun]          // those of sas that are begun SAs
	starts       map[SPI]bounded.Ref          // the latest of sas, by the initiator's SPI
	ready        map[pair]*SA                 // the latest that was established
	answered     map[peers]*SA                // by their endpoints: see awaitESP
	answeredLate bool                         // some of these began before the capture
	began        time.Time                    // the first packet that was observed
	judged       time.Time                    // the moment of Judge
	begun        map[path]time.Time           // the last negotiations, as of judged, on paths on which others wait
	count        uint64
	begunBytes   int // of the SAs that one peer alone has gone on with
	begunSAs     int // and how many of these are kept as SAs
	proposals    *proposals
	decrypter    *decrypt.Decrypter
	ring         *keys.Ring // nil: there are no keys
	reader       field.Decoder
	again        isakmp.Packet
	second       *Tracker // that reads begun SAs; nil: none was read
}

// peers are the endpoints of an SA, the lower first.
type peers [2]netip.AddrPort

// New makes a Tracker that decrypts what ring has keys for; zero limits are the
// default ones.
func New(ring *keys.Ring, l Limits) *Tracker {
	t := &Tracker{decrypter: decrypt.New(ring), ring: ring, limits: l, seed: maphash.MakeSeed()}
	if l.Bytes == 0 {
		t.limits.Bytes = DefaultLimits.Bytes
	}
	if l.Begun == 0 {
		t.limits.Begun = maxBegun
	}
	t.Clear()
	return t
}

// Clear forgets all SAs.
func (t *Tracker) Clear() {
	t.Counts = Counts{}
	t.halfOpen, t.floats = newHalfOpens(), newFloats()
	t.sas, t.starts, t.ready = bounded.New[[2]SPI, kept](math.MaxInt), map[SPI]bounded.Ref{}, map[pair]*SA{}
	t.began, t.judged, t.begun = time.Time{}, time.Time{}, nil
	t.answeredLate, t.proposals, t.begunBytes = false, newProposals(), 0
	t.compacted, t.begunSAs = bounded.Slab[begun]{}, 0
	t.answered, t.count = map[peers]*SA{}, 0
}

// Begin says when the capture began, of which t is shown a part: SAs may have begun before it.
// Without it, that is the first packet's time.
func (t *Tracker) Begin(at time.Time) { t.began = at }

// An observation is when and where a message was captured.
type observation struct {
	frame uint64
	time  time.Time
	place place
	ttl   uint8 // 0: not known

	engine *dissect.Engine // nil: decoded once more, from a half-open SA
	packet *dissect.Packet
	layer  int
}

// A place is what differs between copies of a message: the interface, and what a
// NAT changes.
type place struct {
	iface    string
	src, dst netip.AddrPort
}

// Protos implements track.Selective.
func (*Tracker) Protos() []*field.Proto {
	return []*field.Proto{isakmp.Proto, inet.UDPProto, esp.Proto, esp.AHProto}
}

// Observe implements track.Tracker.
func (t *Tracker) Observe(e *dissect.Engine, p *dissect.Packet) {
	if t.began.IsZero() {
		t.began = p.Time
	}
	if len(t.answered) > 0 {
		t.settle(p)
	}
	if isESP(p) || !p.Has(isakmp.Proto) && !t.mayFloat(p) && !isKeepalive(p) {
		return
	}
	o := observation{frame: p.Number, time: p.Time, place: place{iface: p.Interface}, engine: e, packet: p}
	m := o.find(0)
	if m == nil && t.float(&o) {
		m = o.find(0)
	}
	t.keepalive(&o)
	for ; m != nil; m = o.find(o.layer + 1) { // a TCP segment may have the end of several
		if m.Length > 0 && len(m.Raw) >= isakmp.HeaderSize && !m.IsPart() {
			t.message(m, &o)
		}
	}
}

// isESP reports whether p is a packet of ESP alone that is not decrypted.
func isESP(p *dissect.Packet) bool {
	n := len(p.Layers)
	if n == 0 || p.Layers[n-1].Attached() { // a TCP segment may have messages of both
		return false
	}
	_, ok := p.Layers[n-1].Message.(*esp.Packet)
	return ok
}

// find finds a message in the packet from layer i on, nil without one, and its
// place.
func (o *observation) find(i int) *isakmp.Packet {
	for ; i < len(o.packet.Layers); i++ {
		l := &o.packet.Layers[i]
		if l.Quoted {
			return nil
		}
		o.layer = i
		switch m := l.Message.(type) {
		case *inet.IPv4:
			o.place.src, o.place.dst, o.ttl = netip.AddrPortFrom(m.Src, 0), netip.AddrPortFrom(m.Dst, 0), m.TTL
		case *inet.IPv6:
			o.place.src, o.place.dst, o.ttl = netip.AddrPortFrom(m.Src, 0), netip.AddrPortFrom(m.Dst, 0), m.HopLimit
		case *inet.UDP:
			o.place.src = netip.AddrPortFrom(o.place.src.Addr(), m.SrcPort)
			o.place.dst = netip.AddrPortFrom(o.place.dst.Addr(), m.DstPort)
		case *inet.TCP:
			o.place.src = netip.AddrPortFrom(o.place.src.Addr(), m.SrcPort)
			o.place.dst = netip.AddrPortFrom(o.place.dst.Addr(), m.DstPort)
		case *isakmp.Packet:
			return m
		}
	}
	return nil
}

// message finds or makes the SA of one message, and adds it.
func (t *Tracker) message(m *isakmp.Packet, o *observation) {
	if v := m.Major(); v != 1 && v != 2 || m.InitiatorSPI == (SPI{}) {
		return
	}
	x := t.digest(m.Raw)
	s := t.find(m, o, x)
	if s == nil {
		if t.knows(m.InitiatorSPI, m.ResponderSPI) {
			return
		}
		if m.ResponderSPI == (SPI{}) && !t.isResponse(m, o) {
			t.addHalfOpen(m, o)
			return
		}
		t.begin(m, o, x)
		return
	}
	t.add(s, m, o, x)
}

// begin makes the SA of m, whose digest is x, and adds it.
func (t *Tracker) begin(m *isakmp.Packet, o *observation, x digest) {
	s, first := t.newSA(m, o)
	t.add(s, m, o, x)
	t.compact(s, &first, m, o)
}

// find returns the SA that m, whose digest is x, belongs to, nil if there is
// none yet.
func (t *Tracker) find(m *isakmp.Packet, o *observation, x digest) *SA {
	if s := t.lookup(m.InitiatorSPI, m.ResponderSPI); s != nil && s.Version == m.Major() {
		return s
	} else if s != nil {
		return nil
	}
	e := t.sas.In(t.starts[m.InitiatorSPI])
	if e == nil {
		return nil
	}
	s := t.sa(e)
	if s.Version != m.Major() || !s.between(&o.place) && s.seen.find(x) == nil {
		return nil
	}
	switch {
	case m.ResponderSPI == (SPI{}):
		// The first message again, perhaps with a COOKIE or for another group, or
		// its refusal: RFC 7296, sections 1.2 and 2.6. Or a capture whose packets
		// are not in order.
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

// addHalfOpen keeps a first message, without an SPI of the responder.
func (t *Tracker) addHalfOpen(m *isakmp.Packet, o *observation) {
	k := keyOf(m.InitiatorSPI, o.place.src.Addr(), o.place.dst.Addr())
	if e := t.halfOpen.find(k); e != nil {
		if t.halfOpen.holds(e, m.Raw) {
			t.halfOpen.repeat(e, o.time)
			return
		}
		t.halfOpen.remove(e) // a new one, with a COOKIE or another group: RFC 7296, section 1.2
	}
	t.halfOpen.add(k, o, m.Raw)
	t.evict(nil)
}

// isResponse reports whether m responds to a first message though it has no SPI of
// the responder: it asks for a COOKIE or another group, or refuses (RFC 7296,
// section 2.6).
func (t *Tracker) isResponse(m *isakmp.Packet, o *observation) bool {
	k := keyOf(m.InitiatorSPI, o.place.dst.Addr(), o.place.src.Addr())
	return k.src != k.dst && t.halfOpen.find(k) != nil
}

// newSA makes the SA of m, which both SPIs or a half-open SA show to be real; first is the
// message of the latter.
func (t *Tracker) newSA(m *isakmp.Packet, o *observation) (s *SA, first opening) {
	t.count++
	s = &SA{ID: t.count, Transcript: decrypt.Transcript{SPIs: [2]SPI{m.InitiatorSPI, m.ResponderSPI}}}
	t.insert(s)
	k := keyOf(m.InitiatorSPI, o.place.dst.Addr(), o.place.src.Addr())
	for _, k := range [...]halfOpenKey{k, k.swapped()} { // the response, or what its receiver sends then
		if e := t.halfOpen.find(k); e != nil {
			first = t.halfOpen.opening(e)
			t.halfOpen.remove(e)
			t.replay(s, &first)
			return s, first
		}
	}
	s.Version, s.State, s.Exchange, s.Late = m.Major(), initial(m.Major()), m.Exchange, true
	s.First, s.Interface = o.time, o.place.iface
	s.old = o.time.Sub(t.began) > authTakes
	sender := guessSender(m, &o.place)
	s.Peers[sender], s.Peers[sender.Other()] = o.place.src, o.place.dst
	s.Now = s.Peers
	return s, first
}

// reread decodes a message once more, as far as it could be decoded when it was captured.
func (t *Tracker) reread(raw []byte) *isakmp.Packet {
	m := &t.again
	wire := max(len(raw), int(min(binary.BigEndian.Uint32(raw[24:]), 1<<16))) // the capture may have only part of it
	t.reader.Reset(raw, field.Span{End: len(raw), Wire: wire}, nil, -1)
	m.ClearFacts()
	_ = m.Decode(&t.reader)
	return m
}

// replay adds to s its first message.
func (t *Tracker) replay(s *SA, first *opening) {
	m, o, again := t.reread(first.raw), &first.at, &first.again
	s.Version, s.State, s.Exchange = m.Major(), initial(m.Major()), m.Exchange
	s.First, s.Interface = o.time, o.place.iface
	s.Peers = [2]netip.AddrPort{o.place.src, o.place.dst}
	s.Now = s.Peers
	t.add(s, m, o, t.digest(first.raw))
	s.Messages += uint64(again.times)
	s.Retransmits += uint64(again.times)
	s.Last = timeOf(again.last)
	if s.Last.Sub(s.First) >= leastPause {
		s.FirstAgain += uint64(again.times)
	}
	if u := &s.Unanswered[Initiator]; u.Sent > 0 && s.Last.Sub(u.Last) >= leastPause {
		u.Sent += int(again.times)
		u.Last = s.Last
	}
}

// authTakes is after how much time an IKE_AUTH that is not in the capture was over
// before it began.
const authTakes = 10 * time.Second

// guessSender is the sender of a message of an SA without other messages.
func guessSender(m *isakmp.Packet, p *place) Role {
	switch {
	case m.Major() == 2 && m.Flags&isakmp.FlagInitiator == 0:
		return Responder
	case m.Major() == 2:
		return Initiator
	case len(m.Proposals) > 0 && m.Exchange != isakmp.ExchangeQuick: // the first message with both cookies is a response
		return Responder
	case isakmp.IsPort(p.src.Port()) && !isakmp.IsPort(p.dst.Port()): // the peer behind a NAT is the initiator
		return Responder
	}
	return Initiator
}
