package stats

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/render"
)

// A kind defines the endpoints and conversations of one protocol.
//
// E identifies an endpoint, for example by address and port. I identifies a
// conversation beside its two endpoints, for example by the number of the TCP
// stream; it is struct{} where the endpoints suffice.
type kind[E, I comparable] struct {
	title string // of its tables
	// find returns the endpoints of layer i of p; ok is false if the layer is of
	// another protocol or has none.
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
}

// kinds returns all kinds. tshark has the first seven.
func kinds() []named {
	return []named{
		{"eth", ethernet()},
		{"ip", network("IPv4", ipv4)},
		{"ipv6", network("IPv6", ipv6)},
		{"tcp", tcp()},
		{"udp", udp()},
		{"sctp", sctp()},
		{"esp", esp()},
		{"isakmp", isakmp()},
		{"cdp", cdp()},
	}
}
