package ipsec

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// A DMVPN protects GRE between the peers themselves in transport mode. Its identities
// are told once all that was decrypted is GRE, and not before.
func TestDMVPNIdents(t *testing.T) {
	a, b := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	start := time.Unix(1_700_000_000, 0)
	for _, c := range []struct {
		inner     esp.Inner
		decrypted uint64
		want      string
	}{
		{esp.Inner{Protocol: 47}, 3, "(192.0.2.1/255.255.255.255/47/0)"},
		{esp.Inner{Protocol: 47, Mixed: true}, 3, "(unknown)"},
		{esp.Inner{Protocol: 6}, 3, "(unknown)"},
		{esp.Inner{Protocol: 47}, 0, "(unknown)"},
	} {
		sa := &esp.SA{Key: esp.Key{SPI: 1, Dst: b}, Src: a, First: start, Packets: 3, Decrypted: c.decrypted, Inside: &c.inner}
		all := tunnel.Find(slices.Values([]*esp.SA{sa}), slices.Values([]*ike.SA(nil)))
		if got := identLines(all[0])[0][1]; got != c.want {
			t.Errorf("%+v: %s, want %s", c.inner, got, c.want)
		}
	}
}

// The traffic of a flow reads as in an access list. A router prints no ports.
func TestPermit(t *testing.T) {
	selector := func(first, last string, protocol uint8, from, to uint16) ike.Selector {
		return ike.Selector{First: netip.MustParseAddr(first), Last: netip.MustParseAddr(last), Protocol: protocol, PortFirst: from, PortLast: to}
	}
	host, net := selector("192.0.2.1", "192.0.2.1", 47, 0, 0xffff), selector("10.1.0.0", "10.1.255.255", 0, 0, 0xffff)
	ports, addresses := selector("10.1.0.0", "10.1.255.255", 6, 80, 90), selector("10.2.0.1", "10.2.0.6", 6, 443, 443)
	for _, c := range []struct {
		local, remote ike.Selector
		want, router  string
	}{
		{host, host, "47 host 192.0.2.1 host 192.0.2.1", "47 host 192.0.2.1 host 192.0.2.1"},
		{net, net, "ip 10.1.0.0/255.255.0.0 10.1.0.0/255.255.0.0", "ip 10.1.0.0/255.255.0.0 10.1.0.0/255.255.0.0"},
		{host, net, "47 192.0.2.1/255.255.255.255 10.1.0.0/255.255.0.0", "47 192.0.2.1/255.255.255.255 10.1.0.0/255.255.0.0"},
		{ports, addresses, "6 10.1.0.0/255.255.0.0 range 80 90 10.2.0.1-10.2.0.6 port 443", "6 10.1.0.0/255.255.0.0 10.2.0.0/255.255.255.248"},
	} {
		if got, router := permit(c.local, c.remote, false), permit(c.local, c.remote, true); got != c.want || router != c.router {
			t.Errorf("%q and %q, want %q and %q", got, router, c.want, c.router)
		}
	}
}

// IPComp's associations stand below the SA that they belong to, with a CPI each way.
func TestCompression(t *testing.T) {
	a, b := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	start := time.Unix(1_700_000_000, 0)
	negotiated := &ike.SA{First: start, Now: [2]netip.AddrPort{netip.AddrPortFrom(a, 500), netip.AddrPortFrom(b, 500)}}
	child := &ike.Child{Parent: negotiated, Ready: start, SPIs: [2]uint32{1, 2}, IPComp: [2]ike.Compression{{CPI: 0x1001, Algorithm: 2}, {CPI: 0x1002, Algorithm: 2}}}
	negotiated.Children = []*ike.Child{child}
	sas := []*esp.SA{{Key: esp.Key{SPI: 2, Dst: b}, Src: a, First: start, Packets: 1}, {Key: esp.Key{SPI: 1, Dst: a}, Src: b, First: start, Packets: 1}}
	text := string(layout{router: true, flush: func(b []byte) []byte { return b }}.append(nil, tunnel.Find(slices.Values(sas), slices.Values([]*ike.SA{negotiated}))))
	for _, want := range []string{
		"     inbound pcp sas:\n      spi: 0x1001(4097)\n        transform: comp-deflate ,\n",
		"     outbound pcp sas:\n      spi: 0x1002(4098)\n        transform: comp-deflate ,\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s\nlacks\n%s", text, want)
		}
	}
}

// Only selectors that a packet can have together are a pair.
func TestPairs(t *testing.T) {
	selector := func(address string, protocol uint8) ike.Selector {
		a := netip.MustParseAddr(address)
		return ike.Selector{First: a, Last: a, Protocol: protocol, PortLast: 0xffff}
	}
	locals := []ike.Selector{selector("10.1.0.1", 6), selector("2001:db8::1", 0)}
	remotes := []ike.Selector{selector("10.2.0.1", 17), selector("10.2.0.2", 0), selector("2001:db8::2", 0)}
	var got []string
	for local, remote := range pairs(locals, remotes, locals[0].First) {
		got = append(got, local.String()+" "+remote.String())
	}
	if want := []string{"10.1.0.1/32[tcp] 10.2.0.2/32", "2001:db8::1/128 2001:db8::2/128"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	got = nil
	for local, remote := range pairs(nil, remotes, remotes[2].First) {
		got = append(got, local.String()+" "+remote.String())
	}
	if want := []string{"::/0 ::/0"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
