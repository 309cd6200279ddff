package neighbor

import (
	"bytes"
	"errors"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/link"
)

// An Announcement is one packet in which a device says who it is.
type Announcement struct {
	Packet *dissect.Packet
	Layer  *dissect.Layer

	// Key tells the sender's port from others on the same interface. Without
	// one the announcement is counted, and makes no row.
	Key          []byte
	Device, Port []byte // as reports call them
	TTL          time.Duration
	Version      uint8 // of the protocol: 1 or 2
	Bad          bool  // its checksum is wrong
	Unverified   bool  // its checksum could not be verified, as it was cut when captured
	Faults       int   // parts of it that could not be read

	at time.Time
}

// Find is the announcement of type M that a packet is; ok is false if it is
// none.
func Find[M dissect.Message](p *dissect.Packet) (m M, l *dissect.Layer, ok bool) {
	for i := len(p.Layers) - 1; i >= 0; i-- {
		l := &p.Layers[i]
		if m, ok := l.Message.(M); ok && !l.Quoted {
			return m, l, true
		}
	}
	return m, nil, false
}

// malformed reports whether the announcement is damaged, not only cut.
func (a *Announcement) malformed() bool {
	return a.Faults > 0 || a.Packet.Notes > 0 || errors.Is(a.Packet.Err, field.ErrMalformed)
}

// Raw is the announcement as it was captured. It aliases the packet.
func (a *Announcement) Raw() Raw {
	s := a.Layer.Span
	return Raw{a.Packet.Bufs[s.Buf][s.Off:s.End], s.Wire - s.Off}
}

// circuit is what the link tells of its circuits: on Frame Relay, those at
// their ends are each other's neighbours, not all on the interface.
func (a *Announcement) circuit() uint32 {
	if m, ok := a.Packet.Layers[0].Message.(*link.FrameRelay); ok {
		return m.DLCI
	}
	return 0
}

// Raw is a message as it was captured, and how long it was on the wire.
type Raw struct {
	Data []byte
	Wire int
}

// Equal reports whether two messages are the same from a byte on.
func (r Raw) Equal(other Raw, from int) bool {
	return r.Wire == other.Wire && bytes.Equal(r.Data[min(from, len(r.Data)):], other.Data[min(from, len(other.Data)):])
}

// Decode reads the message into m.
func (r Raw) Decode(m dissect.Message) {
	var d field.Decoder
	d.Reset(r.Data, field.Span{End: len(r.Data), Wire: r.Wire}, nil, -1)
	_ = m.Decode(&d) // what can be read of it was told when it was heard
}
