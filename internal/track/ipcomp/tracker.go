// Package ipcomp decompresses the packets of IPComp, RFC 3173, that are compressed with
// DEFLATE: RFC 2394.
package ipcomp

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	wire "github.com/pktscope/pktscope/dissect/ipcomp"
)

// A Tracker decompresses. It is a track.Tracker.
type Tracker struct {
	source bytes.Reader
	reader io.ReadCloser // a flate.Resetter
	plain  bytes.Buffer
}

// New makes a Tracker.
func New() *Tracker {
	t := &Tracker{}
	t.reader = flate.NewReader(&t.source)
	return t
}

// Protos implements track.Selective.
func (*Tracker) Protos() []*field.Proto { return []*field.Proto{wire.Proto} }

// maxBuffers is how many buffers of a packet have numbers.
const maxBuffers = 1 << 8

// Observe implements track.Tracker.
func (t *Tracker) Observe(e *dissect.Engine, p *dissect.Packet) {
	i := len(p.Layers) - 1 // no other layer has its payload
	if i < 0 || p.Layers[i].Quoted || len(p.Bufs) >= maxBuffers {
		return
	}
	m, ok := p.Layers[i].Message.(*wire.Packet)
	if !ok || m.Facts.Plain != nil || p.Err != nil {
		return
	}
	if s := p.Layers[i].Span; s.End < s.Wire {
		return // the capture has not all of it
	}
	if m.CPI != wire.CPIDeflate && m.CPI < wire.CPINegotiated {
		return // another algorithm
	}
	plain := t.inflate(m.Data)
	if plain == nil || m.CPI >= wire.CPINegotiated && !fits(m.NextHeader, plain) {
		return
	}
	own := e.Own(len(plain))
	copy(own, plain)
	m.Facts = wire.Facts{Plain: own, Buf: uint8(len(p.Bufs))}
	p.Bufs = append(p.Bufs, own)
	e.Again(p, i)
}

// maxPlain is the length of the longest IP packet.
const maxPlain = 1<<16 - 1

// inflate returns what b was before it was compressed, nil if b is not all DEFLATE. It
// is overwritten by the next call.
func (t *Tracker) inflate(b []byte) []byte {
	t.source.Reset(b)
	_ = t.reader.(flate.Resetter).Reset(&t.source, nil) // it never fails
	t.plain.Reset()
	n, err := io.Copy(&t.plain, io.LimitReader(t.reader, maxPlain+1))
	if err != nil || n == 0 || n > maxPlain || t.source.Len() > 0 {
		return nil
	}
	return t.plain.Bytes()
}

// fits reports whether b may be a packet of protocol next. What algorithm a negotiated
// CPI stands for only IKE tells; other bytes hardly ever pass for DEFLATE and for a
// packet.
func fits(next uint8, b []byte) bool {
	const (
		ipv4, tcp, udp, ipv6                         = 4, 6, 17, 41
		ipv4Header, tcpHeader, udpHeader, ipv6Header = 20, 20, 8, 40
	)
	switch {
	case next == ipv4:
		return len(b) >= ipv4Header && b[0]>>4 == 4 && int(binary.BigEndian.Uint16(b[2:])) == len(b)
	case next == ipv6:
		return len(b) >= ipv6Header && b[0]>>4 == 6 && ipv6Header+int(binary.BigEndian.Uint16(b[4:])) == len(b)
	case next == udp:
		return len(b) >= udpHeader && int(binary.BigEndian.Uint16(b[4:])) == len(b)
	case next == tcp:
		return len(b) >= tcpHeader && int(b[12]>>4)*4 >= tcpHeader && int(b[12]>>4)*4 <= len(b)
	}
	return true
}
