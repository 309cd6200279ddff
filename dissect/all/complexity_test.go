package all_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/labtest"
)

const (
	onEthernet = 1
	tenth      = 10 // part of what a message holds
	tolerated  = 15 // times the cost for ten times as much: linear is 10, n log n 12.5
)

// A full is a packet with as much of something as it holds: n bytes of it.
type full struct {
	what string
	link uint32
	make func(n int) []byte
}

var be = binary.BigEndian

// times is s as often as n bytes hold it.
func times(n int, s string) []byte { return bytes.Repeat([]byte(s), n/len(s)) }

// inIP is data in an IPv4 packet of a protocol.
func inIP(proto byte, data []byte) []byte {
	b := be.AppendUint16([]byte{0x45, 0}, uint16(20+len(data)))
	return append(append(b, 0, 0, 0, 0, 64, proto, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2), data...)
}

func inUDP(port uint16, data []byte) []byte {
	b := be.AppendUint16(be.AppendUint16(nil, port), port)
	return inIP(17, append(append(be.AppendUint16(b, uint16(8+len(data))), 0, 0), data...))
}

func inTCP(port uint16, data []byte) []byte {
	b := be.AppendUint16(be.AppendUint16(nil, 40000), port)
	return inIP(6, append(append(b, 0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x18, 0x20, 0, 0, 0, 0, 0), data...))
}

// inIKE is the chain of payloads that begins with one of the type next.
func inIKE(version, exchange, next byte, chain []byte) []byte {
	b := append(make([]byte, 0, 1<<16), "initiateresponde"...)
	b = append(b, next, version, exchange, 0x08, 0, 0, 0, 1)
	return inUDP(500, append(be.AppendUint32(b, uint32(28+len(chain))), chain...))
}

// body is a payload of IKE, the last one.
func body(head string, rest []byte) []byte {
	b := be.AppendUint16([]byte{0, 0}, uint16(4+len(head)+len(rest)))
	return append(append(b, head...), rest...)
}

// inSNAP is data in a long frame with a SNAP header.
func inSNAP(oui string, pid uint16, data []byte) []byte {
	b := append([]byte("\x01\x00\x0c\xcc\xcc\xcc\x02\x00\x00\x00\x00\x01\x88\x70\xaa\xaa\x03"), oui...)
	return append(be.AppendUint16(b, pid), data...)
}

func inEther(typ uint16, data []byte) []byte {
	return append(be.AppendUint16([]byte("\x01\x80\xc2\x00\x00\x0e\x02\x00\x00\x00\x00\x01"), typ), data...)
}

func counted(n int, head string, count func(b []byte, records int), record string) []byte {
	b := append([]byte(head), times(n, record)...)
	count(b, n/len(record))
	return b
}

// sa is an SA payload of IKEv1 with one proposal.
func sa1(transforms []byte) []byte {
	p := be.AppendUint16([]byte{0, 0}, uint16(8+len(transforms)))
	return body("\x00\x00\x00\x01\x00\x00\x00\x01", append(append(p, 1, 1, 0, 255), transforms...))
}

func sa2(transforms []byte) []byte {
	p := be.AppendUint16([]byte{0, 0}, uint16(8+len(transforms)))
	return body("", append(append(p, 1, 1, 0, 255), transforms...))
}

func dnsOf(n, at int, record string) []byte {
	return counted(n, "\x00\x01\x84\x00\x00\x00\x00\x00\x00\x00\x00\x00", func(b []byte, k int) { be.PutUint16(b[at:], uint16(k)) }, record)
}

// pointers are names of DNS, each of which points to the one before it.
func pointers(n int) []byte {
	b := []byte("\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x01\x00\x01")
	last := 12
	k := 1
	for ; len(b) < n && len(b) < 0x3fff-8; k++ {
		at := len(b)
		b = append(be.AppendUint16(append(b, 1, 'a'), 0xc000|uint16(last)), 0, 1, 0, 1)
		last = at
	}
	for ; len(b) < n; k++ {
		b = append(be.AppendUint16(b, 0xc000|uint16(last)), 0, 1, 0, 1)
	}
	be.PutUint16(b[4:], uint16(k))
	return b
}

