package field_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
)

// TestDuration holds durations against the labels of tshark 4.6.9.
func TestDuration(t *testing.T) {
	const second = int64(1e9)
	for nanos, want := range map[int64]string{
		0: "0.000000000 seconds", 1: "1 nanosecond", 999: "999 nanoseconds", -12: "-12 nanoseconds",
		1000: "1.000 microseconds", 49754: "49.754 microseconds", -999999: "-999.999 microseconds",
		1000000: "1.000000 milliseconds", 999999999: "999.999999 milliseconds",
		second: "1 second", 2 * second: "2 seconds", 1500000001: "1.500000001 seconds",
		60 * second: "1 minute", 3600 * second: "1 hour", 86400 * second: "1 day",
		3*86400*second + 5:    "3 days, 5 nanoseconds",
		-(90061*second + 5e8): "-1 day, 1 hour, 1 minute, 1.500000000 seconds",
		60*second + 1000000:   "1 minute, 1.000000 milliseconds",
		2*86400*second + 1500: "2 days, 1.500 microseconds",
		-9223372036854775808:  "-106751 days, 23 hours, 47 minutes, 16.854775808 seconds",
	} {
		if got := string(field.AppendDuration(nil, nanos)); got != want {
			t.Errorf("%d: %q, want %q", nanos, got, want)
		}
	}
}

// TestISOTime holds moments against the fields of tshark 4.6.9.
func TestISOTime(t *testing.T) {
	const nanos = 1795326985807497673
	if got := string(field.AppendISOTime(nil, field.Nanos{Low: nanos}, field.Dec)); got != "2026-11-22T05:56:25.807497673Z" {
		t.Error(got)
	}
	if got := string(field.AppendISOTime(nil, field.Nanos{Low: nanos}, field.Epoch)); got != "1795326985.807497673" {
		t.Error(got)
	}
}
