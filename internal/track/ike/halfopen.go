package ike

import (
	"encoding/binary"
	"math"
	"net/netip"
	"time"
	"unsafe"

	"github.com/pktscope/pktscope/internal/track/bounded"
)

// A halfOpen is a half-open SA (RFC 7296, section 2.6): a first message without
// a response, kept so that it can be decoded again when the response comes. A
// flood of them is cheap: they hold no pointers, which the garbage collector
// would follow, and messages that differ in their SPI alone share their bytes.
type halfOpen struct {
	firstLow  uint32 // see first
	firstHigh int32
	frameLow  uint32
	ports     [2]uint16
	body      bounded.Ref
	again     bounded.Ref // of a repeat; 0: it was sent once
	frameHigh uint16
	iface     uint16 // of names
}

// first is when it was captured: in Unix nanoseconds, or noTime.
func (v *halfOpen) first() int64 { return int64(v.firstHigh)<<32 | int64(v.firstLow) }

// A repeat is that a first message was sent again.
type repeat struct {
	times uint32
	last  int64 // Unix nanoseconds, or noTime
}

// A halfOpenKey is what a first message and its response have in common.
type halfOpenKey struct {
	spi      SPI
	src, dst [16]byte // addresses; IPv4 addresses mapped
}

// A shortKey is a halfOpenKey as the table keeps it: an address of IPv6 is a number.
type shortKey struct {
	spi      SPI
	src, dst uint32
	numbered bool
}

type halfOpenEntry = bounded.Entry[shortKey, halfOpen]

func keyOf(spi SPI, src, dst netip.Addr) halfOpenKey {
	return halfOpenKey{spi: spi, src: src.As16(), dst: dst.As16()}
}

// swapped is the key of messages in the other direction.
func (k halfOpenKey) swapped() halfOpenKey { return halfOpenKey{k.spi, k.dst, k.src} }

// halfOpens are the half-open SAs, the oldest first. The Tracker bounds them.
type halfOpens struct {
	table     *bounded.Table[shortKey, halfOpen]
	bodies    bodies
	repeats   bounded.Slab[repeat]
	addresses bounded.Numbers[[16]byte]
	names     names
}

func newHalfOpens() halfOpens {
	return halfOpens{
		table:  bounded.New[shortKey, halfOpen](math.MaxInt),
		bodies: bodies{index: map[string]bounded.Ref{}}, addresses: bounded.NewNumbers[[16]byte](),
	}
}

// find is the half-open SA of a key, nil without one.
func (h *halfOpens) find(k halfOpenKey) *halfOpenEntry {
	s := shortKey{spi: k.spi}
	src, dst := netip.AddrFrom16(k.src), netip.AddrFrom16(k.dst)
	if s.numbered = !src.Is4In6() || !dst.Is4In6(); s.numbered {
		if s.src, s.dst = h.addresses.Find(k.src), h.addresses.Find(k.dst); s.src == 0 || s.dst == 0 {
			return nil
		}
	} else {
		s.src, s.dst = binary.BigEndian.Uint32(k.src[12:]), binary.BigEndian.Uint32(k.dst[12:])
	}
	return h.table.Peek(s)
}

// shorten is the key of a new entry.
func (h *halfOpens) shorten(k halfOpenKey) shortKey {
	if netip.AddrFrom16(k.src).Is4In6() && netip.AddrFrom16(k.dst).Is4In6() {
		return shortKey{k.spi, binary.BigEndian.Uint32(k.src[12:]), binary.BigEndian.Uint32(k.dst[12:]), false}
	}
	return shortKey{k.spi, h.addresses.Use(k.src), h.addresses.Use(k.dst), true}
}

// key is the key of an entry.
func (h *halfOpens) key(e *halfOpenEntry) halfOpenKey { return h.longKey(&e.Key) }

// longKey is the key that k is short for.
func (h *halfOpens) longKey(k *shortKey) halfOpenKey {
	if k.numbered {
		return halfOpenKey{k.spi, h.addresses.Key(k.src), h.addresses.Key(k.dst)}
	}
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], k.src)
	src := netip.AddrFrom4(b)
	binary.BigEndian.PutUint32(b[:], k.dst)
	return keyOf(k.spi, src, netip.AddrFrom4(b))
}

// halfOpenSize is what an entry takes, with its places in the table's index.
const halfOpenSize = int(unsafe.Sizeof(halfOpenEntry{})) + 24

const repeatSize = int(unsafe.Sizeof(repeat{}))

// size is how many bytes h keeps.
func (h *halfOpens) size() int {
	return halfOpenSize*h.table.Len() + h.bodies.bytes + repeatSize*h.repeats.Len() + h.addresses.Bytes()
}

// add keeps a first message, whose bytes are raw.
func (h *halfOpens) add(k halfOpenKey, o *observation, raw []byte) {
	v := h.keep(o, raw)
	h.table.Add(h.shorten(k)).Value = v
}

// keep is what is kept of a first message, whose bytes are raw, beside its key.
func (h *halfOpens) keep(o *observation, raw []byte) halfOpen {
	first := stamp(o.time)
	return halfOpen{
		frameLow: uint32(o.frame), frameHigh: uint16(o.frame >> 32), firstLow: uint32(first), firstHigh: int32(first >> 32),
		iface: h.names.number(o.place.iface),
		ports: [2]uint16{o.place.src.Port(), o.place.dst.Port()},
		body:  h.bodies.share(raw[len(SPI{}):]),
	}
}