func tlsHello(extensions []byte) []byte {
	hello := append([]byte{3, 3}, make([]byte, 32)...)
	hello = append(hello, 0, 0, 2, 0x13, 1, 1, 0)
	hello = append(be.AppendUint16(hello, uint16(len(extensions))), extensions...)
	hs := append([]byte{1, byte(len(hello) >> 16), byte(len(hello) >> 8), byte(len(hello))}, hello...)
	return append(be.AppendUint16([]byte{22, 3, 1}, uint16(len(hs))), hs...)
}

// fulls are all lists that a message has, each as long as n.
func fulls() []full {
	ike2 := func(what string, next byte, chain func(n int) []byte) full {
		return full{"IKEv2 " + what, rawIP, func(n int) []byte { return inIKE(0x20, 37, next, chain(n)) }}
	}
	ike1 := func(what string, next byte, chain func(n int) []byte) full {
		return full{"IKEv1 " + what, rawIP, func(n int) []byte { return inIKE(0x10, 5, next, chain(n)) }}
	}
	in := func(what string, wrap func(uint16, []byte) []byte, port uint16, data func(n int) []byte) full {
		return full{what, rawIP, func(n int) []byte { return wrap(port, data(n)) }}
	}
	ether := func(what string, make func(n int) []byte) full { return full{what, onEthernet, make} }
	list := []full{
		ike1("transforms", 1, func(n int) []byte { return sa1(times(n, "\x03\x00\x00\x08\x01\x01\x00\x00")) }),
		ike1("attributes", 1, func(n int) []byte {
			a := times(n, "\x80\x01\x00\x05")
			return sa1(append(append(be.AppendUint16([]byte{0, 0}, uint16(8+len(a))), 1, 1, 0, 0), a...))
		}),
		ike1("proposals", 1, func(n int) []byte {
			return body("\x00\x00\x00\x01\x00\x00\x00\x01", times(n, "\x02\x00\x00\x08\x01\x01\x00\x00"))
		}),
		ike1("SPIs deleted", 12, func(n int) []byte { return body("\x00\x00\x00\x01\x03\x04\x3f\xff", times(n, "\x01\x02\x03\x04")) }),
		ike1("attributes of a configuration", 14, func(n int) []byte { return body("\x01\x00\x00\x01", times(n, "\x80\x01\x00\x05")) }),
		ike2("transforms", 33, func(n int) []byte { return sa2(times(n, "\x03\x00\x00\x08\x01\x00\x00\x0c")) }),
		ike2("proposals", 33, func(n int) []byte { return body("", times(n, "\x02\x00\x00\x08\x01\x01\x00\x00")) }),
		ike2("SPIs deleted", 42, func(n int) []byte { return body("\x03\x04\x3f\xff", times(n, "\x01\x02\x03\x04")) }),
		ike2("traffic selectors", 44, func(n int) []byte {
			return body("\xff\x00\x00\x00", times(n, "\x07\x00\x00\x10\x00\x00\xff\xff\x0a\x00\x00\x00\x0a\x00\x00\xff"))
		}),
		ike2("attributes of a configuration", 47, func(n int) []byte { return body("\x01\x00\x00\x00", times(n, "\x00\x01\x00\x00")) }),
		ike2("hash algorithms", 41, func(n int) []byte { return body("\x00\x00\x40\x2f", times(n, "\x00\x02")) }),
		ike2("ROHC attributes", 41, func(n int) []byte { return body("\x00\x00\x40\x20", times(n, "\x80\x01\x00\x0f")) }),

		ether("CDP TLVs", func(n int) []byte {
			return inSNAP("\x00\x00\x0c", 0x2000, append([]byte{2, 180, 0, 0}, times(n, "\x00\x06\x00\x05x")...))
		}),
		ether("CDP addresses", func(n int) []byte {
			a := append(be.AppendUint32(nil, uint32(n/9)), times(n, "\x01\x01\xcc\x00\x04\x0a\x00\x00\x01")...)
			return inSNAP("\x00\x00\x0c", 0x2000, append(be.AppendUint16([]byte{2, 180, 0, 0, 0, 2}, uint16(4+len(a))), a...))
		}),
		ether("FDP TLVs", func(n int) []byte {
			return inSNAP("\x00\xe0\x52", 0x2000, append([]byte{1, 180, 0, 0}, times(n, "\x00\x05\x00\x05x")...))
		}),
		ether("EDP TLVs", func(n int) []byte {
			t := times(n, "\x99\x01\x00\x05x")
			return inSNAP("\x00\xe0\x2b", 0x00bb, append(append(be.AppendUint16([]byte{1, 0}, uint16(16+len(t))), 0, 0, 0, 1, 0, 0, 2, 0, 0, 0, 0, 1), t...))
		}),
		ether("LLDP TLVs", func(n int) []byte {
			return inEther(0x88cc, append([]byte("\x02\x07\x04\x02\x00\x00\x00\x00\x01\x04\x02\x05a\x06\x02\x00\x78"), times(n, "\x08\x01a")...))
		}),
		ether("LLDP TLVs of organisations", func(n int) []byte {
			return inEther(0x88cc, append([]byte("\x02\x07\x04\x02\x00\x00\x00\x00\x01\x04\x02\x05a\x06\x02\x00\x78"), times(n, "\xfe\x06\x00\x80\xc2\x01\x00\x01")...))
		}),
		ether("VLAN tags", func(n int) []byte { return inEther(0x8100, times(n, "\x00\x01\x81\x00")) }),
		ether("MPLS labels", func(n int) []byte { return inEther(0x8847, times(n, "\x00\x01\x00\x40")) }),
		ether("PPPoE tags", func(n int) []byte {
			t := times(n, "\x01\x01\x00\x01a")
			return inEther(0x8863, append(be.AppendUint16([]byte{0x11, 9, 0, 0}, uint16(len(t))), t...))
		}),

		{"IPv6 headers", rawIP, func(n int) []byte {
			h := times(n, "\x3c\x00\x01\x04\x00\x00\x00\x00")
			b := be.AppendUint16([]byte{0x60, 0, 0, 0}, uint16(len(h)))
			return append(append(append(b, 60, 64), make([]byte, 32)...), h...)
		}},
		{"IPv6 options", rawIP, func(n int) []byte {
			o := times(min(n, 2040), "\x1e\x00") // a header holds no more
			o = append(o, make([]byte, 6-len(o)%8+8*(len(o)%8/7))...)
			b := be.AppendUint16([]byte{0x60, 0, 0, 0}, uint16(2+len(o)))
			b = append(append(b, 60, 64), make([]byte, 32)...)
			return append(append(b, 59, byte((2+len(o))/8-1)), o...)
		}},
		{"ICMPv6 options", rawIP, func(n int) []byte {
			o := append([]byte{134, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, times(n, "\x01\x01\x02\x00\x00\x00\x00\x01")...)
			b := be.AppendUint16([]byte{0x60, 0, 0, 0}, uint16(len(o)))
			return append(append(append(b, 58, 255), make([]byte, 32)...), o...)
		}},
		{"nested IPv4", rawIP, func(n int) []byte {
			b := []byte{}
			for len(b)+20 <= n {
				b = inIP(4, b)
			}
			return b
		}},
		{"SCTP chunks", rawIP, func(n int) []byte {
			return inIP(132, append(make([]byte, 12), times(n, "\x00\x03\x00\x10\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00")...))
		}},
		{"OSPF LSAs", rawIP, func(n int) []byte {
			h := be.AppendUint16([]byte{2, 5}, uint16(24+n/20*20))
			h = append(h, "\x01\x01\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"...)
			return inIP(89, append(h, times(n, "\x00\x01\x02\x01\x0a\x00\x00\x01\x01\x01\x01\x01\x80\x00\x00\x01\x00\x00\x00\x14")...))
		}},
		{"AGGFRAG blocks", rawIP, func(n int) []byte {
			return inIP(144, append([]byte{0, 0, 0, 0}, times(n, "\x45\x00\x00\x14\x00\x00\x00\x00\x40\xfd\x00\x00\x0a\x00\x00\x01\x0a\x00\x00\x02")...))
		}},
		in("DNS questions", inUDP, 53, func(n int) []byte { return dnsOf(n, 4, "\x01a\x00\x00\x01\x00\x01") }),
		in("DNS records", inUDP, 53, func(n int) []byte { return dnsOf(n, 6, "\x00\x00\x01\x00\x01\x00\x00\x00\x01\x00\x04\x0a\x00\x00\x01") }),
		in("DNS pointers", inUDP, 53, pointers),
		in("DNS labels", inUDP, 53, func(n int) []byte {
			name := strings.Repeat("\x01a", 120) + "\x00\x00\x01\x00\x01"
			return dnsOf(n, 4, name)
		}),
		in("EDNS options", inUDP, 53, func(n int) []byte {
			o := times(n, "\x00\x0f\x00\x02\x00\x01")
			b := []byte("\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x29\x10\x00\x00\x00\x00\x00")
			return append(be.AppendUint16(b, uint16(len(o))), o...)
		}),
		in("DHCP options", inUDP, 67, func(n int) []byte {
			b := append([]byte{1, 1, 6, 0}, make([]byte, 232)...)
			return append(append(b, 0x63, 0x82, 0x53, 0x63, 53, 1, 1), times(n, "\x0c\x01a")...)
		}),
		in("DHCP paddings", inUDP, 67, func(n int) []byte {
			b := append([]byte{1, 1, 6, 0}, make([]byte, 232)...)
			return append(append(b, 0x63, 0x82, 0x53, 0x63, 53, 1, 1), make([]byte, n)...)
		}),
		in("L2TP AVPs", inUDP, 1701, func(n int) []byte {
			a := times(n, "\x80\x08\x00\x00\x00\x00\x00\x01")
			return append(append(be.AppendUint16([]byte{0xc8, 2}, uint16(12+len(a))), make([]byte, 8)...), a...)
		}),
		in("GTP headers", inUDP, 2152, func(n int) []byte {
			h := times(n, "\x01\x00\x00\xc0")
			return append(append(be.AppendUint16([]byte{0x34, 255}, uint16(4+len(h))), 0, 0, 0, 1, 0, 0, 0, 0xc0), h...)
		}),
		in("HTTP headers", inTCP, 80, func(n int) []byte { return append([]byte("GET / HTTP/1.1\r\n"), times(n, "A: b\r\n")...) }),
		in("HTTP chunks", inTCP, 80, func(n int) []byte {
			return append([]byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), times(n, "1\r\na\r\n")...)
		}),
		in("HTTP requests", inTCP, 80, func(n int) []byte { return times(n, "GET / HTTP/1.1\r\n\r\n") }),
		in("HTTP path", inTCP, 80, func(n int) []byte {
			return slices.Concat([]byte("GET /?"), times(n, "a=%20&"), []byte(" HTTP/1.1\r\n\r\n"))
		}),
		in("TLS extensions", inTCP, 443, func(n int) []byte { return tlsHello(times(min(n, 15000), "\x00\x17\x00\x00")) }),
		in("TLS records", inTCP, 443, func(n int) []byte { return times(n, "\x17\x03\x03\x00\x01a") }),
		in("TLS alerts", inTCP, 443, func(n int) []byte { return times(n, "\x15\x03\x03\x00\x02\x01\x00") }),
		in("messages of IKE over TCP", inTCP, 4500, func(n int) []byte { return times(n, "\x00\x02") }),
		in("TFTP options", inUDP, 69, func(n int) []byte { return append([]byte("\x00\x01a\x00octet\x00"), times(n, "a\x00b\x00")...) }),
		in("RADIUS attributes", inUDP, 1812, func(n int) []byte {
			a := times(min(n, 4076), "\x01\x03a")
			return append(append(be.AppendUint16([]byte{1, 1}, uint16(20+len(a))), make([]byte, 16)...), a...)
		}),
		in("Geneve options", inUDP, 6081, func(n int) []byte {
			o := times(min(n, 252), "\x01\x02\x03\x00")
			return append([]byte{byte(len(o) / 4), 0, 0x65, 0x58, 0, 0, 0, 0}, o...)
		}),
	}
	for _, v := range []struct {
		typ  byte
		rest string
	}{
		{43, "vend"}, {41, "\x00\x00\x40\x04"}, {42, "\x01\x00\x00\x00"}, {40, "nonce"}, {35, "\x02\x00\x00\x00ab"}, {37, "\x04cert"},
		{38, "\x04"}, {39, "\x02\x00\x00\x00abcd"}, {44, "\x00\x00\x00\x00"}, {47, "\x01\x00\x00\x00"}, {48, "\x01\x01\x00\x04"},
		{34, "\x00\x0e\x00\x00ab"}, {33, ""}, {99, "x"}, {54, ""},
	} {
		one := string(append([]byte{v.typ, 0, 0, byte(4 + len(v.rest))}, v.rest...))
		list = append(list, ike2(fmt.Sprintf("payloads of type %d", v.typ), v.typ, func(n int) []byte { return times(n, one) }))
	}
	for _, v := range []struct {
		typ  byte
		rest string
	}{
		{13, "vend"}, {11, "\x00\x00\x00\x01\x01\x00\x60\x02"}, {12, "\x00\x00\x00\x01\x01\x00\x00\x00"}, {10, "nonce"}, {5, "\x02\x00\x00\x00ab"},
		{6, "\x04cert"}, {7, "\x04"}, {8, "hash"}, {20, "0123456789abcdef"}, {21, "\x01\x00\x00\x00abcd"}, {14, "\x01\x00\x00\x01"}, {1, "\x00\x00\x00\x01\x00\x00\x00\x01"},
	} {
		one := string(append([]byte{v.typ, 0, 0, byte(4 + len(v.rest))}, v.rest...))
		list = append(list, ike1(fmt.Sprintf("payloads of type %d", v.typ), v.typ, func(n int) []byte { return times(n, one) }))
	}
	return list
}

