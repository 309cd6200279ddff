package icmperror_test

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/icmperror"
)

// Link types of packets without a link layer: LINKTYPE_IPV4 and LINKTYPE_IPV6.
const (
	linkIPv4 = 228
	linkIPv6 = 229
)

var (
	peer   = netip.MustParseAddr("192.0.2.1")
	router = netip.MustParseAddr("203.0.113.9")
	gone   = netip.MustParseAddr("198.51.100.1")
)

// ip4 is a packet of IPv4.
func ip4(protocol byte, src, dst netip.Addr, payload []byte) []byte {
	b := []byte{0x45, 0, 0, 0, 0, 0, 0, 0, 64, protocol, 0, 0}
	binary.BigEndian.PutUint16(b[2:], uint16(20+len(payload)))
	return append(append(append(b, src.AsSlice()...), dst.AsSlice()...), payload...)
}

// ip6 is a packet of IPv6.
func ip6(next byte, src, dst netip.Addr, payload []byte) []byte {
	b := []byte{0x60, 0, 0, 0, 0, 0, next, 64}
	binary.BigEndian.PutUint16(b[4:], uint16(len(payload)))
	return append(append(append(b, src.AsSlice()...), dst.AsSlice()...), payload...)
}

// udp is a datagram of 100 bytes.
func udp(src, dst uint16, payload ...byte) []byte {
	b := binary.BigEndian.AppendUint16(nil, src)
	b = binary.BigEndian.AppendUint16(b, dst)
	b = append(append(b, 0, 100, 0, 0), payload...)
	return append(b, make([]byte, 100-len(b))...)
}

// icmp is an error; mtu stands where RFC 1191 and RFC 4443 have it.
func icmp(typ, code byte, mtu uint16, quoted []byte) []byte {
	return append([]byte{typ, code, 0, 0, 0, 0, byte(mtu >> 8), byte(mtu)}, quoted...)
}

// observe shows packets to a tracker, one a second, and returns what it has.
func observe(t *testing.T, link uint32, packets ...[]byte) (list []icmperror.Error) {
	t.Helper()
	engine, errors := dissect.NewEngine(labtest.Registry(t)), icmperror.New()
	for i, b := range packets {
		p := dissect.Packet{Number: uint64(i + 1), Time: time.Unix(int64(i), 0)}
		engine.Dissect(&p, link, b, len(b))
		errors.Watch(&p)
	}
	for e := range errors.Errors() {
		list = append(list, *e)
	}
	errors.Clear()
	for range errors.Errors() {
		t.Error("an error is left after Clear")
	}
	return list
}