// repeat counts that the message of e was sent once more.
func (h *halfOpens) repeat(e *halfOpenEntry, at time.Time) {
	v := &e.Value
	if v.again == 0 {
		v.again = h.repeats.Alloc()
		h.repeats.At(v.again).last = v.first()
	}
	r := h.repeats.At(v.again)
	r.times++
	r.last = max(r.last, stamp(at))
}

// repeated is how often the message of v was sent again, and when last.
func (h *halfOpens) repeated(v *halfOpen) repeat {
	if r := h.repeats.At(v.again); r != nil {
		return *r
	}
	return repeat{last: v.first()}
}

func (h *halfOpens) remove(e *halfOpenEntry) {
	h.release(&e.Key, &e.Value)
	h.table.Remove(e)
}

// release forgets what v shares with others, and the addresses of its key.
func (h *halfOpens) release(k *shortKey, v *halfOpen) {
	h.bodies.release(v.body)
	if v.again != 0 {
		h.repeats.Free(v.again)
	}
	if k.numbered {
		h.addresses.Leave(k.src)
		h.addresses.Leave(k.dst)
	}
}

// raw is the message of e as it was captured.
func (h *halfOpens) raw(e *halfOpenEntry) []byte { return h.whole(e.Key.spi, &e.Value) }

// whole is the message of v, which has that SPI, as it was captured.
func (h *halfOpens) whole(spi SPI, v *halfOpen) []byte {
	return append(spi[:], h.bodies.of(v.body)...)
}

// opening is the first message of e, for its response.
func (h *halfOpens) opening(e *halfOpenEntry) opening {
	return opening{h.raw(e), h.observation(e), h.repeated(&e.Value)}
}

// holds reports whether the message of e is raw.
func (h *halfOpens) holds(e *halfOpenEntry, raw []byte) bool {
	n := len(e.Key.spi)
	return len(raw) >= n && SPI(raw) == e.Key.spi && string(raw[n:]) == h.bodies.of(e.Value.body)
}

// Any is any SA, for Answered and HalfOpen.
func Any(Known) bool { return true }

// A Known is what is known of an SA without decoding its messages.
type Known struct {
	SPI     SPI
	Version uint8
	IPv6    bool
	Compact bool // it is kept as the bytes of its messages: of a flood of begun SAs
}

func (h *halfOpens) summary(e *halfOpenEntry) Known { return h.known(&e.Key, &e.Value) }

func (h *halfOpens) known(k *shortKey, v *halfOpen) Known {
	const version = 17 // its offset: RFC 7296, section 3.1
	return Known{
		SPI:     k.spi,
		Version: h.bodies.of(v.body)[version-len(k.spi)] >> 4,
		IPv6:    k.numbered && !netip.AddrFrom16(h.addresses.Key(k.src)).Is4In6(),
	}
}

// observation is where and when the message of e was captured.
func (h *halfOpens) observation(e *halfOpenEntry) observation { return h.seen(h.key(e), &e.Value) }

// seen is where and when the message of v, which has that key, was captured.
func (h *halfOpens) seen(k halfOpenKey, v *halfOpen) observation {
	end := func(i int, a [16]byte) netip.AddrPort {
		return netip.AddrPortFrom(netip.AddrFrom16(a).Unmap(), v.ports[i])
	}
	return observation{frame: uint64(v.frameHigh)<<32 | uint64(v.frameLow), time: timeOf(v.first()), place: place{iface: h.names.of(v.iface), src: end(0, k.src), dst: end(1, k.dst)}}
}

// noTime stands for the zero time.
const noTime = math.MinInt64

// stamp is a time as a halfOpen keeps it.
func stamp(t time.Time) int64 {
	if t.IsZero() {
		return noTime
	}
	return t.UnixNano()
}

func timeOf(n int64) time.Time {
	if n == noTime {
		return time.Time{}
	}
	return time.Unix(0, n)
}

// bodies are messages without their initiator's SPI, each kept once.
type bodies struct {
	slab  bounded.Slab[body]
	index map[string]bounded.Ref
	bytes int
}

type body struct {
	bytes string
	users int
}

// bodyOverhead is what a body takes beside its bytes, its place in the index
// included.
const bodyOverhead = 120

// share returns the body that holds b, for one more user.
func (s *bodies) share(b []byte) bounded.Ref {
	r := s.index[string(b)]
	if r == 0 {
		r = s.slab.Alloc()
		x := s.slab.At(r)
		x.bytes = string(b)
		s.index[x.bytes] = r
		s.bytes += bodyOverhead + len(b)
	}
	s.slab.At(r).users++
	return r
}

// release forgets a body with its last user.
func (s *bodies) release(r bounded.Ref) {
	x := s.slab.At(r)
	if x.users--; x.users > 0 {
		return
	}
	delete(s.index, x.bytes)
	s.bytes -= bodyOverhead + len(x.bytes)
	s.slab.Free(r)
}

func (s *bodies) of(r bounded.Ref) string { return s.slab.At(r).bytes }

// names numbers the interfaces' names.
type names struct {
	list  []string
	index map[string]uint16
}

// number is that of s. The last of too many names stands for all that follow.
func (n *names) number(s string) uint16 {
	i, ok := n.index[s]
	if ok || len(n.list) > math.MaxUint16 {
		return i
	}
	if n.index == nil {
		n.index = map[string]uint16{}
	}
	i = uint16(len(n.list))
	n.list = append(n.list, s)
	n.index[s] = i
	return i
}

func (n *names) of(i uint16) string {
	if int(i) < len(n.list) {
		return n.list[i]
	}
	return ""
}