// The most that a message holds costs no more than 15 times as much as a tenth of it,
// with a tree and its lines and without.
func TestLinearInMessages(t *testing.T) {
	labtest.Slow(t)
	registry := labtest.Registry(t)
	e, a := dissect.NewEngine(registry), dissect.NewArena(registry)
	e.Use(a)
	var trees [tenth]field.Tree
	var out []byte
	scan := func(link uint32, b []byte, _ *field.Tree) {
		var p dissect.Packet
		e.Dissect(&p, link, b, len(b))
		out = p.AppendInfo(p.AppendProtocols(out[:0]), nil)
	}
	detail := func(link uint32, b []byte, tree *field.Tree) {
		var p dissect.Packet
		e.Dissect(&p, link, b, len(b))
		e.Build(&p, tree)
		for i := range tree.Nodes {
			out = tree.AppendShow(tree.AppendLabel(out[:0], i), i)
		}
	}
	// cost is how long one of n readings takes, each in memory of its own.
	cost := func(n int, f *full, data []byte, read func(uint32, []byte, *field.Tree)) time.Duration {
		a.Reset()
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		start := labtest.ThreadTime()
		for i := range n {
			read(f.link, data[i*len(data)/n:(i+1)*len(data)/n], &trees[i])
		}
		return (labtest.ThreadTime() - start) / time.Duration(n)
	}
	const most = 65000
	for _, f := range fulls() {
		large, small := f.make(most), bytes.Repeat(f.make(most/tenth), tenth)
		for name, read := range map[string]func(uint32, []byte, *field.Tree){"scan": scan, "tree": detail} {
			t.Run(f.what+"/"+name, func(t *testing.T) {
				whole, part := time.Duration(1<<62), time.Duration(1<<62)
				for try := range 40 { // the least of several: a busy machine only adds
					whole, part = min(whole, cost(1, &f, large, read)), min(part, cost(tenth, &f, small, read))
					if try >= 1 && whole <= tolerated*part || whole < 100*time.Microsecond {
						t.Logf("%v, a tenth %v: %d nodes", whole, part, len(trees[0].Nodes))
						return
					}
				}
				t.Errorf("%v, a tenth %v: %.0f times", whole, part, float64(whole)/float64(part))
			})
		}
	}
}
