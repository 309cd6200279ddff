package track_test

import (
	"fmt"
	"strings"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/arp"
	"github.com/pktscope/pktscope/internal/track/cdp"
	"github.com/pktscope/pktscope/internal/track/cleartext"
	"github.com/pktscope/pktscope/internal/track/counts"
	"github.com/pktscope/pktscope/internal/track/dns"
	"github.com/pktscope/pktscope/internal/track/edp"
	"github.com/pktscope/pktscope/internal/track/fdp"
	"github.com/pktscope/pktscope/internal/track/flow"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/gryphon"
	"github.com/pktscope/pktscope/internal/track/http"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/ikefrag"
	"github.com/pktscope/pktscope/internal/track/ipcomp"
	"github.com/pktscope/pktscope/internal/track/lldp"
	"github.com/pktscope/pktscope/internal/track/nat"
	"github.com/pktscope/pktscope/internal/track/stream"
	"github.com/pktscope/pktscope/internal/track/tls"
	"github.com/pktscope/pktscope/internal/track/vj"
)

func feeds() []feed {
	list := append(streamFeeds(), ipFeeds()...)
	list = append(list, neighborFeeds()...)
	return append(list, ipsecFeeds()...)
}

// observes makes an observer of trackers, in their order. One that has details keeps them.
func observes[T track.Tracker](make func() T, before ...func() track.Tracker) func() observer {
	return func() observer {
		var all []track.Tracker
		for _, b := range before {
			all = append(all, b())
		}
		all = append(all, make())
		for _, t := range all {
			if d, ok := t.(track.Detailed); ok {
				d.Detail()
			}
		}
		return func(e *dissect.Engine, p *dissect.Packet) {
			for _, t := range all {
				t.Observe(e, p)
			}
		}
	}
}

func watches[T track.Watcher](make func() T) func() observer {
	return func() observer {
		w := make()
		return func(_ *dissect.Engine, p *dissect.Packet) { w.Watch(p) }
	}
}

func numbered() track.Tracker { return flow.New() } // streams

