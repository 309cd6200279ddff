package field

import "time"

// appendMoment appends a moment as the detail has it.
func (t *Tree) appendMoment(b []byte, n *Node) []byte {
	switch nanos := int64(n.Val); n.Def.Base {
	case Epoch:
		return AppendSeconds(b, nanos, 9)
	case Local:
		return AppendLocalTime(b, nanos)
	default:
		return AppendTime(b, nanos)
	}
}

// AppendTime appends nanoseconds since 1970 as "Nov 22, 2026 05:56:26.059193350 UTC".
func AppendTime(b []byte, nanos int64) []byte {
	return time.Unix(0, nanos).UTC().AppendFormat(b, moment)
}

// AppendLocalTime is AppendTime for the local time zone.
func AppendLocalTime(b []byte, nanos int64) []byte {
	return time.Unix(0, nanos).Local().AppendFormat(b, moment)
}

const moment = "Jan _2, 2006 15:04:05.000000000 MST"

// AppendISOTime appends nanoseconds since 1970 as a field of that base has them:
// "2026-11-22T05:56:26.059193350Z", in the local zone "2026-11-22T06:56:26.059193350+0100",
// and as seconds.
func AppendISOTime(b []byte, nanos int64, base Base) []byte {
	switch base {
	case Epoch:
		return AppendSeconds(b, nanos, 9)
	case Local:
		return time.Unix(0, nanos).Local().AppendFormat(b, isoMoment+"-0700")
	default:
		return time.Unix(0, nanos).UTC().AppendFormat(b, isoMoment+"Z")
	}
}

const isoMoment = "2006-01-02T15:04:05.000000000"

// AppendSeconds appends nanoseconds as seconds with that many digits behind
// the point, cut and not rounded.
func AppendSeconds(b []byte, nanos int64, digits int) []byte {
	n := uint64(nanos)
	if nanos < 0 {
		b, n = append(b, '-'), -n
	}
	b = append(AppendUint(b, n/1e9), '.')
	frac := n % 1e9
	for unit := uint64(1e8); digits > 0; digits, unit = digits-1, unit/10 {
		b = append(b, '0'+byte(frac/unit%10))
	}
	return b
}

// AppendDuration appends nanoseconds in words, as the detail has a duration:
// "1 day, 1 minute, 1.500000000 seconds", "41.000 microseconds".
func AppendDuration(b []byte, nanos int64) []byte {
	n := uint64(nanos)
	if nanos < 0 {
		b, n = append(b, '-'), -n
	}
	if n == 0 {
		return append(b, "0.000000000 seconds"...)
	}
	seconds, rest := n/1e9, n%1e9
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
