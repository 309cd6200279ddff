package ike_test

import (
	"net/netip"
	"testing"

	"github.com/pktscope/pktscope/internal/track/ike"
)

// The texts are those of swanctl --list-sas, with numbers for the ports.
func TestSelectorText(t *testing.T) {
	a := netip.MustParseAddr
	for _, c := range []struct {
		want string
		s    ike.Selector
	}{
		{"", ike.Selector{}},
		{"192.168.0.0/24", ike.Selector{First: a("192.168.0.0"), Last: a("192.168.0.255"), PortLast: 0xffff}},
		{"192.168.0.0/24[tcp/80-90]", ike.Selector{First: a("192.168.0.0"), Last: a("192.168.0.255"), Protocol: 6, PortFirst: 80, PortLast: 90}},
		{"192.0.2.1/32[gre]", ike.Selector{First: a("192.0.2.1"), Last: a("192.0.2.1"), Protocol: 47, PortLast: 0xffff}},
		{"192.0.2.1/32[udp/1701]", ike.Selector{First: a("192.0.2.1"), Last: a("192.0.2.1"), Protocol: 17, PortFirst: 1701, PortLast: 1701}},
		{"10.0.0.1..10.0.0.9[0/53]", ike.Selector{First: a("10.0.0.1"), Last: a("10.0.0.9"), PortFirst: 53, PortLast: 53}},
		{"::/0", ike.Selector{First: a("::"), Last: a("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), PortLast: 0xffff}},
		{"0.0.0.0/0[tcp/OPAQUE]", ike.Selector{First: a("0.0.0.0"), Last: a("255.255.255.255"), Protocol: 6, PortFirst: 0xffff}},
		{"192.0.2.1/32[icmp/8]", ike.Selector{First: a("192.0.2.1"), Last: a("192.0.2.1"), Protocol: 1, PortFirst: 8 << 8, PortLast: 8<<8 | 0xff}},
		{"192.0.2.1/32[icmp/3(1)]", ike.Selector{First: a("192.0.2.1"), Last: a("192.0.2.1"), Protocol: 1, PortFirst: 3<<8 | 1, PortLast: 3<<8 | 1}},
		{"192.0.2.1/32[icmp/3(1)-4(0)]", ike.Selector{First: a("192.0.2.1"), Last: a("192.0.2.1"), Protocol: 1, PortFirst: 3<<8 | 1, PortLast: 4 << 8}},
		{"192.0.2.1/32[99]", ike.Selector{First: a("192.0.2.1"), Last: a("192.0.2.1"), Protocol: 99, PortLast: 0xffff}},
	} {
		if got := c.s.String(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
