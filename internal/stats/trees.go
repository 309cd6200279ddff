package stats

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/inet"
)

// A forest is a name of tree statistics with what makes one.
type forest struct {
	name string
	make func(t *tree)
}

// forests are the statistics in the form NAME,tree.
func forests() []forest {
	out := []forest{{"plen", packetLengths}}
	for _, v := range []struct {
		prefix, title string
		of            func(p *dissect.Packet, i int) (src, dst netip.Addr)
	}{{"ip_", "IPv4", ipv4}, {"ipv6_", "IPv6", ipv6}} {
		a := addressTree{version: v.title, of: v.of}
		short := v.prefix
		if v.title == "IPv4" {
			short = ""
		}
		ttl := forest{v.prefix + "ttl", a.ttls}
		if v.title == "IPv6" {
			ttl.name = "ipv6_hop"
		}
		out = append(out, forest{v.prefix + "hosts", a.hosts}, forest{v.prefix + "srcdst", a.ends},
			forest{short + "dests", a.destinations}, forest{short + "ptype", a.transports}, ttl)
	}
	return out
}

// newTree makes the tree of a name, nil if there is none.
func newTree(name, filter string, limit int) *tree {
	forests := forests()
	i := slices.IndexFunc(forests, func(f forest) bool { return f.name == name })
	if i < 0 {
		return nil
	}
	t := &tree{item: "Topic / Item", filter: filter, limit: limit}
	forests[i].make(t)
	return t
}

// packetLengths is plen,tree.
func packetLengths(t *tree) {
	t.title = "Packet Lengths"
	all := t.add(root, t.title)
	t.items[all].ordered, t.items[all].valued = true, true
	bounds := []uint64{19, 39, 79, 159, 319, 639, 1279, 2559, 5119}
	from := uint64(0)
	for _, to := range bounds {
		t.items[t.add(all, fmt.Sprintf("%d-%d", from, to))].valued = true
		from = to + 1
	}
	t.items[t.add(all, fmt.Sprintf("%d and greater", from))].valued = true
	t.tick = func(t *tree, s *sample) {
		t.value(all, s.bytes)
		i, _ := slices.BinarySearch(bounds, s.bytes)
		t.value(all+1+i, s.bytes)
	}
}

// An addressTree makes the trees of one version of IP. A packet counts once for each
// header of that version that no error quotes, with its innermost addresses.
type addressTree struct {
	version string
	of      func(p *dissect.Packet, i int) (src, dst netip.Addr)
}

// each makes t of what a header adds below the trunk.
func (a addressTree) each(t *tree, topic string, add func(t *tree, trunk int, h header)) {
	t.title = a.version + " Statistics/" + topic
	trunk := t.add(root, t.title)
	t.tick = func(t *tree, s *sample) {
		a.headers(s, func(h header) {
			t.bump(trunk)
			add(t, trunk, h)
		})
	}
}

// A header is what the trees tell of an IP header.
type header struct {
	src, dst  string
	transport string // TCP, UDP, SCTP or DCCP, NONE for others
	port      uint16 // the destination's
	ttl       uint8
}

// headers calls yield for each header.
func (a addressTree) headers(s *sample, yield func(h header)) {
	n := 0
	h := header{transport: "NONE"}
	for i := range s.Layers {
		l := &s.Layers[i]
		if l.Quoted {
			continue
		}
		for _, of := range []func(p *dissect.Packet, i int) (src, dst netip.Addr){ipv4, ipv6} {
			if src, dst := of(s.Packet, i); dst.IsValid() {
				h.src, h.dst = src.String(), dst.String()
			}
		}
		if _, dst := a.of(s.Packet, i); dst.IsValid() {
			n++
		}
		switch m := l.Message.(type) {
		case *inet.IPv4:
			h.ttl = m.TTL
		case *inet.IPv6:
			h.ttl = m.HopLimit
		case *inet.TCP:
			h.transport, h.port = "TCP", m.DstPort
		case *inet.UDP:
			h.transport, h.port = "UDP", m.DstPort
		case *inet.SCTP:
			h.transport, h.port = "SCTP", m.DstPort
		}
	}
	for range n {
		yield(h)
	}
}

// hosts is ip_hosts,tree: the source and the destination of each header.
func (a addressTree) hosts(t *tree) {
	a.each(t, "All Addresses", func(t *tree, trunk int, h header) {
		t.within(trunk, h.src)
		t.within(trunk, h.dst)
	})
}

// ends is ip_srcdst,tree.
func (a addressTree) ends(t *tree) {
	t.title = a.version + " Statistics/Source and Destination Addresses"
	src, dst := t.add(root, "Source "+a.version+" Addresses"), t.add(root, "Destination "+a.version+" Addresses")
	t.tick = func(t *tree, s *sample) {
		a.headers(s, func(h header) {
			t.bump(src)
			t.within(src, h.src)
			t.bump(dst)
			t.within(dst, h.dst)
		})
	}
}

// destinations is dests,tree: addresses, transports and ports.
func (a addressTree) destinations(t *tree) {
	a.each(t, "Destinations and Ports", func(t *tree, trunk int, h header) {
		t.within(t.within(t.within(trunk, h.dst), h.transport), strconv.Itoa(int(h.port)))
	})
}

// transports is ptype,tree.
func (a addressTree) transports(t *tree) {
	a.each(t, "IP Protocol Types", func(t *tree, trunk int, h header) { t.within(trunk, h.transport) })
}

// ttls is ip_ttl,tree, or ipv6_hop,tree: sources, their times to live and where the
// packets went.
func (a addressTree) ttls(t *tree) {
	topic := "Source TTLs"
	if a.version == "IPv6" {
		topic = "Source Hop Limits"
	}
	a.each(t, topic, func(t *tree, trunk int, h header) {
		t.within(t.within(t.within(trunk, h.src), strconv.Itoa(int(h.ttl))), h.dst)
	})
}
