package table

import (
	"encoding/hex"
	"net/netip"
	"slices"

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

	text  text
	ints  []int64
	small []int32
	bools [2]bool
	known map[string]string // texts that many packets have
}

// NewPackets makes a Packets.
func NewPackets() *Packets {
	return &Packets{bools: [2]bool{1: true}, known: map[string]string{}}
}

// A text gathers the texts of a row, to be one piece of memory.
type text struct {
	b    []byte
	ends []int
}

// mark ends the text that was appended.
func (t *text) mark() { t.ends = append(t.ends, len(t.b)) }

// Of is the row of a packet. It aliases nothing of it.
func (x *Packets) Of(p *dissect.Packet) Packet {
	r := Packet{
		Place: Place{File: p.File, Frame: x.int(int64(p.InFile))}, Number: int64(p.Number), Time: TimeOf(p.Time),
		Length: int64(p.Wire), CapturedLength: int64(len(p.Bufs[0])), Interface: p.Interface,
	}
	x.columns(&r, p)
	for i := range p.Layers {
		l := &p.Layers[i]
		if l.Quoted {
			break
		}
		if i == 0 && l.Key.Space == field.Link {
			r.LinkType = int32(l.Key.Value)
		}
		x.layer(&r, l)
	}
	return r
}

// columns are those of the list of packets.
func (x *Packets) columns(r *Packet, p *dissect.Packet) {
	t := &x.text
	t.b, t.ends = p.AppendProtocols(t.b[:0]), t.ends[:0]
	t.mark()
	t.b = p.AppendProtocol(t.b)
	t.mark()
	t.b = p.AppendSource(t.b)
	t.mark()
	t.b = p.AppendDestination(t.b)
	t.mark()
	for i, to := range []*string{&r.Protocols, &r.Protocol, &r.Source, &r.Destination} {
		from := 0
		if i > 0 {
			from = t.ends[i-1]
		}
		*to = x.shared(t.b[from:t.ends[i]])
	}
	t.b = p.AppendInfo(t.b[:0], x.Names)
	t.b = render.Clean(t.b, 0)
	r.Info = string(t.b)
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
			r.Conversation = x.int(int64(m.Facts.Stream))
		}
	case *inet.UDP:
		if x.ports(r, m.SrcPort, m.DstPort, m.HasPorts()) && l.Conversation != nil {
			r.Conversation = x.int(int64(l.Conversation.Number))
		}
	case *inet.SCTP:
		x.ports(r, m.SrcPort, m.DstPort, m.HasPorts())
	case *isakmp.Packet:
		x.ike(r, m)
	case *esp.Packet:
		if r.SPI == "" {
			r.SPI, r.Sequence = x.spi(m.SPI), x.int(sequence(m))
			x.reason(r, m)
		}
	case *esp.AH:
		if r.SPI == "" {
			r.SPI, r.Sequence = x.spi(m.SPI), x.int(int64(m.Seq))
		}
	}
}

// network adds the addresses of IP.
func (x *Packets) network(r *Packet, src, dst netip.Addr, protocol uint8) {
	switch {
	case !src.IsValid() || !dst.IsValid():
	case r.SrcAddress == "":
		r.SrcAddress, r.DstAddress, r.IPProtocol = x.address(src), x.address(dst), x.int32(int32(protocol))
	default:
		r.InnerSrc, r.InnerDst = x.address(src), x.address(dst)
	}
}

// ports adds ports, and reports whether they are the outermost.
func (x *Packets) ports(r *Packet, src, dst uint16, has bool) bool {
	if !has || r.SrcPort != nil {
		return false
	}
	r.SrcPort, r.DstPort = x.int32(int32(src)), x.int32(int32(dst))
	return true
}

// ike adds what a message of IKE says of itself.
func (x *Packets) ike(r *Packet, m *isakmp.Packet) {
	if r.IKEVersion != nil {
		return
	}
	r.IKEVersion = x.int32(int32(m.Major()))
	r.IKEExchange = isakmp.ExchangeName(m.Major(), m.Exchange)
	r.InitiatorSPI, r.ResponderSPI = x.hex("", m.InitiatorSPI[:]), x.hex("", m.ResponderSPI[:])
	id := m.MessageID
	r.MessageID = x.hex("", []byte{byte(id >> 24), byte(id >> 16), byte(id >> 8), byte(id)})
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

// What many packets have in common is kept once.
const maxKnown = 1 << 14

// shared is a text with control characters escaped.
func (x *Packets) shared(b []byte) string {
	if s, ok := x.known[string(b)]; ok {
		return s
	}
	s := string(render.Clean(slices.Clone(b), 0))
	if len(x.known) < maxKnown {
		x.known[string(b)] = s
	}
	return s
}

func (x *Packets) address(a netip.Addr) string {
	x.text.b = a.AppendTo(x.text.b[:0])
	return x.shared(x.text.b)
}

func (x *Packets) mac(a [6]byte) string {
	b := x.text.b[:0]
	for i, c := range a {
		if i > 0 {
			b = append(b, ':')
		}
		b = hex.AppendEncode(b, []byte{c})
	}
	x.text.b = b
	return x.shared(b)
}

func (x *Packets) spi(spi uint32) string {
	return x.hex("0x", []byte{byte(spi >> 24), byte(spi >> 16), byte(spi >> 8), byte(spi)})
}

func (x *Packets) hex(before string, b []byte) string {
	x.text.b = hex.AppendEncode(append(x.text.b[:0], before...), b)
	return x.shared(x.text.b)
}

// chunk is how many numbers are made at once.
const chunk = 4096

func (x *Packets) int(v int64) *int64 {
	if len(x.ints) == cap(x.ints) {
		x.ints = make([]int64, 0, chunk)
	}
	x.ints = append(x.ints, v)
	return &x.ints[len(x.ints)-1]
}

func (x *Packets) int32(v int32) *int32 {
	if len(x.small) == cap(x.small) {
		x.small = make([]int32, 0, chunk)
	}
	x.small = append(x.small, v)
	return &x.small[len(x.small)-1]
}

func (x *Packets) bool(v bool) *bool {
	if v {
		return &x.bools[1]
	}
	return &x.bools[0]
}
