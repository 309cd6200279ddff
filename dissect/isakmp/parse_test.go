package isakmp_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

func TestParse(t *testing.T) {
	for _, s := range seeds(t) {
		var want isakmp.Packet
		if err := field.Decode(&want, s.Bytes, nil); err != nil {
			t.Fatal(err)
		}
		if got, err := isakmp.Parse(s.Bytes); err != nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("%s: %+v, %v", s.Name, got, err)
		}
		for n := range s.Bytes { // the length covers more
			var e *field.Error
			if p, err := isakmp.Parse(s.Bytes[:n]); p != nil || !errors.As(err, &e) || !errors.Is(err, field.ErrMalformed) {
				t.Fatalf("%s, %d bytes: %v, %v", s.Name, n, p, err)
			}
		}
	}
}

// What is no message: isakmp.Packet leaves it to others, Parse says why.
func TestParseNoMessage(t *testing.T) {
	header := func(version, length byte) string {
		return string(make([]byte, 17)) + string([]byte{version, 0, 0, 0, 0, 0, 0, 0, 0, 0, length})
	}
	for _, x := range []struct{ name, in, want string }{
		{"nothing", "", "isakmp.ispi at byte 0: malformed: need 8 bytes, have 0"},
		{"a NAT-keepalive", "\xff", "isakmp.ispi at byte 0: malformed: need 8 bytes, have 1"},
		{"20 bytes", string(make([]byte, 20)), "isakmp.messageid at byte 20: malformed: need 4 bytes, have 0"},
		{"a length of 0", header(0x20, 0), "isakmp.length at byte 24: malformed"},
		{"a length of 27", header(0x20, 27), "isakmp.length at byte 24: malformed"},
		{"a length of 29", header(0x20, 29), "isakmp.length at byte 24: malformed: need 29 bytes, have 28"},
		{"IKEv3", header(0x30, 28), "isakmp.version at byte 17: malformed"},
	} {
		p, err := isakmp.Parse([]byte(x.in))
		if p != nil || err == nil || err.Error() != x.want {
			t.Errorf("%s: %v, %v, want %s", x.name, p, err, x.want)
		}
	}
	if p, err := isakmp.Parse([]byte(header(0x20, 28))); err != nil || p.Major() != 2 {
		t.Errorf("a header alone: %v, %v", p, err)
	}
}
