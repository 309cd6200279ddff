package dns_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dns"
	trackdns "github.com/pktscope/pktscope/internal/track/dns"
)

var (
	client = netip.MustParseAddrPort("192.0.2.1:40000")
	server = netip.MustParseAddrPort("192.0.2.53:53")
	group  = netip.MustParseAddrPort("224.0.0.252:5355")
	other  = netip.MustParseAddrPort("192.0.2.9:5355")
)

// What is a retransmission, and what a response is to, is so for tshark 4.6.9.
func TestFacts(t *testing.T) {
	const response = 0x8000
	tracker := trackdns.New()
	now := time.Unix(1700000000, 0)
	for i, c := range []struct {
		after    time.Duration
		from, to netip.AddrPort
		id       uint16
		flags    uint16
		want     dns.Facts
	}{
		{0, client, server, 1, 0, dns.Facts{}},
		{time.Second, client, server, 1, 0, dns.Facts{Original: 1}},
		{500 * time.Millisecond, server, client, 1, response, dns.Facts{Request: 1, Delay: 1500 * time.Millisecond}},
		{time.Millisecond, server, client, 1, response, dns.Facts{Original: 3}},
		{time.Millisecond, client, server, 1, 0, dns.Facts{}}, // the ID is used again
		{6 * time.Second, client, server, 1, 0, dns.Facts{}},  // after too long to be a retransmission
		{time.Second, server, client, 2, response, dns.Facts{Unsolicited: true}},
		{0, client, group, 3, 0, dns.Facts{}},
		{time.Second, other, client, 3, response, dns.Facts{Request: 8, Delay: time.Second}}, // who answers is not who was asked
	} {
		now = now.Add(c.after)
		m := &dns.Packet{Src: c.from.Addr(), SrcPort: c.from.Port(), Dst: c.to.Addr(), DstPort: c.to.Port(), N: 1}
		m.Headers[0] = dns.Header{ID: c.id, Flags: c.flags}
		tracker.Observe(nil, &dissect.Packet{Number: uint64(i + 1), Time: now, Layers: []dissect.Layer{{Message: m}}})
		if got := m.Facts[0]; got != c.want {
			t.Errorf("frame %d: %+v, want %+v", i+1, got, c.want)
		}
	}
}

// An ID of 0 in Multicast DNS does not tell what is asked: RFC 6762, section 18.1. A second
// query is not the first one again, nor is a second response; other IDs tell it.
func TestMulticast(t *testing.T) {
	mdns := netip.MustParseAddrPort("224.0.0.251:5353")
	host := netip.MustParseAddrPort("192.0.2.1:5353")
	for _, c := range []struct {
		id, flags uint16
		want      uint64
	}{{0, 0, 0}, {0, 0x8400, 0}, {7, 0, 2}} {
		tracker := trackdns.New()
		var got uint64
		for i, flags := range []uint16{0, c.flags, c.flags} {
			m := &dns.MDNS{Packet: dns.Packet{Src: host.Addr(), SrcPort: host.Port(), Dst: mdns.Addr(), DstPort: mdns.Port(), N: 1}}
			m.Headers[0] = dns.Header{ID: c.id, Flags: flags}
			if i == 0 && c.flags == 0 {
				continue
			}
			tracker.Observe(nil, &dissect.Packet{Number: uint64(i + 1), Layers: []dissect.Layer{{Message: m}}})
			got = m.Facts[0].Original
		}
		if got != c.want {
			t.Errorf("ID %d, flags %#x: the last one repeats frame %d, want %d", c.id, c.flags, got, c.want)
		}
	}
}

// Requests are forgotten, not kept without bound.
func TestBound(t *testing.T) {
	tracker := trackdns.New()
	for i := range 1 << 15 {
		m := &dns.LLMNR{Packet: dns.Packet{Src: client.Addr(), Dst: server.Addr(), SrcPort: uint16(i), DstPort: 5355, N: 1}}
		tracker.Observe(nil, &dissect.Packet{Number: uint64(i + 1), Layers: []dissect.Layer{{Message: m}}})
	}
	if got := tracker.Evicted(); got != 1<<14 {
		t.Errorf("%d are forgotten, want %d", got, 1<<14)
	}
}
