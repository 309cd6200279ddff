package ike

import (
	"bytes"
	"net/netip"
	"testing"
)

// TestHalfOpenBytes: addresses of IPv6 count as long as an SA has them, so that a flood of
// them meets the bound.
func TestHalfOpenBytes(t *testing.T) {
	raw := bytes.Repeat([]byte{7}, 40)
	size := func(src, dst string) int {
		h := newHalfOpens()
		k := keyOf(SPI{1}, netip.MustParseAddr(src), netip.MustParseAddr(dst))
		h.add(k, &observation{}, raw)
		n := h.size()
		h.remove(h.find(k))
		if left := h.size(); left != 0 {
			t.Errorf("%s: %d bytes are left", src, left)
		}
		return n
	}
	if four, six := size("192.0.2.1", "192.0.2.2"), size("2001:db8::1", "2001:db8::2"); six < four+2*len(netip.IPv6Unspecified().As16()) {
		t.Errorf("an SA of IPv6 takes %d bytes, one of IPv4 %d", six, four)
	}
}
