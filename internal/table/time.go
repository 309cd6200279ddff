package table

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// A Time is nanoseconds since 1970, in UTC. In a file it has no zone: engines that know
// times with a zone to the microsecond alone would cut it. A time before earliest or after
// latest, for which there is no room, stands at that end.
type Time int64

// The ends of time: DuckDB prints no time of a day that is not whole in 64 bits, nor a row that
// has one, and takes the greatest number for infinity; pandas takes the least for none.
const (
	earliest Time = -106_751 * 24 * 60 * 60 * 1e9 // 1677-09-22
	latest   Time = math.MaxInt64 - 1             // within 2262-04-11
)

// TimeOf is a time, nil for the zero time, which is unknown.
func TimeOf(t time.Time) *Time {
	if t.IsZero() {
		return nil
	}
	at := newTime(t.Unix(), int64(t.Nanosecond()))
	return &at
}

// newTime is a time of whole seconds and of nanoseconds behind them.
func newTime(seconds, nanos int64) Time {
	const most = math.MaxInt64/int64(time.Second) - 1
	switch {
	case seconds > most:
		return latest
	case seconds < -most:
		return earliest
	}
	return max(Time(seconds*int64(time.Second)+nanos), earliest)
}

// AsTime is the time in UTC.
func (t Time) AsTime() time.Time { return time.Unix(0, int64(t)).UTC() }

// UnmarshalJSON implements json.Unmarshaler for what reports write: seconds since 1970 with
// nine decimals, of which a floating point number would not hold all.
func (t *Time) UnmarshalJSON(text []byte) error {
	whole, fraction, _ := strings.Cut(string(text), ".")
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return fmt.Errorf("%q is no time", text)
	}
	nanos, err := strconv.ParseInt((fraction + "000000000")[:9], 10, 64)
	if err != nil {
		return fmt.Errorf("%q is no time", text)
	}
	if strings.HasPrefix(whole, "-") { // of -0 too
		nanos = -nanos
	}
	*t = newTime(seconds, nanos)
	return nil
}
