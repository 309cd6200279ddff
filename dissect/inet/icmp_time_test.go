package inet_test

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
)

// The time that a ping's data begin with has 16 bytes or 8, in either order of bytes, and
// is within a day of its frame. tshark 4.6.9 finds the same.
func TestEchoTime(t *testing.T) {
	t.Parallel()
	const at = 1_700_000_000
	frame := time.Unix(at, 9_000_000)
	wide := func(order binary.AppendByteOrder, seconds, micros uint64) []byte {
		return order.AppendUint64(order.AppendUint64(nil, seconds), micros)
	}
	narrow := func(order binary.AppendByteOrder, seconds, micros uint32) []byte {
		return order.AppendUint32(order.AppendUint32(nil, seconds), micros)
	}
	little, big := binary.LittleEndian, binary.BigEndian
	for _, c := range []struct {
		name  string
		data  []byte
		n     int    // bytes of the time
		since string // in the detail
	}{
		{"16 little", wide(little, at, 5000), 16, "4.000000 milliseconds"},
		{"16 big", wide(big, at, 5000), 16, "4.000000 milliseconds"},
		{"8 little", narrow(little, at, 5000), 8, "4.000000 milliseconds"},
		{"8 big", narrow(big, at, 5000), 8, "4.000000 milliseconds"},
		{"15 little", wide(little, at, 5000)[:15], 8, "9.000000 milliseconds"},
		{"15 big", wide(big, at, 5000)[:15], 0, ""},
		{"7", narrow(little, at, 0)[:7], 0, ""},
		{"a day before", narrow(big, at-86400, 5), 0, ""},
		{"less than a day before", narrow(big, at-86399, 5), 8, "23 hours, 59 minutes, 59.008995000 seconds"},
		{"a day behind", wide(little, at+86400, 7), 16, "-23 hours, 59 minutes, 59.991007000 seconds"},
		{"a second of microseconds", narrow(big, at, 1e6), 0, ""},
		{"a second of microseconds in 16", wide(little, at, 1e6), 8, "9.000000 milliseconds"},
	} {
		for _, m := range []dissect.Message{newICMP(), newICMPv6()} {
			message, label := "\x08\x00\x00\x00\x00\x01\x00\x01", "Timestamp from icmp data"
			if m.Proto().Name == "icmpv6" {
				message, label = "\x80\x00\x00\x00\x00\x01\x00\x01", "Timestamp from Echo data"
			}
			got := lines(m, append([]byte(message), c.data...), field.Env{Time: &frame})
			if shown := slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, label+":") }); shown != (c.n > 0) {
				t.Errorf("%s: %q", c.name, got)
			}
			if want := label + " (relative): " + c.since; c.n > 0 && !slices.Contains(got, want) {
				t.Errorf("%s: %q, want %q", c.name, got, want)
			}
		}
	}
}
