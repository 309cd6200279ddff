package filter

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
)

// layouts are the forms of a moment. Fractions of a second may follow seconds
// in all of them; a zone may follow.
var layouts = []string{
	"2006-1-2", "2006-1-2 15:04", "2006-1-2 15:04:05", "2006-1-2T15:04", "2006-1-2T15:04:05",
	"Jan 2, 2006", "Jan 2, 2006 15:04", "Jan 2, 2006 15:04:05",
}

// timeOf parses a time, in the local time zone if it has none, or seconds since 1970.
func timeOf(s string) (datum, error) {
	if number := strings.TrimSpace(s); number != "" && strings.Trim(number, "0123456789.") == "" {
		if _, fraction, _ := strings.Cut(number, "."); len(fraction) <= 9 {
			return secondsOf(number)
		}
	}
	bare, zone := zoneOf(strings.Join(strings.Fields(s), " "))
	for _, l := range layouts {
		if t, err := time.ParseInLocation(l, bare, zone); err == nil {
			return momentOf(field.NanosOf(t)), nil
		}
	}
	return datum{}, errors.New(`expected a time such as "2026-11-22 12:34:56.789", with a zone such as UTC or +0100 behind it if it is not local, or seconds since 1970, not ` + quote(s))
}

// zones are the names of zones that RFC 822, section 5.1, has, and how many hours they
// are ahead of UTC.
var zones = []struct {
	name  string
	hours int
}{
	{"UTC", 0}, {"GMT", 0}, {"UT", 0}, {"Z", 0},
	{"EST", -5}, {"EDT", -4}, {"CST", -6}, {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7},
}

// zoneOf splits a time from the zone behind it, which is the local one if there is none.
func zoneOf(s string) (bare string, zone *time.Location) {
	for _, z := range zones {
		if at := len(s) - len(z.name); at > 0 && strings.EqualFold(s[at:], z.name) && !letter(s[at-1]) {
			return strings.TrimSpace(s[:at]), time.FixedZone(z.name, z.hours*3600)
		}
	}
	clock := strings.IndexByte(s, ':')
	if clock < 0 {
		return s, time.Local
	}
	at := clock + strings.IndexAny(s[clock:], "+-")
	if at < clock {
		return s, time.Local
	}
	digits := strings.Replace(s[at+1:], ":", "", 1)
	if len(digits) == 2 {
		digits += "00"
	}
	n, err := strconv.ParseUint(digits, 10, 16)
	if err != nil || len(digits) != 4 || n%100 > 59 {
		return s, time.Local
	}
	seconds := int(n/100*60+n%100) * 60
	if s[at] == '-' {
		seconds = -seconds
	}
	return strings.TrimSpace(s[:at]), time.FixedZone("", seconds)
}

// secondsOf reads a duration in seconds: 1, 1.5, 1e-3 or 0x1. Digits behind the ninth of
// the fraction do not count.
func secondsOf(s string) (datum, error) {
	whole, fraction, dot := strings.Cut(s, ".")
	seconds, err := strconv.ParseUint(whole, 10, 63)
	if err != nil || dot && fraction == "" || strings.ContainsFunc(fraction, notDigit) {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			n, why := parseNumber(s, 33)
			f, err = float64(n), why
		}
		if err != nil || math.Abs(f) > 1<<33 || slices.Contains([]byte(s), '_') {
			return datum{}, errors.New("expected seconds such as 1.5, not " + quote(s))
		}
		return momentOf(field.Nanos{Low: int64(math.Round(f * 1e9))}), nil
	}
	nanos, err := strconv.ParseUint((fraction + "000000000")[:9], 10, 32)
	return momentOf(field.NanosOfUnix(int64(seconds), int64(nanos))), err
}
