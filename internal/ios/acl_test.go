package ios_test

import (
	"net/netip"
	"testing"

	"github.com/pktscope/pktscope/internal/ios"
)

func TestACL(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ first, last, router, asa string }{
		{"10.1.0.0", "10.1.0.255", "10.1.0.0 0.0.0.255", "10.1.0.0 255.255.255.0"},
		{"10.1.0.7", "10.1.0.7", "host 10.1.0.7", "host 10.1.0.7"},
		{"0.0.0.0", "255.255.255.255", "any", "any"},
		{"10.0.0.1", "10.0.0.9", "10.0.0.0 0.0.0.15", "10.0.0.0 255.255.255.240"},
		{"2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::/32", "2001:db8::/32"},
	} {
		first, last := netip.MustParseAddr(c.first), netip.MustParseAddr(c.last)
		if got := ios.ACLAddress(first, last); got != c.router {
			t.Errorf("%q, want %q", got, c.router)
		}
		if got := ios.ASAAddress(first, last); got != c.asa {
			t.Errorf("%q, want %q", got, c.asa)
		}
	}
	for _, c := range []struct {
		protocol    uint8
		first, last uint16
		want        string
	}{{6, 80, 80, " eq 80"}, {17, 53, 60, " range 53 60"}, {0, 0, 0xffff, ""}, {6, 0, 0xffff, ""}, {1, 0x300, 0x3ff, ""}} {
		if got := ios.ACLPorts(c.protocol, c.first, c.last); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
