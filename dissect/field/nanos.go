package field

import (
	"cmp"
	"math/bits"
	"time"
)

// Nanos is a time in nanoseconds, as Absolute and Relative fields have them: Low +
// High * 2^64. High is 0 within 292 years of 1970, and of each other.
type Nanos struct {
	Low  int64
	High int32
}

// NanosOf returns the nanoseconds from 1970 to t.
func NanosOf(t time.Time) Nanos { return NanosOfUnix(t.Unix(), int64(t.Nanosecond())) }

// NanosOfUnix returns sec seconds and nsec nanoseconds, of which there are 0 to 999999999.
func NanosOfUnix(sec, nsec int64) Nanos {
	const most = 9e9 // seconds whose nanoseconds certainly fit
	if sec > -most && sec < most {
		return Nanos{Low: sec*1e9 + nsec}
	}
	high, low := bits.Mul64(uint64(sec), 1e9)
	if sec < 0 {
		high -= 1e9
	}
	low, carry := bits.Add64(low, uint64(nsec), 0)
	return nanosOfBits(high+carry, low)
}

// nanosOfBits returns a number of 128 bits, in two's complement.
func nanosOfBits(high, low uint64) Nanos { return Nanos{int64(low), int32(high + low>>63)} }

// bits returns n in two's complement.
func (n Nanos) bits() (high, low uint64) {
	low = uint64(n.Low)
	return uint64(int64(n.High)) - low>>63, low
}

// Sub returns n - m.
func (n Nanos) Sub(m Nanos) Nanos {
	if d := n.Low - m.Low; n.High|m.High == 0 && (d < n.Low) == (m.Low > 0) {
		return Nanos{Low: d}
	}
	return n.sub(m)
}

// sub is Sub for any times. It is apart so that Sub is compiled in place.
func (n Nanos) sub(m Nanos) Nanos {
	high, low := n.bits()
	highM, lowM := m.bits()
	low, borrow := bits.Sub64(low, lowM, 0)
	return nanosOfBits(high-highM-borrow, low)
}

// Add returns n + m.
func (n Nanos) Add(m Nanos) Nanos { return n.Sub(Nanos{}.Sub(m)) }

// Times returns n times by, ok if there is room for it.
func (n Nanos) Times(by int64) (product Nanos, ok bool) {
	if n.High != 0 {
		return Nanos{}, by == 0
	}
	high, low := bits.Mul64(uint64(n.Low), uint64(by)) // which take them for unsigned
	if n.Low < 0 {
		high -= uint64(by)
	}
	if by < 0 {
		high -= uint64(n.Low)
	}
	product = nanosOfBits(high, low)
	back, _ := product.bits()
	return product, back == high
}

// Compare returns -1 if n is before m, 0 if they are the same, and 1 otherwise.
func (n Nanos) Compare(m Nanos) int {
	return cmp.Or(cmp.Compare(n.High, m.High), cmp.Compare(n.Low, m.Low))
}

// Negative reports whether n is below 0.
func (n Nanos) Negative() bool { return n.High < 0 || n.High == 0 && n.Low < 0 }

// Magnitude returns the seconds and nanoseconds of n without its sign.
func (n Nanos) Magnitude() (sec, nsec uint64) {
	if n.High == 0 && n.Low >= 0 {
		return uint64(n.Low) / 1e9, uint64(n.Low) % 1e9
	}
	if n.Negative() {
		n = Nanos{}.Sub(n)
	}
	if high, low := n.bits(); high > 0 {
		return bits.Div64(high, low, 1e9)
	}
	return uint64(n.Low) / 1e9, uint64(n.Low) % 1e9
}

// Unix returns the seconds of n, and the nanoseconds from there, 0 to 999999999.
func (n Nanos) Unix() (sec, nsec int64) {
	s, ns := n.Magnitude()
	switch {
	case !n.Negative():
		return int64(s), int64(ns)
	case ns == 0:
		return -int64(s), 0
	}
	return -int64(s) - 1, 1e9 - int64(ns)
}

// Nanos returns the value of a node of an Absolute or Relative field.
func (n *Node) Nanos() Nanos { return Nanos{int64(n.Val), n.High} }
