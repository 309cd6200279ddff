// Package icmperror keeps the errors that routers and hosts answer by ICMP and ICMPv6,
// with what they quote of the packets that they are about: RFC 792, RFC 1191, RFC 4443.
package icmperror

import (
	"iter"
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// An Error is what one sender told, once or again and again, of packets that are alike.
type Error struct {
	Cause
	To                    netip.Addr // whom it told of the first one
	Count                 uint64
	First, Last           time.Time
	FirstFrame, LastFrame uint64
	MTU                   uint32 // TooBig: the least that was told, 0 without one
	Longest               int    // IP packet that was quoted, in bytes as its header says
}

// A Cause is what Errors are told apart by.
type Cause struct {
	From       netip.Addr // the sender of the error
	Type, Code uint8      // as on the wire
	Tunnelled  bool       // the error itself came in a packet of ESP
	Quote
}

// A Quote is the packet that an error is about, as far as it is quoted.
type Quote struct {
	Src, Dst netip.AddrPort // ports are 0 where they were not quoted, or there are none
	Protocol uint8          // of its payload
	SPI      uint32         // of ESP, in UDP as well, or AH; 0: not quoted
}

// IPv6 reports whether the error is one of ICMPv6.
func (c *Cause) IPv6() bool { return c.From.Is6() }

// A Reason is what an error says, whichever version of IP it is of.
type Reason uint8

const (
	Other        Reason = iota
	Network             // there is no route to the network, or to the address
	Host                // the host does not answer on its link
	Protocol            // the host does not have the protocol
	Port                // no process on the host has the port
	Prohibited          // a filter rejects the packet
	TooBig              // the packet is larger than the next link can carry, and must not be fragmented
	Hops                // its TTL or hop limit was used up
	Incomplete          // not all of its fragments arrived in time
	reasonLength = iota
)

// String is the reason as a sentence has it.
func (r Reason) String() string {
	return [reasonLength]string{
		Other: "error", Network: "network unreachable", Host: "host unreachable", Protocol: "protocol unreachable", Port: "port unreachable",
		Prohibited: "administratively prohibited", TooBig: "packet too big", Hops: "time exceeded in transit", Incomplete: "fragment reassembly time exceeded",
	}[r]
}

// Reason is what the type and code of c say: RFC 1122, section 3.2.2.1; RFC 1812,
// section 5.2.7.1; RFC 4443, section 3.
func (c *Cause) Reason() Reason {
	if c.IPv6() {
		return reason6(inet.ICMPv6Type(c.Type), c.Code)
	}
	switch inet.ICMPType(c.Type) {
	case inet.ICMPUnreachable:
		switch c.Code {
		case 0, 5, 6, 11:
			return Network
		case 1, 7, 8, 12:
			return Host
		case 2:
			return Protocol
		case 3:
			return Port
		case 4:
			return TooBig
		case 9, 10, 13, 14, 15:
			return Prohibited
		}
	case inet.ICMPTimeExceeded:
		return expired(c.Code)
	}
	return Other
}

func reason6(typ inet.ICMPv6Type, code uint8) Reason {
	switch typ {
	case inet.ICMPv6Unreachable:
		switch code {
		case 0, 2:
			return Network
		case 3:
			return Host
		case 4:
			return Port
		case 1, 5, 6:
			return Prohibited
		}
	case inet.ICMPv6TooBig:
		return TooBig
	case inet.ICMPv6TimeExceeded:
		return expired(code)
	}
	return Other
}

// expired is the Reason of a code of time exceeded.
func expired(code uint8) Reason {
	if code == 1 {
		return Incomplete
	}
	return Hops
}

// maxErrors bounds how many Errors are kept.
const maxErrors = 1 << 12

// A Tracker keeps Errors. It is a track.Watcher.
type Tracker struct {
	table *bounded.Table[Cause, Error]
}

var _ track.Watcher = (*Tracker)(nil)

// New makes a Tracker.
func New() *Tracker { return &Tracker{bounded.New[Cause, Error](maxErrors)} }

// Clear forgets everything.
func (t *Tracker) Clear() { t.table.Clear() }

// Errors yields the Errors, those about IKE, ESP and AH last.
func (t *Tracker) Errors() iter.Seq[*Error] {
	return func(yield func(*Error) bool) {
		for e := range t.table.All() {
			if !yield(&e.Value) {
				return
			}
		}
	}
}

// Watch implements track.Watcher.
func (t *Tracker) Watch(p *dissect.Packet) {
	if !p.Has(inet.ICMPProto) && !p.Has(inet.ICMPv6Proto) {
		return
	}
	var at position
	for i := range p.Layers {
		switch m := p.Layers[i].Message.(type) {
		case *inet.ICMP:
			if m.Type == inet.ICMPUnreachable || m.Type == inet.ICMPTimeExceeded {
				t.add(p, i, at.cause(m.Src, uint8(m.Type), m.Code), m.Dst, uint32(m.MTU))
			}
			return
		case *inet.ICMPv6:
			if m.Type <= inet.ICMPv6TimeExceeded {
				t.add(p, i, at.cause(m.Src, uint8(m.Type), m.Code), m.Dst, m.MTU)
			}
			return
		default:
			at.pass(m)
		}
	}
}

// add keeps an error, layer i of p.
func (t *Tracker) add(p *dissect.Packet, i int, c Cause, to netip.Addr, mtu uint32) {
	longest, ok := c.quote(p.Layers[i+1:])
	if !ok {
		return
	}
	e := t.table.Find(c)
	if e == nil {
		e = t.table.Add(c)
		e.Value = Error{Cause: c, To: to, First: p.Time, FirstFrame: p.Number, MTU: mtu}
	}
	if c.IsIPsec() {
		t.table.Promote(e)
	}
	v := &e.Value
	v.Count++
	v.Last, v.LastFrame = p.Time, p.Number
	v.Longest = max(v.Longest, longest)
	if mtu > 0 && (v.MTU == 0 || mtu < v.MTU) {
		v.MTU = mtu
	}
}