// Errors that are alike are one; what they quote is told as far as it is there.
func TestErrors(t *testing.T) {
	esp := ip4(50, peer, gone, append([]byte{0x12, 0x34, 0x56, 0x78, 0, 0, 0, 9}, make([]byte, 40)...))
	inUDP := ip4(17, peer, gone, udp(4500, 4500, 0xaa, 0xbb, 0xcc, 0xdd, 0, 0, 0, 1))
	ike := ip4(17, peer, gone, udp(500, 500))
	ah := ip4(51, peer, gone, append([]byte{50, 4, 0, 0, 0xca, 0xfe, 0, 1, 0, 0, 0, 1}, make([]byte, 20)...))
	list := observe(t, linkIPv4,
		ip4(1, gone, peer, icmp(3, 3, 0, ike[:28])),
		ip4(1, gone, peer, icmp(3, 3, 0, ike)),
		ip4(1, router, peer, icmp(3, 13, 0, ike[:28])),
		ip4(1, router, peer, icmp(3, 4, 1400, esp[:28])),
		ip4(1, router, peer, icmp(3, 4, 1300, esp[:28])),
		ip4(1, router, peer, icmp(11, 0, 0, inUDP)),
		ip4(1, router, peer, icmp(3, 2, 0, ah)),
		ip4(1, router, peer, icmp(3, 1, 0, ike[:12])), // no addresses are quoted
		ip4(1, peer, gone, icmp(8, 0, 0, []byte("a ping"))),
		ip4(17, peer, gone, udp(500, 500)),
	)
	if len(list) != 5 {
		t.Fatalf("%d errors: %+v", len(list), list)
	}
	slices.SortFunc(list, func(a, b icmperror.Error) int { return int(a.FirstFrame) - int(b.FirstFrame) })
	for i, want := range []struct {
		from     netip.Addr
		reason   icmperror.Reason
		protocol uint8
		port     uint16
		spi, mtu uint32
		count    uint64
		longest  int
	}{
		{gone, icmperror.Port, 17, 500, 0, 0, 2, 120},
		{router, icmperror.Prohibited, 17, 500, 0, 0, 1, 120},
		{router, icmperror.TooBig, 50, 0, 0x12345678, 1300, 2, 68},
		{router, icmperror.Hops, 17, 4500, 0xaabbccdd, 0, 1, 120},
		{router, icmperror.Protocol, 51, 0, 0xcafe0001, 0, 1, 52},
	} {
		e := &list[i]
		if e.From != want.from || e.Reason() != want.reason || e.Protocol != want.protocol || e.Dst != netip.AddrPortFrom(gone, want.port) ||
			e.Src.Addr() != peer || e.To != peer || e.SPI != want.spi || e.MTU != want.mtu || e.Count != want.count || e.Longest != want.longest || e.Tunnelled {
			t.Errorf("%d: %+v, want %+v", i, e, want)
		}
		if e.IsIKE() != (e.Protocol == 17) || e.LastFrame != e.FirstFrame+e.Count-1 || e.Last.Sub(e.First) != time.Duration(e.Count-1)*time.Second {
			t.Errorf("%d: %+v", i, e)
		}
	}
}

// ICMPv6 has other codes, and an MTU of 32 bits.
func TestErrors6(t *testing.T) {
	a, b, r := netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8:2::1"), netip.MustParseAddr("2001:db8:9::9")
	quoted := ip6(17, a, b, udp(500, 500))
	var reasons []icmperror.Reason
	for _, x := range observe(t, linkIPv6,
		ip6(58, r, a, icmp(1, 0, 0, quoted)), ip6(58, r, a, icmp(1, 1, 0, quoted)), ip6(58, r, a, icmp(1, 3, 0, quoted)),
		ip6(58, b, a, icmp(1, 4, 0, quoted)), ip6(58, r, a, icmp(2, 0, 1280, quoted)), ip6(58, b, a, icmp(3, 1, 0, quoted)),
	) {
		reasons = append(reasons, x.Reason())
		if x.Src != netip.AddrPortFrom(a, 500) || x.Longest != 140 || !x.IPv6() || (x.MTU == 1280) != (x.Reason() == icmperror.TooBig) {
			t.Errorf("%+v", x)
		}
	}
	want := []icmperror.Reason{icmperror.Network, icmperror.Prohibited, icmperror.Host, icmperror.Port, icmperror.TooBig, icmperror.Incomplete}
	if !slices.Equal(reasons, want) {
		t.Errorf("%v, want %v", reasons, want)
	}
}

// A scan that is answered by thousands of errors does not push out one about IKE.
func TestFlood(t *testing.T) {
	packets := [][]byte{ip4(1, gone, peer, icmp(3, 3, 0, ip4(17, peer, gone, udp(500, 500))))}
	for port := range uint16(10000) {
		packets = append(packets, ip4(1, gone, peer, icmp(3, 3, 0, ip4(17, peer, gone, udp(40000, 10000+port)))))
	}
	list := observe(t, linkIPv4, packets...)
	if len(list) > 1<<12 || !list[len(list)-1].IsIKE() {
		t.Errorf("%d errors, the last %+v", len(list), list[len(list)-1])
	}
}
