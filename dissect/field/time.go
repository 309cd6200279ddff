package field

import "time"

// appendMoment appends a moment as the detail has it.
func (t *Tree) appendMoment(b []byte, n *Node) []byte {
	switch nanos := n.Nanos(); n.Def.Base {
	case Epoch:
		return appendEpoch(b, nanos)
	case Local:
		return AppendLocalTime(b, nanos)
	default:
		return AppendTime(b, nanos)
	}
}

// AppendTime appends nanoseconds since 1970 as "Nov 22, 2026 05:56:26.059193350 UTC".
func AppendTime(b []byte, n Nanos) []byte { return appendTime(b, n, time.UTC, appendZoned) }

// AppendLocalTime is AppendTime for the local time zone.
func AppendLocalTime(b []byte, n Nanos) []byte { return appendTime(b, n, time.Local, appendZoned) }

// AppendISOTime appends nanoseconds since 1970 as a field of that base has them:
// "2026-11-22T05:56:26.059193350Z", in the local zone "2026-11-22T06:56:26.059193350+0100",
// and as seconds.
func AppendISOTime(b []byte, n Nanos, base Base) []byte {
	switch base {
	case Epoch:
		return appendEpoch(b, n)
	case Local:
		return appendTime(b, n, time.Local, appendISOZoned)
	default:
		return appendTime(b, n, time.UTC, appendISOUTC)
	}
}

func appendTime(b []byte, n Nanos, zone *time.Location, layout func([]byte, time.Time) []byte) []byte {
	sec, nsec := n.Unix()
	if !Representable(sec) {
		return append(b, NotRepresentable...)
	}
	return layout(b, time.Unix(sec, nsec).In(zone))
}

// appendZoned appends t as "Jan _2, 2006 15:04:05.000000000 MST". It does not read this
// from a layout: every packet has three times.
func appendZoned(b []byte, t time.Time) []byte {
	year, month, day := t.Date()
	b = AppendRight(append(append(b, month.String()[:3]...), ' '), uint64(day), 2)
	b = append(appendClock(append(appendYear(append(b, ", "...), year), ' '), t), ' ')
	if name, _ := t.Zone(); name != "" {
		return append(b, name...)
	}
	return t.AppendFormat(b, "MST") // numbers
}

// appendISO appends t as "2006-01-02T15:04:05.000000000".
func appendISO(b []byte, t time.Time) []byte {
	year, month, day := t.Date()
	b = AppendPadded(append(appendYear(b, year), '-'), uint64(month), 2)
	b = AppendPadded(append(b, '-'), uint64(day), 2)
	return appendClock(append(b, 'T'), t)
}

// appendISOUTC is appendISO with Z behind it.
func appendISOUTC(b []byte, t time.Time) []byte { return append(appendISO(b, t), 'Z') }

// appendISOZoned is appendISO with "-0700" behind it.
func appendISOZoned(b []byte, t time.Time) []byte { return t.AppendFormat(appendISO(b, t), "-0700") }

func appendYear(b []byte, year int) []byte {
	if year < 0 {
		b, year = append(b, '-'), -year
	}
	return AppendPadded(b, uint64(year), max(Decimals(uint64(year)), 4))
}

func appendClock(b []byte, t time.Time) []byte {
	hour, minute, second := t.Clock()
	b = append(AppendPadded(b, uint64(hour), 2), ':')
	b = append(AppendPadded(b, uint64(minute), 2), ':')
	b = append(AppendPadded(b, uint64(second), 2), '.')
	return AppendPadded(b, uint64(t.Nanosecond()), 9)
}

// NotRepresentable stands for a date whose year has more than 32 bits, as in Wireshark.
const NotRepresentable = "Not representable"

// Representable reports whether the year of a moment, in seconds since 1970, has at most
// 32 bits, counted from 1900 as C does.
func Representable(sec int64) bool {
	const first, last = -67768040609740800, 67768036191676799
	return sec >= first && sec <= last
}

// appendEpoch appends the seconds since 1970 of a moment, as a number that a display filter
// finds it by: half a second before 1970 is -0.500000000.
func appendEpoch(b []byte, n Nanos) []byte { return appendSeconds(b, n, 9) }

// AppendUnix appends the seconds since 1970 of t with that many digits behind the point, cut
// and not rounded; without a point for none.
func AppendUnix(b []byte, t time.Time, digits int) []byte {
	b = appendSeconds(b, NanosOf(t), digits)
	if digits == 0 {
		return b[:len(b)-1]
	}
	return b
}

// AppendSeconds appends nanoseconds as seconds with that many digits behind
// the point, cut and not rounded.
func AppendSeconds(b []byte, nanos int64, digits int) []byte {
	return appendSeconds(b, Nanos{Low: nanos}, digits)
}

func appendSeconds(b []byte, n Nanos, digits int) []byte {
	if n.Negative() {
		b = append(b, '-')
	}
	sec, frac := n.Magnitude()
	b = append(AppendUint(b, sec), '.')
	for unit := uint64(1e8); digits > 0; digits, unit = digits-1, unit/10 {
		b = append(b, '0'+byte(frac/unit%10))
	}
	return b
}

// AppendDuration appends nanoseconds in words, as the detail has a duration:
// "1 day, 1 minute, 1.500000000 seconds", "41.000 microseconds".
func AppendDuration(b []byte, nanos int64) []byte { return appendDuration(b, Nanos{Low: nanos}) }

func appendDuration(b []byte, n Nanos) []byte {
	if n == (Nanos{}) {
		return append(b, "0.000000000 seconds"...)
	}
	if n.Negative() {
		b = append(b, '-')
	}
	seconds, rest := n.Magnitude()
	sep := ""
	for _, u := range [...]struct {
		seconds uint64
		name    string
	}{{86400, " day"}, {3600, " hour"}, {60, " minute"}} {
		if k := seconds / u.seconds; k > 0 {
			b = appendCount(append(b, sep...), k, u.name)
			sep = ", "
		}
		seconds %= u.seconds
	}
	if seconds == 0 && rest == 0 {
		return b
	}
	return appendShort(append(b, sep...), seconds, rest)
}

// appendShort appends less than a minute and more than nothing.
func appendShort(b []byte, seconds, nanos uint64) []byte {
	switch {
	case seconds > 0 && nanos == 0:
		return appendCount(b, seconds, " second")
	case seconds > 0:
		b = append(AppendUint(b, seconds), '.')
		return append(AppendPadded(b, nanos, 9), " seconds"...)
	case nanos >= 1e6:
		b = append(AppendUint(b, nanos/1e6), '.')
		return append(AppendPadded(b, nanos%1e6, 6), " milliseconds"...)
	case nanos >= 1e3:
		b = append(AppendUint(b, nanos/1e3), '.')
		return append(AppendPadded(b, nanos%1e3, 3), " microseconds"...)
	}
	return appendCount(b, nanos, " nanosecond")
}

// appendCount appends "1 day", "2 days".
func appendCount(b []byte, n uint64, unit string) []byte {
	b = append(AppendUint(b, n), unit...)
	if n != 1 {
		b = append(b, 's')
	}
	return b
}
