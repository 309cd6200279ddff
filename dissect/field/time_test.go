package field_test

import (
	"testing"
	"time"

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

// TestEpoch holds seconds since 1970 against arithmetic: 2.75 seconds before it are -2.75.
func TestEpoch(t *testing.T) {
	for _, tt := range []struct {
		at     time.Time
		digits int
		want   string
	}{
		{time.Unix(-3, 250000000), 9, "-2.750000000"},
		{time.Unix(-1, 750000000), 3, "-0.250"},
		{time.Unix(-2, 0), 0, "-2"},
		{time.Unix(1795326985, 807497673), 9, "1795326985.807497673"},
		{time.Unix(1795326985, 807497673), 0, "1795326985"},
		{time.Date(-20000, 1, 1, 0, 0, 0, 750000000, time.UTC), 2, "-693306259199.25"},
	} {
		if got := string(field.AppendUnix(nil, tt.at, tt.digits)); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
		if got := string(field.AppendISOTime(nil, field.NanosOf(tt.at), field.Epoch)); tt.digits == 9 && got != tt.want {
			t.Errorf("%s as a field, want %s", got, tt.want)
		}
	}
}

// TestTimes holds moments in zones with a name, without one, and west of Greenwich against
// Go's own way to write them.
func TestTimes(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	const step = 977 * 86400 * 366 / 10 // seconds that add up to every month, day and hour
	for _, zone := range []*time.Location{time.UTC, time.FixedZone("CET", 3600), time.FixedZone("", -5*3600-1800), time.FixedZone("", 7200)} {
		time.Local = zone
		for sec := int64(-99) * step; sec < 99*step; sec += step + 86400 + 3661 {
			at := time.Unix(sec, sec&0xffffff)
			nanos := field.NanosOf(at)
			for _, tt := range []struct {
				got  []byte
				want string
			}{
				{field.AppendTime(nil, nanos), at.UTC().Format("Jan _2, 2006 15:04:05.000000000 MST")},
				{field.AppendLocalTime(nil, nanos), at.In(zone).Format("Jan _2, 2006 15:04:05.000000000 MST")},
				{field.AppendISOTime(nil, nanos, field.Dec), at.UTC().Format("2006-01-02T15:04:05.000000000Z")},
				{field.AppendISOTime(nil, nanos, field.Local), at.In(zone).Format("2006-01-02T15:04:05.000000000-0700")},
			} {
				if string(tt.got) != tt.want {
					t.Fatalf("got %s, want %s", tt.got, tt.want)
				}
			}
		}
	}
}
