package isakmp_test

import (
	"slices"
	"testing"
)

// A vendor ID that is text, as OpenIKED's, is shown as such; a hash of one is not.
func TestVendorText(t *testing.T) {
	for id, want := range map[string][]string{
		"OpenIKED-7.4":     {"Vendor ID as text: OpenIKED-7.4"},
		"\x01\x02\x03\x04": nil,
	} {
		data := message(0x20, 34, 8, 0, payload(43, []byte(id)))
		if got := lines(t, data, "pktscope.isakmp.vid_text"); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", id, got, want)
		}
	}
}
