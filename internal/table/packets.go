package table

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/dissect/link"
	"github.com/pktscope/pktscope/internal/render"
)

// Packets makes rows of packets, behind all trackers.
type Packets struct {
	Names *field.Names // of ports and addresses in Info; nil: numbers
	Keys  bool         // keys were given: where a packet of ESP is not decrypted, it says why

	row     Packet
	numbers // to which the row points
	text    []byte
	info    []byte
	bools   [2]bool

	known     [1 << knownBits]string // texts that many packets have, see shared
	addresses [1 << knownBits]struct {
		netip.Addr
		text string
	}
	macs [1 << knownBits]struct {
		mac  [6]byte
		text string // "": free
	}
}

// numbers are those of a row.
type numbers struct {
	frame, stream, sequence             int64
	time                                Time
	protocol, srcPort, dstPort, version int32
}

// set is where a number is that was set.
func set[T any](to *T, v T) *T {
	*to = v
	return to
}

// NewPackets makes a Packets.
func NewPackets() *Packets { return &Packets{bools: [2]bool{1: true}} }

// Of is the row of a packet, until that of the next one; a file that it is written to has its Info.
// It aliases nothing of the packet.
func (x *Packets) Of(p *dissect.Packet) *Packet {
	r := &x.row
	*r = Packet{
		Place: Place{File: p.File, Frame: set(&x.frame, int64(p.InFile))}, Number: int64(p.Number), Time: x.at(p.Time),
		Length: int64(p.Wire), CapturedLength: int64(len(p.Bufs[0])), Interface: p.Interface,
	}
	for i := range p.Layers {
		l := &p.Layers[i]
		if l.Quoted {
			break
		}
		if i == 0 && l.Key.Space == field.Link {
			r.LinkType = int32(l.Key.Value)
		}
		x.layer(r, l)
	}
	x.columns(r, p)
	return r
}

// columns are those of the list of packets.
func (x *Packets) columns(r *Packet, p *dissect.Packet) {
	top, ends := p.Columns()
	x.text = p.AppendProtocols(x.text[:0])
	r.Protocols = x.shared(x.text)
	x.text, x.info = x.text[:0], x.info[:0]
	if top != nil {
		x.text = top.AppendProtocol(x.text)
	}
	r.Protocol = x.shared(x.text)
	if x.text = x.text[:0]; ends != nil {
		x.text = ends.AppendSource(x.text)
	}
	if len(x.text) == 0 {
		x.text = p.AppendSource(x.text)
	}
	r.Source = x.oneOf(x.text, r.InnerSrc, r.SrcAddress, r.SrcMAC)
	if x.text = x.text[:0]; ends != nil {
		x.text = ends.AppendDestination(x.text)
	}
	if len(x.text) == 0 {
		x.text = p.AppendDestination(x.text)
	}
	r.Destination = x.oneOf(x.text, r.InnerDst, r.DstAddress, r.DstMAC)
	if x.info = p.AppendSummary(x.info, top, x.Names); top == nil || !top.Printable() {
		x.info = render.Clean(x.info, 0)
	}
	x.info = p.AppendFailure(p.AppendEncryption(x.info))
	r.info = x.info
}

// oneOf is a text that may be one of those that the row has already.
func (x *Packets) oneOf(b []byte, texts ...string) string {
	for _, t := range texts {
		if string(b) == t {
			return t
		}
	}
	return x.shared(b)
}

// layer adds what a layer has.
func (x *Packets) layer(r *Packet, l *dissect.Layer) {
	switch m := l.Message.(type) {
	case *link.Ethernet:
		if r.SrcMAC == "" && m.Addressed() {
			r.SrcMAC, r.DstMAC = x.mac(m.Src), x.mac(m.Dst)
		}
	case *inet.IPv4:
		x.network(r, m.Src, m.Dst, m.Protocol)
	case *inet.IPv6:
		x.network(r, m.Src, m.Dst, m.NextHeader)
	case *inet.TCP:
		if x.ports(r, m.SrcPort, m.DstPort, m.HasPorts()) && m.Whole() {
			r.Conversation = set(&x.stream, int64(m.Facts.Stream))
		}
	case *inet.UDP:
		x.ports(r, m.SrcPort, m.DstPort, m.HasPorts())
	case *inet.SCTP:
		x.ports(r, m.SrcPort, m.DstPort, m.HasPorts())
	case *isakmp.Packet:
		x.ike(r, m)
	case *esp.Packet:
		if m.Data != nil && r.Decrypted == nil { // the outermost one
			r.SPI, r.Sequence = x.spi(m.SPI), set(&x.sequence, sequence(m))
			x.reason(r, m)
		}
	case *esp.AH:
		if r.SPI == "" && m.Whole() {
			r.SPI, r.Sequence = x.spi(m.SPI), set(&x.sequence, int64(m.Seq))
		}
	}
}

