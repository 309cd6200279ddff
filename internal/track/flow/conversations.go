package flow

import (
	"encoding/binary"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/link"
)

// Conversations is a track.Tracker that numbers the conversations of Ethernet, IPv4,
// IPv6, UDP and TCP, and the packets in them. Those of TCP are the streams of a
// Tracker, which observes before it. Only fields tell these numbers: a run that shows
// none does without it.
//
// It keeps a bounded number of conversations and forgets the least recently used: a
// packet of one that was forgotten begins another.
type Conversations struct {
	table table[conversation]
	count [families]uint32
}

// ConversationFields names the fields that tell what Conversations finds.
func ConversationFields() []string {
	return []string{
		"eth.stream", "ip.stream", "ipv6.stream", "udp.stream", "udp.stream.pnum", "udp.time_relative", "udp.time_delta",
		"tcp.stream.pnum", "tcp.time_relative", "tcp.time_delta",
	}
}

// maxConversations is how many are kept, in 6 MiB once all are in use.
const maxConversations = 1 << 16

// A family is a protocol whose conversations are numbered by themselves.
type family uint8

const (
	familyEthernet family = iota
	familyIPv4
	familyIPv6
	familyUDP
	familyTCP
	families
)

// A conversation is what is kept of one.
type conversation struct {
	number      uint32
	packets     uint32
	first, last int64 // when packets were captured, in nanoseconds since 1970
}

// NewConversations makes a Conversations.
func NewConversations() *Conversations {
	return &Conversations{table: newTable[conversation](maxConversations)}
}

// Protos implements track.Selective.
func (*Conversations) Protos() []*field.Proto {
	return []*field.Proto{link.EthernetProto, inet.IPv4Proto, inet.IPv6Proto, inet.UDPProto, inet.TCPProto}
}

// Observe implements track.Tracker.
func (t *Conversations) Observe(_ *dissect.Engine, p *dissect.Packet) {
	now := nanoseconds(p)
	for i := range p.Layers {
		l := &p.Layers[i]
		k, f, ok := conversationOf(l)
		if !ok {
			continue
		}
		k.rest |= uint64(f) << familyShift
		c := t.find(&k, f, now)
		l.Conversation = &field.Conversation{Number: c.number}
		if !l.Quoted {
			c.tell(l.Conversation, now)
		}
	}
}

// familyShift is where a key holds its family, beside ports.
const familyShift = 32

// find returns the conversation of a key, a new one if need be.
func (t *Conversations) find(k *key, f family, now int64) *conversation {
	e := t.table.find(k)
	if e == nil {
		e = t.table.add(k)
		e.val = conversation{number: t.count[f], first: now, last: now}
		t.count[f]++
	}
	return &e.val
}

// tell counts a packet and says where in the conversation it stands.
func (c *conversation) tell(f *field.Conversation, now int64) {
	c.packets++
	f.Packet, f.Since, f.Delta = c.packets, time.Duration(now-c.first), time.Duration(now-c.last)
	c.last = now
}

// conversationOf is the key of the conversation that a message belongs to, but for
// its family.
func conversationOf(l *dissect.Layer) (k key, f family, ok bool) {
	switch m := l.Message.(type) {
	case *link.Ethernet:
		return pair(etherWords(m.Src), etherWords(m.Dst)), familyEthernet, m.Addressed() && !m.Replaced()
	case *inet.IPv4:
		return pair(words(m.Src), words(m.Dst)), familyIPv4, m.Dst.IsValid()
	case *inet.IPv6:
		return pair(words(m.Src), words(m.Dst)), familyIPv6, m.Dst.IsValid()
	case *inet.UDP:
		k, _ = endpoints(m.Src, m.Dst, m.SrcPort, m.DstPort)
		return k, familyUDP, m.HasPorts()
	case *inet.TCP:
		return key{rest: uint64(m.Facts.Stream)}, familyTCP, m.Facts.Known
	}
	return k, 0, false
}

// pair is the key of two addresses.
func pair(a, b [2]uint64) key {
	if less(b, a) {
		a, b = b, a
	}
	return key{low: a, high: b}
}

// etherWords is an Ethernet address as words has the others.
func etherWords(a [6]byte) [2]uint64 {
	return [2]uint64{0, uint64(binary.BigEndian.Uint32(a[:]))<<16 | uint64(binary.BigEndian.Uint16(a[4:]))}
}

// nanoseconds is when p was captured, since 1970; 0 without a time.
func nanoseconds(p *dissect.Packet) int64 {
	if p.Time.IsZero() {
		return 0
	}
	return p.Time.UnixNano()
}