// streamFeeds are for what follows streams of TCP. A port of its own makes each i another
// stream.
func streamFeeds() []feed {
	follow := observes(func() *stream.Tracker { return stream.New(stream.Ports{stream.Port: true}) })
	analysis := observes(flow.NewAnalysis, numbered)
	web, secure, cars := observes(http.New, numbered), observes(tls.New, numbered), observes(gryphon.New, numbered)
	opened := func(port uint16, first string, rest func(i int) []byte) func(i int) []byte {
		return func(i int) []byte {
			if i == 0 {
				return segment(host(0), 5000, port, 1, 1, ack, []byte(first))
			}
			return rest(i)
		}
	}
	piece := func(port uint16, from, step int, data string) func(i int) []byte {
		return func(i int) []byte { return segment(host(0), 5000, port, uint32(from+i*step), 1, ack, []byte(data)) }
	}
	response := "HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n"
	return []feed{
		{of: "stream.Tracker", what: "holes", make: follow, frame: opened(4500, "IKETCP", piece(4500, 1000, 4, "HH"))},
		{of: "stream.Tracker", what: "holes backwards", make: follow, frame: opened(4500, "IKETCP", piece(4500, 900000, -4, "HH"))},
		{of: "stream.Tracker", what: "long holes", make: follow, frame: opened(4500, "IKETCP", piece(4500, 1000, 700, string(make([]byte, 600))))},
		{of: "stream.Tracker", what: "short messages", make: follow, frame: opened(4500, "IKETCP", piece(4500, 7-400, 400, strings.Repeat("\x00\x02", 200)))},
		{of: "stream.Tracker", what: "directions", make: follow, frame: func(i int) []byte {
			return segment(host(i), 5000, 443, 1, 1, ack, []byte("IKETCP"))
		}},
		{of: "flow.Tracker", what: "streams", make: observes(flow.New), frame: func(i int) []byte {
			return segment(host(i), 5000, 80, 1, 0, syn, nil)
		}},
		{of: "flow.Analysis", what: "streams", make: analysis, frame: func(i int) []byte {
			return segment(host(i), 5000, 80, 1, 1, ack, []byte("a"))
		}},
		{of: "flow.Analysis", what: "nothing acknowledged", make: analysis, frame: piece(80, 1, 10, "0123456789")},
		{of: "flow.Analysis", what: "holes", make: analysis, frame: piece(80, 1, 20, "0123456789")},
		{of: "flow.Analysis", what: "holes backwards", make: analysis, frame: piece(80, 90000000, -20, "0123456789")},
		{of: "flow.Analysis", what: "sent again", make: analysis, frame: func(i int) []byte {
			return piece(80, 1, 10, "0123456789")(i % 1000)
		}},
		{of: "flow.Analysis", what: "acknowledged byte by byte", make: analysis, frame: func(i int) []byte {
			if i%2 == 0 {
				return piece(80, 1, 20, "0123456789")(i / 2)
			}
			return answer(host(0), 80, 5000, 1, uint32(max(1, (i-10000)/2*20)), ack, nil)
		}},
		{of: "flow.Conversations", what: "conversations", make: observes(flow.NewConversations), frame: func(i int) []byte {
			return datagram(host(i), server, 5000, 5001, nil)
		}},
		{of: "http.Tracker", what: "streams", make: web, frame: func(i int) []byte {
			return segment(host(i), 5000, 80, 1, 1, ack, []byte("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\n"))
		}},
		{of: "http.Tracker", what: "holes in a body", make: web, frame: opened(80, response, piece(80, 1000, 20, "0123456789"))},
		{of: "http.Tracker", what: "a body", make: web, frame: opened(80, response, piece(80, 1+len(response)-10, 10, "0123456789"))},
		{of: "http.Tracker", what: "a head byte by byte", make: web, frame: opened(80, "GET / HTTP/1.1\r\n", piece(80, 16, 1, "a"))},
		{of: "http.Tracker", what: "a line byte by byte", make: web, frame: opened(80, "GET /", piece(80, 5, 1, "a"))},
		{of: "http.Tracker", what: "chunks", make: web, frame: opened(80, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", piece(80, 48-6, 6, "1\r\na\r\n"))},
		{of: "http.Tracker", what: "requests without responses", make: web, frame: piece(80, 1, 18, "GET / HTTP/1.1\r\n\r\n")},
		{of: "tls.Tracker", what: "streams", make: secure, frame: func(i int) []byte {
			return segment(host(i), 5000, 443, 1, 1, ack, []byte("\x16\x03\x01\x20\x00\x01"))
		}},
		{of: "tls.Tracker", what: "byte by byte", make: secure, frame: opened(443, "\x17\x03\x03\x40\x00", piece(443, 5, 1, "a"))},
		{of: "gryphon.Tracker", what: "streams", make: cars, frame: func(i int) []byte {
			return segment(host(i), 5000, 7000, 1, 1, ack, []byte("\x01\x00"))
		}},
		{of: "gryphon.Tracker", what: "byte by byte", make: cars, frame: piece(7000, 1, 1, "\x00")},
	}
}

// ipFeeds are for what follows packets of IP.
func ipFeeds() []feed {
	parts := observes(func() *frag.Tracker { return frag.New(frag.Limits{}) })
	cisco := observes(ikefrag.New)
	return []feed{
		{of: "flow.Tracker", what: "pings", make: observes(flow.New), frame: func(i int) []byte {
			return ip(icmp, host(i), server, []byte{8, 0, 0, 0, 0, 1, 0, 1})
		}},
		{of: "frag.Tracker", what: "datagrams", make: parts, frame: func(i int) []byte {
			return fragment(udp, host(i), server, uint16(i), 0x2000, make([]byte, 16))
		}},
		{of: "frag.Tracker", what: "fragments of one", make: parts, frame: func(i int) []byte {
			return fragment(udp, host(0), server, 1, 0x2000|uint16(8191-i%8191), make([]byte, 8))
		}},
		{of: "frag.Tracker", what: "the same fragment", make: parts, frame: func(int) []byte {
			return fragment(udp, host(0), server, 1, 0x2000, make([]byte, 16))
		}},
		{of: "frag.Tracker", what: "messages of IKE cut short", make: parts, frame: func(i int) []byte {
			b := append([]byte{1, 0xf4, 1, 0xf4, 0x10, 0, 0, 0}, message(uint64(i+1), 0, 1, 0x10, 2, 0, 0, nil)...)
			be.PutUint32(b[8+24:], 0x1000-8)
			return fragment(udp, host(i), server, uint16(i), 0x2000, append(b, make([]byte, 4)...))
		}},
		{of: "ikefrag.Tracker", what: "messages", make: cisco, frame: func(i int) []byte {
			return ciscoFragment(i, uint16(i), byte(1))
		}},
		{of: "ikefrag.Tracker", what: "parts of one", make: cisco, frame: func(i int) []byte {
			return ciscoFragment(0, 1, byte(1+i%250))
		}},
		{of: "vj.Tracker", what: "connections", link: ppp, make: observes(vj.New), frame: func(i int) []byte {
			b := segment(host(i), 5000, 80, 1, 1, ack, nil)
			b[9] = byte(i) // the number of the connection
			return append([]byte{0xff, 0x03, 0x00, 0x2f}, b...)
		}},
		{of: "ipcomp.Tracker", what: "packets", make: observes(ipcomp.New), frame: func(i int) []byte {
			return ip(108, host(i), server, []byte("\x04\x00\x00\x02\x4b\x4c\x44\x00\x00"))
		}},
		{of: "dns.Tracker", what: "requests", make: observes(dns.New), frame: func(i int) []byte {
			return datagram(host(i), server, 5000, 53, append(be.AppendUint16(nil, uint16(i)), "\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x01\x00\x01"...))
		}},
		{of: "arp.Tracker", what: "addresses", link: ethernet, make: observes(arp.New), frame: func(i int) []byte { return arpFrame(host(i), 1) }},
		{of: "arp.Tracker", what: "stations of one address", link: ethernet, make: observes(arp.New), frame: func(i int) []byte { return arpFrame(server, uint32(i)) }},
		{of: "icmperror.Tracker", what: "errors", make: watches(icmperror.New), frame: func(i int) []byte {
			return ip(icmp, host(i), server, append([]byte{3, 3, 0, 0, 0, 0, 0, 0}, datagram(server, host(i), 5000, 500, make([]byte, 8))...))
		}},
		{of: "counts.Packets", what: "packets", make: watches(func() *counts.Packets { return new(counts.Packets) }), frame: func(i int) []byte {
			return ip(esp, host(i), server, espPacket(uint32(i), 1))
		}},
		{of: "cleartext.Tracker", what: "pairs", make: watches(func() *cleartext.Tracker { return cleartext.New(0) }), frame: func(i int) []byte {
			return datagram(host(i), server, 5000, 5001, nil)
		}},
		{of: "cleartext.Tracker", what: "pairs beside tunnels", make: watches(func() *cleartext.Tracker { return cleartext.New(0) }), frame: func(i int) []byte {
			if i%2 == 0 {
				return ip(esp, host(i), server, espPacket(uint32(i), 1))
			}
			return datagram(host(i), server, 5000, 5001, nil)
		}},
		{of: "nat.Tracker", what: "translations", make: watches(func() *nat.Tracker { return nat.New(nat.Limits{}) }), iface: sides, frame: func(i int) []byte {
			data := be.AppendUint32([]byte("something"), uint32(i/2))
			if i%2 == 0 {
				return datagram(host(i/2), server, 5000, 5001, data)
			}
			return datagram(203<<24|113<<8|uint32(i>>17), server, uint16(i/2), 5001, data)
		}},
		{of: "nat.Tracker", what: "the same everywhere", make: watches(func() *nat.Tracker { return nat.New(nat.Limits{}) }), iface: sides, frame: func(i int) []byte {
			return datagram(host(i), server, 5000, 5001, []byte("the same for all"))
		}},
		{of: "nat.Tracker", what: "on one side", make: watches(func() *nat.Tracker { return nat.New(nat.Limits{}) }), frame: func(i int) []byte {
			return datagram(host(i), server, 5000, 5001, be.AppendUint32([]byte("something"), uint32(i)))
		}},
	}
}

func sides(i int) string { return [...]string{"inside", "outside"}[i%2] }

// neighborFeeds are for the tables of neighbours.
func neighborFeeds() []feed {
	name := func(i int) string { return fmt.Sprintf("sw%06d", i) }
	cdps, lldps := watches(func() *cdp.Table { return cdp.New(0) }), watches(func() *lldp.Table { return lldp.New(0) })
	fdps, edps := watches(func() *fdp.Table { return fdp.New(0) }), watches(func() *edp.Table { return edp.New(0) })
	return []feed{
		{of: "cdp.Table", what: "devices", link: ethernet, make: cdps, frame: func(i int) []byte { return cdpFrame(name(i), "Gi0/1") }},
		{of: "cdp.Table", what: "ports", link: ethernet, make: cdps, frame: func(i int) []byte { return cdpFrame("sw", name(i)) }},
		{of: "cdp.Table", what: "changes", link: ethernet, make: cdps, frame: func(i int) []byte {
			return cdpFrame(name(i%100), "Gi0/1"+string(make([]byte, i%3)))
		}},
		{of: "cdp.Table", what: "links", link: ethernet, make: cdps, iface: name, frame: func(i int) []byte { return cdpFrame("sw", "Gi0/1") }},
		{of: "lldp.Table", what: "devices", link: ethernet, make: lldps, frame: func(i int) []byte { return lldpFrame(uint32(i), "Gi0/1") }},
		{of: "fdp.Table", what: "devices", link: ethernet, make: fdps, frame: func(i int) []byte { return fdpFrame(name(i), "e1/1") }},
		{of: "edp.Table", what: "devices", link: ethernet, make: edps, frame: func(i int) []byte { return edpFrame(uint32(i), name(i)) }},
	}
}
