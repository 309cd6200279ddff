package render

import (
	"fmt"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
)

// A TimeFormat is the format of the Time column.
type TimeFormat uint8

const (
	TimeRelative  TimeFormat = iota // seconds since the first frame
	TimeAbsolute                    // the local time of day
	TimeDate                        // the local date and time
	TimeDateDay                     // the local year, day of the year and time
	TimeDelta                       // seconds since the previous frame
	TimeDisplayed                   // seconds since the previous displayed frame
	TimeEpoch                       // seconds since 1970
	TimeUTC                         // the time of day, UTC
	TimeUTCDate                     // the date and time, UTC
	TimeUTCDay                      // the year, day of the year and time, UTC
)

// timeLetters are the names of the formats in -t.
var timeLetters = [...]string{"r", "a", "ad", "adoy", "d", "dd", "e", "u", "ud", "udoy"}

// TimeFormats lists the letters that ParseTime accepts.
func TimeFormats() []string { return slices.Clone(timeLetters[:]) }

// ParseTime returns the format that -t calls s.
func ParseTime(s string) (TimeFormat, error) {
	for i, l := range timeLetters {
		if s == l {
			return TimeFormat(i), nil
		}
	}
	return 0, fmt.Errorf("there is no time format %q; there are a, ad, adoy, d, dd, e, r, u, ud, udoy", s)
}

// width returns how many characters the Time column takes in a table.
func (f TimeFormat) width() int {
	switch f {
	case TimeDate, TimeUTCDate:
		return len("2026-11-22 05:56:25.807497673")
	case TimeDateDay, TimeUTCDay:
		return len("2026/326 05:56:25.807497673")
	case TimeAbsolute, TimeUTC:
		return len("05:56:25.807497673")
	case TimeEpoch:
		return len("1795326985.807497673")
	}
	return len("999.999999999")
}

// appendTime appends the Time column of f. It is empty for a frame without a time.
func (t TimeFormat) appendTime(b []byte, f *frame.Frame) []byte {
	if !f.HasTime {
		return b
	}
	switch t {
	case TimeRelative:
		return appendSeconds(b, f.Relative, f.Digits)
	case TimeDelta:
		return appendSeconds(b, f.Delta, f.Digits)
	case TimeDisplayed:
		return appendSeconds(b, f.Displayed, f.Digits)
	case TimeEpoch:
		b = appendInt(b, f.Time.Unix())
		return appendFraction(b, uint32(f.Time.Nanosecond()), f.Digits)
	case TimeUTC, TimeUTCDate, TimeUTCDay:
		return t.appendClock(b, f.Time.UTC(), f.Digits)
	}
	return t.appendClock(b, f.Time.Local(), f.Digits)
}

// appendRight appends the Time column, flush right in a table.
func (t TimeFormat) appendRight(b []byte, f *frame.Frame, width int) []byte {
	if t == TimeRelative && f.HasTime {
		return appendSecondsRight(b, f.Relative, f.Digits, width)
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
func appendSecondsRight(b []byte, d time.Duration, digits, width int) []byte {
	n := uint64(d)
	if d < 0 {
		n = -n
		width--
	}
	whole, nanos := n/1e9, n%1e9
	if digits = min(digits, 9); digits > 0 {
		width -= 1 + digits
	}
	b = appendSpaces(b, width-field.Decimals(whole))
	if d < 0 {
		b = append(b, '-')
	}
	b = field.AppendUint(b, whole)
	if digits <= 0 {
		return b
	}
	for range 9 - digits {
		nanos /= 10
	}
	return field.AppendPadded(append(b, '.'), nanos, digits)
}

func (t TimeFormat) appendClock(b []byte, at time.Time, digits int) []byte {
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
	var text [10]byte
	text[0] = '.'
	for i := 9; i > 0; i-- {
		text[i] = '0' + byte(nanos%10)
		nanos /= 10
	}
	return append(b, text[:1+min(digits, 9)]...)
}

// appendPadded appends v with leading zeros, width digits in all.
func appendPadded(b []byte, v, width int) []byte {
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
