package view

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// comparing is a driver whose screen compares two packets.
func comparing(t *testing.T, a, b []Node) *driver {
	d := newDriver(t, newFake())
	d.m.over = append(d.m.over, &compareView{scroll: scroll{free: true}, numbers: [2]uint64{1, 2}})
	d.send(compareMsg{numbers: [2]uint64{1, 2}, details: [2]*Detail{{Number: 1, Nodes: a}, {Number: 2, Nodes: b}}})
	return d
}

// Packets that differ in what always differs are said to.
func TestCompareAlike(t *testing.T) {
	node := func(depth int, field, label string) Node { return Node{Depth: depth, Field: field, Label: label} }
	packet := func(n, check string) []Node {
		return []Node{
			node(0, "frame", "Frame "+n), node(1, "frame.time", "Arrival Time: "+n), node(1, "frame.number", "Frame Number: "+n),
			node(0, "ip", "Internet Protocol"), node(1, "ip.id", "Identification: "+n), node(1, "ip.checksum", "Header Checksum: "+check),
			node(0, "udp", "User Datagram Protocol"), node(1, "udp.stream", "[Stream index: "+n+"]"), node(1, "udp.stream.pnum", "[Stream Packet Number: "+n+"]"),
			node(1, "", "[Timestamps]"), node(2, "udp.time_relative", "[Time since first frame: "+n+"]"), node(2, "udp.time_delta", "[Time since previous frame: "+n+"]"),
		}
	}
	d := comparing(t, packet("1", "0x1"), packet("2", "0x2"))
	d.shows("Frame 1", "Identification: 2")
	d.press("e")
	d.shows("differ in nothing but times, checksums and numbers: E shows them")
	d.press("E")
	d.shows("Frame 1", "Internet Protocol", "Identification: 2", "[Timestamps]", "[Time since first frame: 1]")
	d.press("e")
	d.shows("≠ differs, e shows only that")
}

// Few differences, too, begin at the SA payloads; those above are a key away.
func TestCompareBeginsAtFew(t *testing.T) {
	packet := func(address, suite string) []Node {
		return []Node{
			{Label: "Internet Protocol", Field: "ip"}, {Depth: 1, Label: "Source: " + address, Field: "ip.src"}, {Label: "ISAKMP", Field: "isakmp"},
			{Depth: 1, Label: "Payload: Security Association (33)", Field: "isakmp.typepayload"}, {Depth: 2, Label: "Suite: " + suite, Field: "isakmp.suite"},
		}
	}
	d := comparing(t, packet("192.0.2.1", "A"), packet("192.0.2.2", "B"))
	d.press("e")
	d.shows("Payload: Security", "Suite: A", "Suite: B", "lines 4 to 5 of 5")
	d.lacks("Source: 192.0.2.1")
	d.press("G", "up", "up")
	d.shows("Source: 192.0.2.1", "Suite: B")
	d.press("down", "down", "down")
	d.lacks("Source: 192.0.2.1")
	fits(t, d)
}

// The SA payloads are what comes into sight first, and stay there.
func TestCompareBegins(t *testing.T) {
	packet := func(suite string) []Node {
		nodes := []Node{{Label: "Frame"}}
		for range 40 {
			nodes = append(nodes, Node{Depth: 1, Label: "Same", Field: "frame.x"})
		}
		nodes = append(nodes, Node{Label: "ISAKMP", Field: "isakmp"}, Node{Depth: 1, Label: "Payload: Key Exchange (34)", Field: "isakmp.typepayload"},
			Node{Depth: 1, Label: "Payload: Security Association (33)", Field: "isakmp.typepayload"}, Node{Depth: 2, Label: "Suite: " + suite, Field: "isakmp.suite"})
		for range 40 {
			nodes = append(nodes, Node{Depth: 1, Label: "Other: " + suite, Field: "isakmp.x"})
		}
		return nodes
	}
	d := comparing(t, packet("A"), packet("B"))
	top := func() string { v := d.m.comparison(); return v.lines[v.shown[v.top]].left.Label }
	is(t, "first in sight", top(), "Payload: Security Association (33)")
	d.press("e")
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	is(t, "first in sight", top(), "Payload: Security Association (33)")
	d.press("e")
	is(t, "first in sight", top(), "Payload: Security Association (33)")
}
