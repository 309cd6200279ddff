package stats

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/render"
)

// A kind says who talks to whom: at what a protocol's ends are, and what beside
// them tells one conversation from another.
//
// E is an end, such as an address and a port. I is what both ends have in
// common, such as a stream; it is struct{} where there is no such thing.
type kind[E, I comparable] struct {
	title string // of its tables
	// find tells what layer i of p says of its ends; ok is false if it is of
	// another protocol or says nothing.
	find func(p *dissect.Packet, i int) (src, dst E, id I, ok bool)
	// compare orders ends.
	compare func(a, b E) int

	ends []render.Column[E] // of an end
	ids  []render.Column[I] // of what both have in common; none: it is not told

	// early is what is known of id in the beginning; nil: all of it.
	early func(I) I

	known  bool // endpoints are told apart by what they have in common as well
	sender bool // only the sender is an end; the other is everybody
}

// a statistic of conversations or of endpoints, whatever its ends are.
type counted interface {
	conversations(filter string, limit int) statistic
	endpoints(filter string, limit int) statistic
}

// A named is a kind by the name that -z has for it.
type named struct {
	name string
	counted
}

// kinds lists all. tshark knows the first seven.
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
