package stream

import (
	"bytes"
	"encoding/binary"
	"net/netip"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/iketcp"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// Port is the TCP port of IKE and ESP: RFC 9329, section 2.
const Port = 4500

// What is kept at most: directions, and their bytes. An empty direction costs as many
// bytes as make the two bounds one.
const (
	maxDirections = 1 << 12
	maxBytes      = 64 << 20
	directionCost = maxBytes / maxDirections
	pieceCost     = 48
)

// A Tracker attaches each message of a stream to the packet with its end. It is a
// track.Tracker.
type Tracker struct {
	ports [1 << 16]use
	table *bounded.Table[key, direction]
}

// A use is what a port of TCP is for.
type use uint8

const (
	any   use = iota // a stream is followed if it begins with the prefix
	ike              // every stream is followed
	other            // none is: the user has named another protocol
)

// A key is one direction.
type key struct{ src, dst netip.AddrPort }

// Ports are what ports of TCP are for: true for IKE and ESP, false for another
// protocol. A stream between other ports is one of IKE and ESP if it begins with
// the prefix of RFC 9329, section 4.
type Ports map[uint16]bool

// New makes a Tracker.
func New(ports Ports) *Tracker {
	t := &Tracker{table: bounded.New[key, direction](maxBytes)}
	for p, yes := range ports {
		if t.ports[p] = other; yes {
			t.ports[p] = ike
		}
	}
	return t
}

// Evicted is how many directions were forgotten for want of room.
func (t *Tracker) Evicted() uint64 { return t.table.Evicted }

// Protos implements track.Selective.
func (*Tracker) Protos() []*field.Proto {
	return []*field.Proto{inet.TCPProto}
}

// Observe implements track.Tracker.
func (t *Tracker) Observe(e *dissect.Engine, p *dissect.Packet) {
	if i, m := track.Segment(p); m != nil && m.Whole() {
		t.segment(e, p, i, m)
	}
}

// segment follows the segment m, layer i of p.
func (t *Tracker) segment(e *dissect.Engine, p *dissect.Packet, i int, m *inet.TCP) {
	entry := t.find(m, i == len(p.Layers)-1)
	if entry == nil || len(m.Data) < m.Len {
		return
	}
	d := &entry.Value
	if m.Flags&inet.FlagSYN != 0 {
		if d.guessed { // another connection between the same ports
			t.table.Remove(entry)
			return
		}
		d.begin(m.Seq + 1)
		t.table.SetCost(entry, d.cost())
		return
	}
	if len(m.Data) == 0 {
		return
	}
	d.add(m.Seq, m.Data)
	begins := d.doubtful()
	if begins {
		if !couldBegin(d.waiting()) {
			t.table.Remove(entry)
			return
		}
		if len(d.waiting()) < len(iketcp.Prefix) {
			t.keep(entry)
			return
		}
		d.known = true
	}
	if len(p.Layers) > i+1 {
		e.Bare(p, i) // what the port stands for
	}
	if d.messages(e, p, i) {
		t.table.Promote(entry)
	}
	t.keep(entry)
	if begins {
		t.answers(m)
	}
}

// keep makes room for what entry has grown by: entry itself may have to go.
func (t *Tracker) keep(entry *bounded.Entry[key, direction]) {
	t.table.SetCost(entry, entry.Value.cost())
	t.table.Trim()
}

// add makes an empty direction.
func (t *Tracker) add(k key) *bounded.Entry[key, direction] {
	entry := t.table.Add(k)
	t.table.SetCost(entry, directionCost)
	return entry
}

// find returns the direction of m, nil if it is not followed. bare says that nothing
// is known of what m carries.
func (t *Tracker) find(m *inet.TCP, bare bool) *bounded.Entry[key, direction] {
	src, dst := t.ports[m.SrcPort], t.ports[m.DstPort]
	claimed := (src == ike || dst == ike) && bare
	begins := len(m.Data) > 0 && m.Data[0] == iketcp.Prefix[0] && couldBegin(m.Data)
	switch {
	case claimed:
	case src == other || dst == other, t.table.Len() == 0 && !begins:
		return nil
	}
	k := key{netip.AddrPortFrom(m.Src, m.SrcPort), netip.AddrPortFrom(m.Dst, m.DstPort)}
	entry := t.table.Find(k)
	if entry == nil && (claimed || begins) {
		entry = t.add(k)
		if !claimed {
			entry.Value.begin(m.Seq)
			entry.Value.guessed = true
		}
	}
	return entry
}

// answers follows the other direction of m, which is the first segment of a stream
// that has turned out to be IKE's.
func (t *Tracker) answers(m *inet.TCP) {
	k := key{netip.AddrPortFrom(m.Dst, m.DstPort), netip.AddrPortFrom(m.Src, m.SrcPort)}
	entry := t.table.Find(k)
	if entry == nil {
		entry = t.add(k)
	}
	d := &entry.Value
	if m.Flags&inet.FlagACK != 0 {
		d.begin(m.Ack)
	}
	d.guessed, d.known = true, true
}

// couldBegin reports whether b is the beginning of a stream of IKE, or of its prefix.
func couldBegin(b []byte) bool {
	n := min(len(b), len(iketcp.Prefix))
	return string(b[:n]) == iketcp.Prefix[:n]
}

// maxMessages bounds how many messages are attached to one packet. The next packet
// has the rest.
const maxMessages = 64

// messages attaches the whole messages to p, whose layer i has their end, and
// reports whether there are any.
func (d *direction) messages(e *dissect.Engine, p *dissect.Packet, i int) (any bool) {
	for range maxMessages {
		if d.lost && !d.find() {
			return any
		}
		n := whole(d.waiting())
		if n == 0 {
			return any
		}
		buf := e.Own(n)
		copy(buf, d.waiting())
		d.take(n)
		e.Attach(p, i, iketcp.Key, buf, nil)
		any = true
	}
	return any
}

// whole is the length of the message that b begins with, its prefix included, 0
// while it is not whole.
func whole(b []byte) int {
	n := 0
	if bytes.HasPrefix(b, []byte(iketcp.Prefix)) {
		n = len(iketcp.Prefix)
	}
	if len(b) < n+iketcp.LengthSize {
		return 0
	}
	size := max(int(binary.BigEndian.Uint16(b[n:])), iketcp.LengthSize)
	if len(b) < n+size {
		return 0
	}
	return n + size
}

// find looks for the start of a message after missing bytes: segments mostly begin
// with one. It is one if its length leads to the end of pending, or to another
// message.
func (d *direction) find() bool {
	b := d.waiting()
	if bytes.HasPrefix(b, []byte(iketcp.Prefix)) {
		d.lost = false
		return true
	}
	for len(b) >= iketcp.LengthSize {
		size := int(binary.BigEndian.Uint16(b))
		if size <= iketcp.LengthSize || size > len(b) {
			d.drop() // another segment may begin with one
			return false
		}
		b = b[size:]
	}
	d.lost = len(b) > 0 || len(d.waiting()) == 0
	if d.lost {
		d.drop()
	}
	return !d.lost
}
