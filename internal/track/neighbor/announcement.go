package neighbor

import (
	"bytes"
	"errors"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/link"
)

// An Announcement is one packet in which a device identifies itself.
type Announcement struct {
	Packet *dissect.Packet
	Layer  *dissect.Layer

	// Key identifies the sender's port on the interface. An announcement without
	// one is counted, and makes no row.
	Key          []byte
	Device, Port []byte // as reports call them
	TTL          time.Duration
	TTLAssumed   bool  // the protocol tells none; three times the interval where that is more
	Supplement   bool  // it tells more of the row that has Key, and not what others tell
	Version      uint8 // of the protocol: 1 or 2
	Bad          bool  // the checksum is wrong
	Unverified   bool  // the checksum could not be verified: the capture has part of the packet
	Faults       int   // TLVs that could not be decoded

	at     time.Time
	source []byte // the sender's address on the link
}

// Find is the message of type M in a packet, and its layer; ok is false if there
// is none.
func Find[M dissect.Message](p *dissect.Packet) (m M, l *dissect.Layer, ok bool) {
	for i := len(p.Layers) - 1; i >= 0; i-- {
		l := &p.Layers[i]
		if m, ok := l.Message.(M); ok && !l.Quoted {
			return m, l, true
		}
	}
	return m, nil, false
}

// outbound reports whether the interface sent p, as the capture, Linux's cooked header
// or macOS's PKTAP says.
func outbound(p *dissect.Packet) bool {
	switch m := p.Layers[0].Message.(type) {
	case *link.Cooked:
		return p.Outbound || m.PacketType == link.SentByUs
	case *link.PKTAP:
		return p.Outbound || m.Flags&link.PKTAPOutbound != 0
	}
	return p.Outbound
}

// malformed reports whether the announcement itself is damaged. One that the
// capture has part of is not.
func (a *Announcement) malformed() bool {
	return a.Faults > 0 || a.Packet.Notes > 0 || errors.Is(a.Packet.Err, field.ErrMalformed)
}

// Raw is the announcement as it was captured. It aliases the packet.
func (a *Announcement) Raw() Raw {
	s := a.Layer.Span
	return Raw{a.Packet.Bufs[s.Buf][s.Off:s.End], s.Wire - s.Off}
}

// circuit is the Frame Relay circuit: the devices at its ends are neighbours, not
// all on the interface.
func (a *Announcement) circuit() uint32 {
	if m, ok := a.Packet.Layers[0].Message.(*link.FrameRelay); ok {
		return m.DLCI
	}
	return 0
}

// Raw is a message as captured, and its length on the wire.
type Raw struct {
	Data []byte
	Wire int
}

// Equal reports whether two messages are the same from a byte on.
func (r Raw) Equal(other Raw, from int) bool {
	return r.Wire == other.Wire && bytes.Equal(r.Data[min(from, len(r.Data)):], other.Data[min(from, len(other.Data)):])
}

// Decode decodes the message into m, as far as it can be.
func (r Raw) Decode(m dissect.Message) {
	var d field.Decoder
	d.Reset(r.Data, field.Span{End: len(r.Data), Wire: r.Wire}, nil, -1)
	_ = m.Decode(&d) // an error was counted with the packet
}