// network adds the addresses of IP.
func (x *Packets) network(r *Packet, src, dst netip.Addr, protocol uint8) {
	switch {
	case !src.IsValid() || !dst.IsValid():
	case r.SrcAddress == "":
		r.SrcAddress, r.DstAddress, r.IPProtocol = x.address(src), x.address(dst), set(&x.protocol, int32(protocol))
	default:
		r.InnerSrc, r.InnerDst = x.address(src), x.address(dst)
	}
}

// ports adds ports, and reports whether they are the outermost.
func (x *Packets) ports(r *Packet, src, dst uint16, has bool) bool {
	if !has || r.SrcPort != nil {
		return false
	}
	r.SrcPort, r.DstPort = set(&x.srcPort, int32(src)), set(&x.dstPort, int32(dst))
	return true
}

// ike adds what a message of IKE says of itself.
func (x *Packets) ike(r *Packet, m *isakmp.Packet) {
	if r.IKEVersion != nil {
		return
	}
	r.IKEVersion = set(&x.version, int32(m.Major()))
	r.IKEExchange = isakmp.ExchangeName(m.Major(), m.Exchange)
	r.InitiatorSPI, r.ResponderSPI = x.hex("", m.InitiatorSPI[:]), x.hex("", m.ResponderSPI[:])
	r.MessageID = x.hex32("", m.MessageID)
	if m.Encrypted != nil {
		r.Decrypted = x.bool(m.IsDecrypted())
		if !*r.Decrypted && !x.Keys {
			r.Reason = "no keys were given"
		}
	}
}

// sequence is a packet's sequence number, all of it where it has 64 bits.
func sequence(m *esp.Packet) int64 {
	if m.Facts.Extended {
		return int64(m.Facts.Number)
	}
	return int64(m.Seq)
}

// reason adds whether a packet of ESP is decrypted, or why not.
func (x *Packets) reason(r *Packet, m *esp.Packet) {
	r.Decrypted = x.bool(m.Facts.Plain != nil)
	switch {
	case *r.Decrypted:
	case m.Facts.Why != esp.Decrypted:
		r.Reason = m.Facts.Why.String()
	case !x.Keys:
		r.Reason = esp.NoKeys.String()
	}
}

// knownBits is how many texts are kept, as a power of two. What many packets have in common
// is made once, as long as no other text takes its place.
const knownBits = 12

// slot is the place of what has some number.
func slot(number uint64) uint64 {
	const golden = 0x9e3779b97f4a7c15
	return number * golden >> (64 - knownBits)
}

// shared is a text with control characters escaped.
func (x *Packets) shared(b []byte) string {
	var ends [16]byte // which tell most texts apart
	copy(ends[:8], b)
	copy(ends[8:], b[max(0, len(b)-8):])
	n := binary.LittleEndian.Uint64(ends[:8]) + 31*binary.LittleEndian.Uint64(ends[8:]) + uint64(len(b))
	s := &x.known[slot(n)]
	if string(b) != *s {
		*s = string(render.Clean(slices.Clone(b), 0))
	}
	return *s
}

func (x *Packets) address(a netip.Addr) string {
	b := a.As16()
	s := &x.addresses[slot(binary.LittleEndian.Uint64(b[:8])+binary.LittleEndian.Uint64(b[8:]))]
	if s.Addr != a {
		s.Addr, s.text = a, a.String()
	}
	return s.text
}

func (x *Packets) mac(a [6]byte) string {
	s := &x.macs[slot(uint64(binary.LittleEndian.Uint32(a[2:]))+uint64(binary.LittleEndian.Uint16(a[:])))]
	if s.mac != a || s.text == "" {
		s.mac, s.text = a, string(field.AppendBytes(nil, a[:], ':'))
	}
	return s.text
}

func (x *Packets) spi(spi uint32) string { return x.hex32("0x", spi) }

func (x *Packets) hex32(before string, v uint32) string {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], v)
	return x.hex(before, b[:])
}

func (x *Packets) hex(before string, b []byte) string {
	x.text = hex.AppendEncode(append(x.text[:0], before...), b)
	return x.shared(x.text)
}

// at is TimeOf a packet's.
func (x *Packets) at(t time.Time) *Time {
	if t.IsZero() {
		return nil
	}
	return set(&x.numbers.time, newTime(t.Unix(), int64(t.Nanosecond())))
}

func (x *Packets) bool(v bool) *bool {
	if v {
		return &x.bools[1]
	}
	return &x.bools[0]
}
