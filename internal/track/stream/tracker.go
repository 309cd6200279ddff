package stream

import (
	"bytes"
	"encoding/binary"
	"net/netip"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/iketcp"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// Port is the TCP port of IKE and ESP: RFC 9329, section 2.
const Port = 4500

// maxDirections bounds how many directions are followed.
const maxDirections = 1 << 12

// A Tracker attaches each message of a stream to the packet with its end. It is a
// track.Tracker.
type Tracker struct {
	ports []uint16
	table *bounded.Table[key, direction]
}

// A key is one direction.
type key struct{ src, dst netip.AddrPort }

// New makes a Tracker of connections to or from ports.
func New(ports ...uint16) *Tracker {
	return &Tracker{ports: ports, table: bounded.New[key, direction](maxDirections)}
}

// Evicted is how many directions were forgotten for want of room.
func (t *Tracker) Evicted() uint64 { return t.table.Evicted }

// Protos implements track.Selective.
func (*Tracker) Protos() []*field.Proto {
	return []*field.Proto{inet.TCPProto}
}

// Observe implements track.Tracker.
func (t *Tracker) Observe(e *dissect.Engine, p *dissect.Packet) {
	i := len(p.Layers) - 1
	if i < 0 || p.Layers[i].Quoted {
		return
	}
	m, ok := p.Layers[i].Message.(*inet.TCP)
	if !ok || !t.claims(m.SrcPort) && !t.claims(m.DstPort) || len(m.Data) < m.Len {
		return
	}
	k := key{netip.AddrPortFrom(m.Src, m.SrcPort), netip.AddrPortFrom(m.Dst, m.DstPort)}
	entry := t.table.Find(k)
	if entry == nil {
		entry = t.table.Add(k)
	}
	d := &entry.Value
	if m.Flags&inet.FlagSYN != 0 {
		d.begin(m.Seq + 1)
		return
	}
	if len(m.Data) == 0 {
		return
	}
	d.add(m.Seq, m.Data)
	if d.messages(e, p, i) {
		t.table.Promote(entry)
	}
}

func (t *Tracker) claims(port uint16) bool {
	for _, p := range t.ports {
		if p == port {
			return true
		}
	}
	return false
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
		n := whole(d.pending)
		if n == 0 {
			return any
		}
		buf := e.Own(n)
		copy(buf, d.pending)
		d.pending = append(d.pending[:0], d.pending[n:]...)
		e.Attach(p, i, iketcp.Key, buf)
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
	b := d.pending
	if bytes.HasPrefix(b, []byte(iketcp.Prefix)) {
		d.lost = false
		return true
	}
	for len(b) >= iketcp.LengthSize {
		size := int(binary.BigEndian.Uint16(b))
		if size <= iketcp.LengthSize || size > len(b) {
			d.pending = nil // another segment may begin with one
			return false
		}
		b = b[size:]
	}
	d.lost = len(b) > 0 || len(d.pending) == 0
	if d.lost {
		d.pending = nil
	}
	return !d.lost
}
