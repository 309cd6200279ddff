package field

import (
	"encoding/binary"
	"net/netip"
	"testing"
)

// TestAppendIPv4 has every byte in every place of an address.
func TestAppendIPv4(t *testing.T) {
	for i := range 4 {
		for c := range 256 {
			a := [4]byte{7, 42, 198, 0}
			a[i] = byte(c)
			if got, want := string(AppendIPv4([]byte("x"), a)), "x"+netip.AddrFrom4(a).String(); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
	}
}

// TestAppendIPv6 holds addresses with every pattern of zero groups against net/netip, which
// prints as RFC 5952 has it but for addresses that hold one of IPv4.
func TestAppendIPv6(t *testing.T) {
	values := []uint16{0x1, 0x20, 0xdb8, 0x2001, 0xf0, 0xabc, 0x7, 0xffff}
	for pattern := range 1 << 8 {
		var raw [16]byte
		for i, v := range values {
			if pattern>>i&1 != 0 {
				binary.BigEndian.PutUint16(raw[2*i:], v)
			}
		}
		a := netip.AddrFrom16(raw)
		want := a.String()
		switch pattern {
		case 0x40, 0xc0: // ::7:0 and ::7:ffff, as inet_ntop has them
			want = "::" + netip.AddrFrom4([4]byte(raw[12:])).String()
		}
		if got := string(AppendIPv6([]byte("x"), a)); got != "x"+want {
			t.Errorf("%s, want x%s", got, want)
		}
	}
}
