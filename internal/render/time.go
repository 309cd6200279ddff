package render

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
)

// A TimeFormat is the format of the Time column.
type TimeFormat struct {
	Form   TimeForm
	Digits Precision
}

// A Precision is how many digits of a second are printed, plus one. The zero value
// is as many as the capture has.
type Precision uint8

// of returns the number of digits for a capture that has that many.
func (p Precision) of(digits int) int {
	if p == 0 {
		return digits
	}
	return int(p) - 1
}

// A TimeForm is what the Time column shows.
type TimeForm uint8

const (
	TimeRelative  TimeForm = iota // seconds since the first frame
	TimeAbsolute                  // the local time of day
	TimeDate                      // the local date and time
	TimeDateDay                   // the local year, day of the year and time
	TimeDelta                     // seconds since the previous frame
	TimeDisplayed                 // seconds since the previous displayed frame
	TimeEpoch                     // seconds since 1970
	TimeUTC                       // the time of day, UTC
	TimeUTCDate                   // the date and time, UTC
	TimeUTCDay                    // the year, day of the year and time, UTC
)

// timeLetters are the names of the formats in -t.
var timeLetters = [...]string{"r", "a", "ad", "adoy", "d", "dd", "e", "u", "ud", "udoy"}

// TimeFormats lists the letters that ParseTime accepts.
func TimeFormats() []string { return slices.Clone(timeLetters[:]) }

// ParseTime returns the format that -t calls s: a form, and behind a point the number
// of digits of a second, such as "ad.3". Either may be absent.
func ParseTime(s string) (TimeFormat, error) {
	name, digits, precise := strings.Cut(s, ".")
	var t TimeFormat
	if precise && digits != "" {
		if len(digits) > 1 || digits[0] < '0' || digits[0] > '9' {
			return t, fmt.Errorf("-t %s: want 0 to 9 digits of a second behind the point", s)
		}
		t.Digits = Precision(digits[0] - '0' + 1)
	}
	if name == "" && precise {
		return t, nil
	}
	i := slices.Index(timeLetters[:], name)
	if i < 0 {
		return t, fmt.Errorf("there is no time format %q; there are a, ad, adoy, d, dd, e, r, u, ud, udoy, each with .0 to .9 behind it", name)
	}
	t.Form = TimeForm(i)
	return t, nil
}

// width returns how many characters the Time column takes in a table.
func (t TimeFormat) width() int {
	switch t.Form {
	case TimeDate:
		return len("2026-11-22 05:56:25.807497673")
	case TimeUTCDate:
		return len("2026-11-22 05:56:25.807497673Z")
	case TimeDateDay:
		return len("2026/326 05:56:25.807497673")
	case TimeUTCDay:
		return len("2026/326 05:56:25.807497673Z")
	case TimeAbsolute, TimeUTC:
		return len("05:56:25.807497673")
	case TimeEpoch:
		return len("1795326985.807497673")
	}
	return len("999.999999999")
}

// appendTime appends the Time column of f. It is empty for a frame without a time, and
// for the first frame where it would be the time since the one before.
func (t TimeFormat) appendTime(b []byte, f *frame.Frame) []byte {
	digits := t.Digits.of(f.Digits)
	switch {
	case !f.HasTime, t.Form == TimeDelta && !f.HasDelta, t.Form == TimeDisplayed && !f.HasDisplayed:
		return b
	}
	switch t.Form {
	case TimeRelative:
		return appendNanos(b, f.Relative, digits)
	case TimeDelta:
		return appendNanos(b, f.Delta, digits)
	case TimeDisplayed:
		return appendNanos(b, f.Displayed, digits)
	case TimeEpoch:
		return field.AppendUnix(b, f.Time, digits)
	}
	if !field.Representable(f.Time.Unix()) {
		return append(b, field.NotRepresentable...)
	}
	switch t.Form {
	case TimeUTC:
		return t.Form.appendClock(b, f.Time.UTC(), digits)
	case TimeUTCDate, TimeUTCDay:
		return append(t.Form.appendClock(b, f.Time.UTC(), digits), 'Z')
	}
	return t.Form.appendClock(b, f.Time.Local(), digits)
}

