package nat

import (
	"cmp"
	"net/netip"
	"slices"
)

// A Pool is the use of ports, or identifiers, of one global address and one
// protocol.
type Pool struct {
	Global    netip.Addr
	Protocol  uint8
	Hosts     int // inside local addresses that share it
	Ports     int // used
	Peak      int // used at one time, at most
	Low, High uint16
	Preserved int // translations from inside that kept the port; the port of one from outside is not chosen
	Changed   int
	Style     Style
	Full      bool // all ports from Low to High were in use at one time, chosen at random: the NAT has no others
}

// available is how many ports a NAT has: ports below 1024 are only given to flows
// that have one inside.
const available = 1<<16 - 1024

// High is how many ports of one global address and protocol are in use at one time where
// the Risk is high.
const High = available * 4 / 5

// Used is the most of the available ports in use at one time, from 0 to 1.
func (p *Pool) Used() float64 { return float64(p.Peak) / float64(p.Available()) }

// Available is how many ports the NAT has for the address and the protocol, as far as is known.
func (p *Pool) Available() int {
	if p.Full {
		return p.Peak
	}
	return available
}

// block is how many random ports without a gap between them are no accident.
const block = 4

// Risk is how near the ports are to exhaustion.
func (p *Pool) Risk() string {
	switch u := p.Used(); {
	case p.Full, p.Peak >= High:
		return "high"
	case u >= 0.5:
		return "medium"
	}
	return "low"
}

// A Style is how a NAT chooses a port.
type Style uint8

const (
	Undecided  Style = iota // too few were captured
	Preserving              // always the inside one
	Sequential              // the next one
	Random
	styleEnd = iota
)

// String names the style.
func (s Style) String() string {
	return [styleEnd]string{"unknown", "preserving", "sequential", "random"}[s]
}

// pools are the global addresses in use, by address and protocol.
func (l *lifetimes) pools() []Pool {
	type key struct {
		global   addr
		protocol uint8
	}
	var out []Pool
	for k, list := range group(l.all, func(c *candidate) key { _, out := l.sides(c); return key{out.src, out.protocol} }) {
		if _, f := l.sides(&l.all[list[0]]); f.sport != 0 {
			out = append(out, l.pool(k.global.netip(), k.protocol, list))
		}
	}
	slices.SortFunc(out, func(a, b Pool) int {
		return cmp.Or(a.Global.Compare(b.Global), cmp.Compare(a.Protocol, b.Protocol))
	})
	return out
}

// pool is the use of ports by the translations of one global address and protocol.
func (l *lifetimes) pool(global netip.Addr, protocol uint8, list []uint32) Pool {
	p := Pool{Global: global, Protocol: protocol, Low: 1<<16 - 1}
	hosts, ports, used := map[addr]bool{}, make([]bool, 1<<16), 0
	var host addr // of the translation before
	var changed []uint16
	var first []uint32 // translation of each port, in order of time
	for n, i := range list {
		in, out := l.sides(&l.all[i])
		port := out.sport
		if n == 0 || in.src != host {
			host = in.src
			hosts[host] = true
		}
		p.Low, p.High = min(p.Low, port), max(p.High, port)
		switch c := &l.all[i]; {
		case l.match(c).begunDown == c.low: // from outside
		case port == in.sport:
			p.Preserved++
		default:
			p.Changed++
			if !ports[port] {
				changed = append(changed, port)
			}
		}
		if !ports[port] {
			ports[port] = true
			used++
			first = append(first, i)
		}
	}
	p.Hosts, p.Ports = len(hosts), used
	p.Peak, _ = l.peak(first)
	p.Style = style(p.Preserved, changed)
	p.Full = p.Style == Random && p.Changed >= block && p.Preserved == 0 && p.Peak == int(p.High)-int(p.Low)+1
	return p
}

// near is the most that a sequential NAT counts on between two flows: other flows
// take ports in between.
const near = 16

// style is how ports were chosen, by the outside ports that differ from the
// inside port, in order of time.
func style(preserved int, changed []uint16) Style {
	steps := 0
	for i := range changed {
		if i > 0 && changed[i]-changed[i-1] <= near {
			steps++
		}
	}
	switch n := len(changed); {
	case n == 0 && preserved > 0:
		return Preserving
	case n < 3:
		return Undecided
	case 3*steps >= 2*(n-1):
		return Sequential
	}
	return Random
}
