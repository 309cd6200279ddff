package ike

import (
	"math"
	"net/netip"
	"unsafe"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/bounded"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
	"github.com/pktscope/pktscope/internal/track/ike/natd"
)

// A begun SA has its first message and the response, and its initiator did not go on. Of
// a flood of them, those behind the first maxBegun are kept as half-open SAs are: without
// pointers, their messages sharing their bytes with their like. Both are read again when
// another message comes, and for a report.
type begun struct {
	id        uint64
	ends      shortKey // of the first message
	first     halfOpen
	time      int64 // of the response: Unix nanoseconds, or noTime
	frameLow  uint32
	frameHigh uint16
	ttl       uint8
	body      bounded.Ref // of the response, without its SPIs
}

// A kept is an SA in the Tracker's table: as an SA or, where that is nil, as a begun one.
type kept struct {
	sa    *SA
	begun bounded.Ref
}

type saEntry = bounded.Entry[[2]SPI, kept]

// begunSize is what a begun SA takes, with its places in the tables of a Tracker, less the
// bytes of its messages.
const begunSize = int(unsafe.Sizeof(saEntry{})+unsafe.Sizeof(begun{})) + 80

// maxBegun bounds how many begun SAs are kept as SAs: those of a flood are of no interest
// one by one.
const maxBegun = 1 << 11

// An opening is the first message of an SA as it was kept until the response came.
type opening struct {
	raw   []byte
	at    observation
	again repeat
}

// compact keeps s, which began with first and the response m, as a begun SA, if reading
// both again makes the same of it.
func (t *Tracker) compact(s *SA, first *opening, m *isakmp.Packet, o *observation) {
	if t.begunSAs <= t.limits.Begun || !t.repeatable(s, first, m, o) {
		return
	}
	r := t.compacted.Alloc()
	v := t.compacted.At(r)
	*v = begun{
		id: s.ID, ends: t.halfOpen.shorten(keyOf(s.SPIs[Initiator], o.place.dst.Addr(), o.place.src.Addr())), first: t.halfOpen.keep(&first.at, first.raw),
		time: stamp(o.time), frameLow: uint32(o.frame), frameHigh: uint16(o.frame >> 32), ttl: o.ttl,
		body: t.halfOpen.bodies.share(m.Raw[len(s.SPIs)*len(SPI{}):]),
	}
	if first.again.times > 0 {
		v.first.again = t.halfOpen.repeats.Alloc()
		*t.halfOpen.repeats.At(v.first.again) = first.again
	}
	e := s.entry
	e.Value = kept{begun: r}
	t.sas.SetCost(e, begunSize)
	t.charge(s, 0)
	t.begunBytes += begunSize
	s.entry = nil
}

// repeatable reports whether s is what its first two messages make of it, whenever they
// are read, and takes no part in what becomes of others.
func (t *Tracker) repeatable(s *SA, first *opening, m *isakmp.Packet, o *observation) bool {
	p := &first.at.place
	switch {
	case first.raw == nil, t.ring != nil, s.entry.Promoted(), s.NAT.Keepalives != [2]natd.Keepalives{}:
		return false
	case !m.Exchange.Begins(), len(m.Deletes) > 0, m.Encrypted != nil, s.Encrypted > 0, len(m.Raw) != int(m.Length), o.fragments() > 0:
		return false
	case SPI(m.Raw) != s.SPIs[Initiator] || SPI(m.Raw[len(SPI{}):]) != s.SPIs[Responder]:
		return false
	case p.src != o.place.dst || p.dst != o.place.src || p.iface != o.place.iface || s.Now != s.Peers:
		return false
	case !timeOf(stamp(o.time)).Equal(o.time), s.Messages != 2+uint64(first.again.times):
		return false
	}
	waits := max(s.Unanswered[Initiator].Sent, s.Unanswered[Responder].Sent) >= sentBeforeAnew || s.wrongGroup.Failed() // Judge may decide on it
	return !waits && !s.Failure.Failed() && s.Ready.IsZero() && s.Deleted.IsZero() && s.State != AuthAnswered && s.Replaces == nil && s.ReplacedBy == nil
}

// read makes an SA of a begun one, which stays what it is.
func (t *Tracker) read(e *saEntry) *SA {
	if t.second == nil {
		t.second = New(nil, Limits{Bytes: math.MaxInt}) // t learns nothing by it
	}
	d, v := t.second, t.compacted.At(e.Value.begun)
	d.seed, d.proposals = t.seed, t.proposals
	k := t.halfOpen.longKey(&v.ends)
	s := &SA{ID: v.id, Transcript: decrypt.Transcript{SPIs: e.Key}}
	d.insert(s)
	first := opening{t.halfOpen.whole(v.ends.spi, &v.first), t.halfOpen.seen(k, &v.first), t.halfOpen.repeated(&v.first)}
	d.replay(s, &first)
	o := observation{
		frame: uint64(v.frameHigh)<<32 | uint64(v.frameLow), time: timeOf(v.time), ttl: v.ttl,
		place: place{iface: first.at.place.iface, src: first.at.place.dst, dst: first.at.place.src},
	}
	raw := append(append(e.Key[Initiator][:len(SPI{}):len(SPI{})], e.Key[Responder][:]...), t.halfOpen.bodies.of(v.body)...)
	d.addMessage(s, d.reread(raw), &o, d.digest(raw))
	d.forget(s.entry)
	s.begunIn = t
	return s
}

// sa is the SA of an entry, which is a begun one no longer.
func (t *Tracker) sa(e *saEntry) *SA {
	if e.Value.sa == nil {
		t.expand(e, t.read(e))
	}
	return e.Value.sa
}

// look is the SA of an entry, which stays what it is.
func (t *Tracker) look(e *saEntry) *SA {
	if e.Value.sa == nil {
		return t.read(e)
	}
	return e.Value.sa
}

// expand keeps the begun SA of e as s.
func (t *Tracker) expand(e *saEntry, s *SA) {
	t.releaseBegun(e)
	e.Value = kept{sa: s}
	s.entry, s.begunIn = e, nil
	t.reckon(s)
}

// adopt keeps s, which was made of a begun SA, in its place.
func (t *Tracker) adopt(s *SA) {
	if e := t.sas.Peek(s.SPIs); e != nil && e.Value.sa == nil {
		t.expand(e, s)
	}
}

// releaseBegun forgets what is kept of the begun SA of e.
func (t *Tracker) releaseBegun(e *saEntry) {
	v := t.compacted.At(e.Value.begun)
	t.begunBytes -= begunSize
	t.halfOpen.release(&v.ends, &v.first)
	t.halfOpen.bodies.release(v.body)
	t.compacted.Free(e.Value.begun)
}

// ends are where the peers of an SA are now, by Role.
func (t *Tracker) ends(e *saEntry) [2]netip.AddrPort {
	if s := e.Value.sa; s != nil {
		return s.Now
	}
	v := t.compacted.At(e.Value.begun)
	o := t.halfOpen.seen(t.halfOpen.longKey(&v.ends), &v.first)
	return [2]netip.AddrPort{o.place.src, o.place.dst}
}