// appendRight appends the Time column, flush right in a table.
func (t TimeFormat) appendRight(b []byte, f *frame.Frame, width int) []byte {
	if t.Form == TimeRelative && f.HasTime {
		return appendSecondsRight(b, f.Relative, t.Digits.of(f.Digits), width)
	}
	at := len(b)
	b = appendSpaces(b, width)
	b = t.appendTime(b, f)
	n := len(b) - at - width
	gap := max(width-n, 0)
	copy(b[at+gap:], b[at+width:])
	return b[:at+gap+n]
}

// appendSecondsRight is appendSeconds, flush right. It is the fast path of the Time
// column, which most tables have in each row.
func appendSecondsRight(b []byte, n field.Nanos, digits, width int) []byte {
	whole, nanos := n.Magnitude()
	negative := n.Negative()
	if negative {
		width--
	}
	if digits = min(digits, 9); digits > 0 {
		width -= 1 + digits
	}
	if negative {
		b = appendSpaces(b, width-field.Decimals(whole))
		b = field.AppendUint(append(b, '-'), whole)
	} else {
		b = field.AppendRight(b, whole, width)
	}
	if digits <= 0 {
		return b
	}
	end := len(b) + 1 + digits
	return field.AppendPadded(append(b, '.'), nanos, 9)[:end]
}

func (t TimeForm) appendClock(b []byte, at time.Time, digits int) []byte {
	switch t {
	case TimeDate, TimeUTCDate:
		y, m, d := at.Date()
		b = append(appendPadded(b, y, 4), '-')
		b = append(appendPadded(b, int(m), 2), '-')
		b = append(appendPadded(b, d, 2), ' ')
	case TimeDateDay, TimeUTCDay:
		b = append(appendPadded(b, at.Year(), 4), '/')
		b = append(appendPadded(b, at.YearDay(), 3), ' ')
	}
	h, m, s := at.Clock()
	b = append(appendPadded(b, h, 2), ':')
	b = append(appendPadded(b, m, 2), ':')
	return appendFraction(appendPadded(b, s, 2), uint32(at.Nanosecond()), digits)
}

// appendNanos appends n in seconds with the given number of decimals.
func appendNanos(b []byte, n field.Nanos, digits int) []byte {
	if n.Negative() {
		b = append(b, '-')
	}
	sec, nsec := n.Magnitude()
	return appendFraction(field.AppendUint(b, sec), uint32(nsec), digits)
}

// appendSeconds appends d in seconds with the given number of decimals.
func appendSeconds(b []byte, d time.Duration, digits int) []byte {
	n := uint64(d)
	if d < 0 {
		b, n = append(b, '-'), -n
	}
	return appendFraction(field.AppendUint(b, n/1e9), uint32(n%1e9), digits)
}

// appendFraction appends a point and the first digits of nanos; nothing for no
// digits.
func appendFraction(b []byte, nanos uint32, digits int) []byte {
	if digits <= 0 {
		return b
	}
	end := len(b) + 1 + min(digits, 9)
	return field.AppendPadded(append(b, '.'), uint64(nanos), 9)[:end]
}

// appendPadded appends v with leading zeros, width characters in all.
func appendPadded(b []byte, v, width int) []byte {
	if v < 0 {
		b, v, width = append(b, '-'), -v, width-1
	}
	for unit := pow10(width - 1); unit > v && unit > 1; unit /= 10 {
		b = append(b, '0')
	}
	return appendInt(b, int64(v))
}

func pow10(n int) int {
	v := 1
	for range n {
		v *= 10
	}
	return v
}

func appendInt(b []byte, v int64) []byte {
	if v < 0 {
		return field.AppendUint(append(b, '-'), -uint64(v))
	}
	return field.AppendUint(b, uint64(v))
}
