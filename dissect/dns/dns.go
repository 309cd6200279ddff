// Package dns dissects messages of the Domain Name System (RFC 1035) over UDP and TCP,
// with EDNS(0) (RFC 6891), dynamic updates (RFC 2136) and DNSSEC (RFC 4034, 5155), and
// the protocols of the same format: Multicast DNS (RFC 6762) and LLMNR (RFC 4795).
package dns

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// Protocols of this format. The fields are those of DNS, whoever sends them.
var (
	Proto      = field.NewProto("dns", "DNS", "Domain Name System", field.Format(appendTitle))
	MDNSProto  = field.NewProto("mdns", "MDNS", "Multicast Domain Name System", field.ExtensionOf(Proto), field.Format(appendTitle))
	LLMNRProto = field.NewProto("llmnr", "LLMNR", "Link-local Multicast Name Resolution", field.ExtensionOf(Proto), field.Format(appendTitle))
)

// A dialect is what the protocols of this format differ in.
type dialect uint8

const (
	unicast dialect = iota
	multicast
	linkLocal
)

// tcp is TCP's number: messages have their length before them there, RFC 1035 section
// 4.2.2.
const tcp = 6

// MaxMessages bounds how many messages of a segment are known by their headers.
const MaxMessages = 4

// A Header is the first two words of a message: RFC 1035, section 4.1.1.
type Header struct {
	ID    uint16
	Flags uint16
}

// Response reports whether the message is a response.
func (h Header) Response() bool { return h.Flags&flagResponse != 0 }

// A Packet is a message, or the messages of a TCP segment. It aliases the packet.
type Packet struct {
	Src, Dst         netip.Addr
	SrcPort, DstPort uint16

	Headers [MaxMessages]Header
	N       int                // of Headers
	Facts   [MaxMessages]Facts // beside Headers

	stream bool   // a segment of TCP
	part   bool   // no message of the segment ends in it
	line   []byte // the Info column
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p, but for its Facts, with what d stands at.
func (p *Packet) Decode(d *field.Decoder) error { return p.decode(d, unicast) }

// AppendSummary appends the Info column.
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte { return append(b, p.line...) }

// Next implements dissect.Carrier: nothing is known of what is no message.
func (*Packet) Next(int) field.Key { return field.Key{} }

// CarriesData implements dissect.Final.
func (*Packet) CarriesData() {}

// Silent leaves a segment in which no message ends, and a fragment, to the layer below.
func (p *Packet) Silent() bool { return p.part }

// ClearFacts implements dissect.Stateful.
func (p *Packet) ClearFacts() { p.Facts = [MaxMessages]Facts{} }

// An MDNS is a message of Multicast DNS: RFC 6762, section 18.
type MDNS struct{ Packet }

// Proto implements dissect.Message.
func (*MDNS) Proto() *field.Proto { return MDNSProto }

// Decode overwrites p, but for its Facts, with what d stands at.
func (p *MDNS) Decode(d *field.Decoder) error { return p.decode(d, multicast) }

// AppendSummary appends the Info column.
func (p *MDNS) AppendSummary(b []byte, _ *field.Names) []byte { return append(b, p.line...) }

// An LLMNR is a message of Link-Local Multicast Name Resolution: RFC 4795, section 2.1.
type LLMNR struct{ Packet }

// Proto implements dissect.Message.
func (*LLMNR) Proto() *field.Proto { return LLMNRProto }

// Decode overwrites p, but for its Facts, with what d stands at.
func (p *LLMNR) Decode(d *field.Decoder) error { return p.decode(d, linkLocal) }

// AppendSummary appends the Info column.
func (p *LLMNR) AppendSummary(b []byte, _ *field.Names) []byte { return append(b, p.line...) }

func (p *Packet) decode(d *field.Decoder, as dialect) error {
	*p = Packet{
		Src: d.Env.Src, Dst: d.Env.Dst, SrcPort: d.Env.SrcPort, DstPort: d.Env.DstPort, Facts: p.Facts,
		stream: d.Env.IPProto == tcp && as == unicast, line: p.line[:0],
	}
	r := reading{d: d, as: as, p: p, line: p.line}
	if p.part = d.Env.Fragment || p.stream && r.incomplete(); p.part {
		d.Payload()
		return d.Err()
	}
	r.messages()
	p.line = r.line
	return d.Err()
}
