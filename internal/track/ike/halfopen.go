package ike

import (
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
	ports    [2]uint16
	iface    uint16 // of names
	repeated uint32 // retransmissions
	body     bounded.Ref
	first    int64 // Unix nanoseconds, or noTime
	last     int64
	frame    uint64
	digest   digest
}

// A halfOpenKey is what a first message and its response have in common.
type halfOpenKey struct {
	spi      SPI
	src, dst [16]byte // addresses; IPv4 addresses mapped
}

type halfOpenEntry = bounded.Entry[halfOpenKey, halfOpen]

func keyOf(spi SPI, src, dst netip.Addr) halfOpenKey {
	return halfOpenKey{spi: spi, src: src.As16(), dst: dst.As16()}
}

// swapped is the key of messages in the other direction.
func (k halfOpenKey) swapped() halfOpenKey { return halfOpenKey{k.spi, k.dst, k.src} }

// halfOpens are the half-open SAs, the oldest first. The Tracker bounds them.
type halfOpens struct {
	table  *bounded.Table[halfOpenKey, halfOpen]
	bodies bodies
	names  names
}

func newHalfOpens() halfOpens {
	return halfOpens{table: bounded.New[halfOpenKey, halfOpen](math.MaxInt), bodies: bodies{index: map[string]bounded.Ref{}}}
}

// halfOpenSize is what an entry takes, with its places in the table's index.
const halfOpenSize = int(unsafe.Sizeof(halfOpenEntry{})) + 24

// size is how many bytes h keeps.
func (h *halfOpens) size() int { return halfOpenSize*h.table.Len() + h.bodies.bytes }

// add keeps a first message, whose bytes are raw.
func (h *halfOpens) add(k halfOpenKey, v halfOpen, raw []byte) {
	v.body = h.bodies.share(raw[len(k.spi):])
	h.table.Add(k).Value = v
}

func (h *halfOpens) remove(e *halfOpenEntry) {
	h.bodies.release(e.Value.body)
	h.table.Remove(e)
}

// raw is the message of e as it was captured.
func (h *halfOpens) raw(e *halfOpenEntry) []byte {
	return append(e.Key.spi[:], h.bodies.of(e.Value.body)...)
}

// A HalfOpen is what is known of a half-open SA without decoding it.
type HalfOpen struct {
	SPI     SPI
	Version uint8
	IPv6    bool
}

func (h *halfOpens) summary(e *halfOpenEntry) HalfOpen {
	const version = 17 // its offset: RFC 7296, section 3.1
	return HalfOpen{
		SPI:     e.Key.spi,
		Version: h.bodies.of(e.Value.body)[version-len(e.Key.spi)] >> 4,
		IPv6:    !netip.AddrFrom16(e.Key.src).Is4In6(),
	}
}

// observation is where and when the message of e was captured.
func (h *halfOpens) observation(e *halfOpenEntry) observation {
	v := &e.Value
	end := func(i int, a [16]byte) netip.AddrPort {
		return netip.AddrPortFrom(netip.AddrFrom16(a).Unmap(), v.ports[i])
	}
	return observation{frame: v.frame, time: timeOf(v.first), place: place{iface: h.names.of(v.iface), src: end(0, e.Key.src), dst: end(1, e.Key.dst)}}
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
