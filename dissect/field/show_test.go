package field

import (
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
