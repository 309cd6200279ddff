package flow

import (
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect/inet"
)

// A request is what is kept of an echo request.
type request struct {
	frame uint64
	time  time.Time
}

// An echo is a request or a reply, of ICMP or ICMPv6.
type echo struct {
	src, dst netip.Addr
	id       uint64 // of the request, among those between two hosts
	reply    bool
}

// echo keeps a request, or finds the request that a reply is to.
func (t *Tracker) echo(e echo, frame uint64, now time.Time) (f inet.EchoFacts) {
	src, dst := words(e.src), words(e.dst)
	k := key{low: src, high: dst, rest: e.id}
	if less(dst, src) {
		k.low, k.high = dst, src
	}
	have := t.echoes.find(&k)
	switch {
	case !e.reply:
		if have == nil {
			have = t.echoes.add(&k)
		}
		have.val = request{frame, now}
		have.answered = false
	case have != nil:
		have.answered = true
		f.Request, f.Delay = have.val.frame, now.Sub(have.val.time)
	}
	return f
}

// ping follows ICMP's echoes. The checksum is a part of the ID: the data that a
// reply returns must be the request's.
func (t *Tracker) ping(m *inet.ICMP, frame uint64, now time.Time) {
	if m.Type != inet.ICMPEcho && m.Type != inet.ICMPEchoReply || !m.Whole() {
		return
	}
	e := echo{src: m.Src, dst: m.Dst, reply: m.Type == inet.ICMPEchoReply}
	e.id = uint64(requestSum(m))<<32 | uint64(m.ID)<<16 | uint64(m.Seq)
	m.Facts = t.echo(e, frame, now)
}

// requestSum is the checksum of the request: in one's complement, a reply's
// differs by the type of the request.
func requestSum(m *inet.ICMP) uint16 {
	if m.Type == inet.ICMPEcho {
		return m.Checksum
	}
	const typeWord = uint32(inet.ICMPEcho) << 8
	sum := uint32(^m.Checksum) + typeWord
	sum = ^(sum&0xffff + sum>>16) & 0xffff
	if sum == 0 {
		return 0xffff
	}
	return uint16(sum)
}

// ping6 follows ICMPv6's echoes.
func (t *Tracker) ping6(m *inet.ICMPv6, frame uint64, now time.Time) {
	if m.Type != inet.ICMPv6Echo && m.Type != inet.ICMPv6EchoReply || !m.Whole() {
		return
	}
	e := echo{src: m.Src, dst: m.Dst, reply: m.Type == inet.ICMPv6EchoReply}
	e.id = 1<<48 | uint64(m.ID)<<16 | uint64(m.Seq) // apart from ICMP's
	m.Facts = t.echo(e, frame, now)
}
