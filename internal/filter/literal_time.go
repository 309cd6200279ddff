package filter

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
)

// layouts are the forms of a moment. Fractions of a second may follow seconds
// in all of them; UTC or a zone may follow.
var layouts = []string{
	"2006-1-2", "2006-1-2 15:04", "2006-1-2 15:04:05", "2006-1-2T15:04", "2006-1-2T15:04:05",
	"Jan 2, 2006 15:04:05",
}

// timeOf parses a time, in the local time zone if it has none.
func timeOf(s string) (datum, error) {
	wrong := errors.New(`expected a time such as "2026-11-22 12:34:56.789", with Z or UTC behind it if it is not local, not ` + quote(s))
	bare, zone := strings.TrimSpace(s), time.Local
	for _, utc := range []string{"UTC", "Z"} {
		if b, ok := strings.CutSuffix(bare, utc); ok {
			bare, zone = strings.TrimSpace(b), time.UTC
			break
		}
	}
	bare = strings.Join(strings.Fields(bare), " ")
	for _, l := range layouts {
		t, err := time.ParseInLocation(l, bare, zone)
		if err != nil {
			t, err = time.Parse(l+"Z07:00", bare)
		}
		if err != nil {
			t, err = time.Parse(l+"Z0700", bare)
		}
		if err == nil {
			return momentOf(field.NanosOf(t)), nil
		}
	}
	return datum{}, wrong
}

// secondsOf reads a duration: seconds and up to nine digits of their fraction.
func secondsOf(s string) (datum, error) {
	wrong := errors.New("expected seconds such as 1.5, not " + quote(s))
	whole, fraction, dot := strings.Cut(s, ".")
	seconds, err := strconv.ParseUint(whole, 10, 63)
	if err != nil || len(fraction) > 9 || dot && fraction == "" {
		return datum{}, wrong
	}
	nanos, err := strconv.ParseUint((fraction + "000000000")[:9], 10, 32)
	if err != nil {
		return datum{}, wrong
	}
	return momentOf(field.NanosOfUnix(int64(seconds), int64(nanos))), nil
}
