package stats

import (
	"github.com/pktscope/pktscope/dissect"
	wirecdp "github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/link"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
)

// A kind defines the endpoints and conversations of one protocol.
//
// E identifies an endpoint, for example by address and port. I identifies a
// conversation beside its two endpoints, for example by the number of the TCP
// stream; it is struct{} where the endpoints suffice.
type kind[E, I comparable] struct {
	title string       // of its tables
	proto *field.Proto // of the layers that find looks at
	// find returns the endpoints of layer i of p, which is of proto; ok is false if it has none.
	find func(p *dissect.Packet, i int) (src, dst E, id I, ok bool)
	// compare orders endpoints.
	compare func(a, b E) int

	ends []render.Column[E] // of an endpoint
	ids  []render.Column[I] // of the conversation's I; none: not printed

	// early returns the part of an I that the first packet knows already: an
	// initiator's SPI without the responder's. nil: all of it.
	early func(I) I

	known  bool // I identifies an endpoint as well
	sender bool // a packet has one endpoint, its sender: it is sent to all on the link
}

// counted makes the two statistics of a kind, independent of its E and I.
type counted interface {
	conversations(filter string, limit int) statistic
	endpoints(filter string, limit int) statistic
}

// A named is a kind under its name in -z.
type named struct {
	name string
	counted
	reads reads
}

// kinds returns all kinds. tshark has the first seven.
func kinds() []named {
	everywhere := reads{} // in what TCP carries, or as far as a packet is not broken
	of := func(depth track.Depth, proto *field.Proto) reads { return reads{[]*field.Proto{proto}, depth} }
	return []named{
		{"eth", ethernet(), of(track.Headers, link.EthernetProto)},
		{"ip", network("IPv4", inet.IPv4Proto, ipv4), of(track.Headers, inet.IPv4Proto)},
		{"ipv6", network("IPv6", inet.IPv6Proto, ipv6), everywhere},
		{"tcp", tcp(), of(track.Streams, inet.TCPProto)},
		{"udp", udp(), of(track.Headers, inet.UDPProto)},
		{"sctp", sctp(), of(track.Headers, inet.SCTPProto)},
		{"esp", esp(), everywhere},
		{"isakmp", isakmp(), everywhere},
		{"cdp", cdp(), of(track.Headers, wirecdp.Proto)},
	}
}
